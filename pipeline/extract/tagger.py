"""A spaCy component that marks people and labs: ``labclaims_tagger``, a token classifier over a pretrained encoder.

Every token of spaCy has the tag of its first word piece, one of O, B-PERSON, I-PERSON, B-LAB, I-LAB. The spans go to
``doc.ents``; how sure the tagger is of each, the least probability among its tokens, to ``doc.user_data[SCORES]`` by
(start, end) token.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import minibatch

LABELS = ("PERSON", "LAB")
TAGS = ("O", *(f"{edge}-{label}" for label in LABELS for edge in "BI"))
SCORES = "labclaims_scores"
# Word pieces of one reading, and how many of a reading's edges the neighbouring one reads better.
WINDOW, MARGIN = 192, 32

Array = npt.NDArray[np.float64]


class Pieces(NamedTuple):
    """Word pieces of one text, the shape of the word each belongs to, and the first piece of every token (-1: it has none)."""

    ids: list[int]
    shapes: list[int]
    first: list[int]


class Window(NamedTuple):
    """A reading of pieces ``begin`` to ``end``, of which ``keep_from`` to ``keep_to`` are taken from it."""

    row: int
    begin: int
    end: int
    keep_from: int
    keep_to: int


@Language.factory("labclaims_tagger", assigns=["doc.ents"], default_config={"batch_size": 32})
def create_tagger(nlp: Language, name: str, batch_size: int) -> "Tagger":
    return Tagger(batch_size)


class Tagger:
    """The component. Without weights until ``from_disk`` or ``set_model``."""

    def __init__(self, batch_size: int) -> None:
        self.batch_size = batch_size
        self.net: Any = None
        self.tokenizer: Any = None

    @property
    def labels(self) -> tuple[str, ...]:
        return LABELS

    def set_model(self, net: Any, tokenizer: Any) -> None:
        self.net, self.tokenizer = net.eval(), tokenizer

    def __call__(self, doc: Doc) -> Doc:
        self._mark([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            self._mark(docs)
            yield from docs

    def _mark(self, docs: Sequence[Doc]) -> None:
        pieces = encode([[token.text for token in doc] for doc in docs], self.tokenizer)
        for doc, row, logits in zip(docs, pieces, self._logits(pieces), strict=True):
            mark(doc, token_probabilities(row, logits))

    def _logits(self, texts: Sequence[Pieces]) -> list[Array]:
        logits = [np.zeros((len(text.ids), len(TAGS))) for text in texts]
        windows = [window for row, text in enumerate(texts) for window in cut(row, len(text.ids))]
        order = sorted(range(len(windows)), key=lambda i: (windows[i].end - windows[i].begin, i))
        for start in range(0, len(order), self.batch_size):
            batch = [windows[i] for i in order[start : start + self.batch_size]]
            for window, found in zip(batch, self._forward(texts, batch), strict=True):
                kept = slice(window.keep_from - window.begin, window.keep_to - window.begin)
                logits[window.row][window.keep_from : window.keep_to] = found[kept]
        return logits

    def _forward(self, texts: Sequence[Pieces], batch: Sequence[Window]) -> Array:
        import torch

        rows = [(texts[w.row].ids[w.begin : w.end], texts[w.row].shapes[w.begin : w.end]) for w in batch]
        with torch.inference_mode():
            logits = self.net(**tensors(rows, self.tokenizer, next(self.net.parameters()).device))
        array: Array = logits.float().cpu().numpy().astype(np.float64)[:, 1:]  # without [CLS]
        return array

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write weights (fp16 safetensors), the encoder's configuration and the tokenizer into the folder ``path``."""
        import torch
        from safetensors.torch import save_file

        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        weights = {key: value.to(torch.float16).contiguous() for key, value in self.net.state_dict().items()}
        save_file(weights, folder / "model.safetensors")
        config = json.loads(self.net.encoder.config.to_json_string(use_diff=True))
        config.pop("_name_or_path", None)  # a path of the machine it was trained on
        (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
        self.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Tagger":
        """Load what ``to_disk`` wrote. Nothing but weights and tables is read from the folder, and nothing is run."""
        from safetensors.torch import load_file
        from transformers import AutoConfig, AutoModel

        from pipeline.extract.tagnet import TagNet

        folder = Path(path)
        config: Any = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        encoder: Any = AutoModel.from_config(  # type: ignore[no-untyped-call]
            config, trust_remote_code=False, add_pooling_layer=False
        )
        net = TagNet(encoder, len(TAGS))
        net.load_state_dict({key: value.float() for key, value in load_file(folder / "model.safetensors").items()})
        self.set_model(net, load_tokenizer(folder / "tokenizer.json"))
        return self


def load_tokenizer(file: Path) -> Any:
    """Load a BERT tokenizer from its table, reading every text to its end."""
    from transformers import PreTrainedTokenizerFast

    special = {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]"}
    tokenizer: Any = PreTrainedTokenizerFast(tokenizer_file=str(file), **special)  # type: ignore[no-untyped-call]
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    return tokenizer


def encode(texts: Sequence[Sequence[str]], tokenizer: Any) -> list[Pieces]:
    """Return the word pieces of tokenised texts."""
    from pipeline.extract.tagnet import shape_of

    found = []
    for words in texts:
        ids: list[int] = []
        shapes: list[int] = []
        first = []
        rows = tokenizer(list(words), add_special_tokens=False, verbose=False)["input_ids"] if words else []
        for word, row in zip(words, rows, strict=True):
            first.append(len(ids) if row else -1)
            ids += row
            shapes += [shape_of(word)] * len(row)
        found.append(Pieces(ids, shapes, first))
    return found


def cut(row: int, length: int) -> Iterator[Window]:
    """Yield windows over ``length`` pieces that overlap by two margins, each piece kept from the one that reads around it."""
    if length <= WINDOW:
        yield Window(row, 0, length, 0, length)
        return
    step = WINDOW - 2 * MARGIN
    for begin in range(0, length - 2 * MARGIN, step):
        end = min(begin + WINDOW, length)
        yield Window(row, begin, end, begin + MARGIN if begin else 0, end - MARGIN if end < length else length)
        if end == length:
            return


def tensors(rows: Sequence[tuple[list[int], list[int]]], tokenizer: Any, device: Any) -> dict[str, Any]:
    """Return padded (ids, shapes) rows between [CLS] and [SEP] as the keyword arguments of the network."""
    import torch

    longest = max(len(ids) for ids, _ in rows) + 2
    ids = torch.full((len(rows), longest), tokenizer.pad_token_id)
    shapes, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for index, (row, look) in enumerate(rows):
        ids[index, : len(row) + 2] = torch.tensor([tokenizer.cls_token_id, *row, tokenizer.sep_token_id])
        shapes[index, 1 : len(row) + 1] = torch.tensor(look, dtype=torch.long)
        mask[index, : len(row) + 2] = 1
    return {"ids": ids.to(device), "shapes": shapes.to(device), "mask": mask.to(device)}


def token_probabilities(pieces: Pieces, logits: Array) -> Array:
    """Return the probability of every tag for every token, [tokens, tags]; a token without pieces is outside."""
    outside = np.zeros(len(TAGS))
    outside[0] = 50.0
    rows = np.array([logits[index] if index >= 0 else outside for index in pieces.first]).reshape(-1, len(TAGS))
    rows = np.exp(rows - rows.max(axis=1, keepdims=True, initial=-np.inf)) if len(rows) else rows
    return rows / rows.sum(axis=1, keepdims=True) if len(rows) else rows


def mark(doc: Doc, probabilities: Array) -> None:
    """Set ``doc.ents`` and their scores from the probability of every tag for every token."""
    spans = list(_spans(best_tags(probabilities)))
    doc.ents = [Span(doc, begin, end, label=label) for begin, end, label in spans]
    doc.user_data[SCORES] = {
        (begin, end): float(probabilities[begin:end, _tags_of(label)].sum(axis=1).min()) for begin, end, label in spans
    }


def best_tags(probabilities: Array) -> list[int]:
    """Return the most probable tags in which no I- stands without its B- before it (Viterbi)."""
    best = probabilities.argmax(axis=1).tolist()
    if all(_follows(before, tag) for before, tag in zip([0, *best], best, strict=False)):
        return [int(tag) for tag in best]
    logs = np.log(np.maximum(probabilities, 1e-12))
    allowed = np.array([[0.0 if _follows(a, b) else -np.inf for b in range(len(TAGS))] for a in range(len(TAGS))])
    score, back = logs[0] + allowed[0], []
    for row in logs[1:]:
        through = score[:, None] + allowed
        back.append(through.argmax(axis=0))
        score = through.max(axis=0) + row
    path = [int(score.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def _follows(before: int, tag: int) -> bool:
    return not TAGS[tag].startswith("I") or (TAGS[before] != "O" and TAGS[before][2:] == TAGS[tag][2:])


def _tags_of(label: str) -> list[int]:
    return [index for index, tag in enumerate(TAGS) if tag[2:] == label]


def _spans(tags: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    begin = None
    for index, tag in enumerate([*tags, 0]):
        if begin is not None and not TAGS[tag].startswith("I"):
            yield begin, index, TAGS[tags[begin]][2:]
            begin = None
        if TAGS[tag].startswith("B"):
            begin = index
