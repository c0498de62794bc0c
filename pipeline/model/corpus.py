"""The annotated corpus as training examples: one row per sentence, one column per label."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputError
from pipeline.extract.classify import CLAIM, HEDGED, PREDICTED, Passage, make_context
from pipeline.extract.view import view


@dataclass(frozen=True, slots=True)
class Examples:
    """One row per sentence. ``targets`` is 0 or 1, ``known`` is 0 where annotators were unsure; both [sentences, labels].

    ``untitled`` holds the contexts without the article's title.
    """

    passages: list[Passage]
    untitled: list[str]
    targets: npt.NDArray[np.float32]
    known: npt.NDArray[np.float32]
    articles: list[str]


def labels_of(topics: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of the head for a taxonomy's topics."""
    return (CLAIM, *topics, HEDGED, PREDICTED)


def load_examples(path: Path, labels: Sequence[str]) -> Examples:
    """Load a split of the corpus (JSONL, one article a row, as corpora/README.md describes it)."""
    if not path.is_file():
        raise InputError(f"no corpus file {path}; 'make corpus' writes the shipped splits")
    os.environ.setdefault("HF_DATASETS_OFFLINE", "1")  # read when datasets is imported: a local file needs no hub
    from datasets import load_dataset  # type: ignore[attr-defined]

    rows = load_dataset("json", data_files=str(path), split="train")
    passages, untitled, targets, known, articles = [], [], [], [], []
    for article in rows:
        texts = [view(article["text"], s["start"], s["end"]).text for s in article["sentences"]]
        for index, sentence in enumerate(article["sentences"]):
            passages.append(Passage(texts[index], make_context(texts, index, article.get("title"))))
            untitled.append(make_context(texts, index, None))
            targets.append([_target(sentence, label) for label in labels])
            known.append([float(label not in sentence["unsure"]) for label in labels])
            articles.append(article["id"])
    return Examples(passages, untitled, np.array(targets, np.float32), np.array(known, np.float32), articles)


def _target(sentence: dict[str, Any], label: str) -> float:
    if label == CLAIM:
        return float(sentence["claim"])
    if label in (HEDGED, PREDICTED):
        return float(sentence["modality"] == label)
    return float(label in sentence["topics"])
