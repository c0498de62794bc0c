"""Score sentences with the claim model: one multi-label head over claim, topics and modality."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.errors import ModelError, UsageError
from pipeline.model.calibrate import calibrated
from pipeline.model.folder import ModelLabels, check_claim_folder, verify_sums

Scores = npt.NDArray[np.float64]

# Outputs of the head that are no topics.
CLAIM, HEDGED, PREDICTED = "claim", "hedged", "predicted"
HEADS = (CLAIM, HEDGED, PREDICTED)
# What of the context is shown: the beginning of the title, the end of what stood before and the beginning of what comes
# after (words), all within so many pieces.
TITLE_WORDS, BEFORE_WORDS, AFTER_WORDS, CONTEXT_PIECES = 12, 26, 14, 84
SCORE_DIGITS = 5


class Passage(NamedTuple):
    """What the model reads: a sentence, and what stands around it."""

    sentence: str
    context: str


@dataclass(frozen=True, slots=True)
class _Window:
    passage: int
    pieces: list[int]
    context: list[int]


class ClaimClassifier:
    """The claim model, loaded from a checked folder.

    labels     names of the columns of a score matrix
    digest     sha256 of the folder's sums, eight digits
    """

    def __init__(
        self, folder: Path, *, device: str = "cpu", batch_size: int = 32, window: int = 192, stride: int = 128
    ) -> None:
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        if stride > window:
            raise UsageError(f"claims.stride is at most claims.window ({window}), not {stride}: words would be skipped")
        self.info: ModelLabels = check_claim_folder(folder)
        self.digest = verify_sums(folder)[:8]
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        model: Any = AutoModelForSequenceClassification.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, dtype=torch.float32
        )
        self.device = device
        self.model = model.to(device).eval()
        self.labels: tuple[str, ...] = tuple(model.config.id2label[index] for index in range(model.config.num_labels))
        if missing := set(HEADS) - set(self.labels):
            raise ModelError(
                f"{folder}: no output {', '.join(sorted(missing))}; a claim model has {', '.join(HEADS)} and topics"
            )
        if set(self.labels) != set(self.info.calibration):
            raise ModelError(f"{folder}: labels.json and config.json name different labels; retrain")
        self.thresholds = {label: self.info.calibration[label].threshold for label in self.labels}
        room = model.config.max_position_embeddings - 3 - CONTEXT_PIECES
        self.batch_size, self.window, self.stride = batch_size, min(window, room), min(stride, room)

    @property
    def identity(self) -> str:
        return f"{self.info.name}@{self.info.version}+{self.digest}"

    def score(self, passages: Sequence[Passage]) -> Scores:
        """Return calibrated scores, [passages, labels], rounded: the digits beyond depend on what shares a batch."""
        return np.round(calibrated(self.labels, self.info.calibration, self.logits(passages)), SCORE_DIGITS)

    def logits(self, passages: Sequence[Passage]) -> Scores:
        """Return the model's own outputs, [passages, labels]; of a long sentence the highest of its windows'."""
        logits = np.full((len(passages), len(self.labels)), -np.inf)
        windows = list(self._windows(passages))
        # Sentences of like length share a batch, so little of it is padding.
        order = sorted(range(len(windows)), key=lambda i: (len(windows[i].pieces) + len(windows[i].context), i))
        for start in range(0, len(order), self.batch_size):
            batch = [windows[i] for i in order[start : start + self.batch_size]]
            for window, row in zip(batch, self._forward(batch), strict=True):
                logits[window.passage] = np.maximum(logits[window.passage], row)
        return logits

    def _windows(self, passages: Sequence[Passage]) -> Iterator[_Window]:
        sentences = self._pieces([passage.sentence for passage in passages])
        contexts = (
            self._pieces([passage.context for passage in passages])
            if self.info.context != "none"
            else [[]] * len(passages)
        )
        for index, (pieces, context) in enumerate(zip(sentences, contexts, strict=True)):
            last = max(len(pieces) - self.window, 0)
            starts = [*range(0, last, self.stride), last]
            for start in starts:
                yield _Window(index, pieces[start : start + self.window], context[:CONTEXT_PIECES])

    def _pieces(self, texts: list[str]) -> list[list[int]]:
        if not texts:
            return []
        pieces: list[list[int]] = self.tokenizer(texts, add_special_tokens=False, verbose=False)["input_ids"]
        return pieces

    def _forward(self, batch: list[_Window]) -> Scores:
        import torch

        inputs = pad(
            [encode_pair(window.pieces, window.context, self.tokenizer) for window in batch],
            self.tokenizer.pad_token_id,
        )
        with torch.inference_mode():
            logits = self.model(
                **{name: torch.tensor(rows, device=self.device) for name, rows in inputs.items()}
            ).logits
        array: Scores = logits.float().cpu().numpy().astype(np.float64)
        return array


def encode_pair(pieces: list[int], context: list[int], tokenizer: Any) -> tuple[list[int], list[int]]:
    """Return (input_ids, token_type_ids) of ``[CLS] sentence [SEP]`` or ``[CLS] sentence [SEP] context [SEP]``."""
    ids = [tokenizer.cls_token_id, *pieces, tokenizer.sep_token_id]
    types = [0] * len(ids)
    if context:
        ids += [*context, tokenizer.sep_token_id]
        types += [1] * (len(context) + 1)
    return ids, types


def pad(rows: Sequence[tuple[list[int], list[int]]], pad_id: int) -> dict[str, list[list[int]]]:
    """Pad encoded rows to the longest: the keyword arguments of a BERT model, as lists."""
    longest = max(len(ids) for ids, _ in rows)
    return {
        "input_ids": [ids + [pad_id] * (longest - len(ids)) for ids, _ in rows],
        "token_type_ids": [types + [0] * (longest - len(types)) for _, types in rows],
        "attention_mask": [[1] * len(ids) + [0] * (longest - len(ids)) for ids, _ in rows],
    }


def pick_device(name: str) -> str:
    """Return ``cpu`` or ``cuda`` for ``auto``, ``cpu`` or ``cuda``. Raises UsageError when there is no CUDA device."""
    import torch

    if name == "cuda" and not torch.cuda.is_available():
        raise UsageError("--device cuda: no CUDA device here; use --device cpu or auto")
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return name


def make_context(texts: Sequence[str], index: int, title: str | None) -> str:
    """Return the context of sentence ``index``: the title, the end of the two sentences before it, the beginning of the next."""
    before = " ".join(texts[max(index - 2, 0) : index]).split()[-BEFORE_WORDS:]
    after = " ".join(texts[index + 1 : index + 2]).split()[:AFTER_WORDS]
    parts = [" ".join((title or "").split()[:TITLE_WORDS]), " ".join(before), " ".join(after)]
    return " | ".join(parts) if any(parts) else ""
