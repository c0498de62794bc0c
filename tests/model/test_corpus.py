"""The committed corpus is what its source files say, and reads as its card promises."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from datasets import load_dataset  # type: ignore[attr-defined]

from pipeline.extract.classify import CLAIM
from pipeline.model.corpus import labels_of, load_examples
from pipeline.model.splits import read, split_of, stats
from pipeline.taxonomy import load_taxonomy
from tests.conftest import ROOT

SPLITS = ("train", "dev", "gold")


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    found, errors = read(sorted((ROOT / "corpora/articles").rglob("*.txt")))
    assert errors == []
    return found


def rows(split: str) -> list[dict[str, Any]]:
    lines = (ROOT / f"corpora/{split}/articles.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


@pytest.mark.parametrize("split", SPLITS)
def test_the_splits_are_those_of_the_source_files(articles: list[dict[str, Any]], split: str) -> None:
    assert {a["id"]: a for a in rows(split)} == {a["id"]: a for a in articles if split_of(a["id"]) == split}


def test_every_span_is_where_it_says(articles: list[dict[str, Any]]) -> None:
    for article in articles:
        for sentence in article["sentences"]:
            for key in ("people", "labs", "amounts", "cues", "modality_cues", "triggers", "speaker_surfaces"):
                for span in sentence[key]:
                    assert article["text"][span["start"] : span["end"]] == span["text"]
                    assert sentence["start"] <= span["start"] < span["end"] <= sentence["end"]


def test_the_corpus_is_of_the_promised_size(articles: list[dict[str, Any]]) -> None:
    counts = stats([article for article in articles if split_of(article["id"]) == "train"])
    taxonomy = load_taxonomy()
    assert len(articles) >= 350
    assert sum(len(article["sentences"]) for article in articles) >= 6000
    for topic in taxonomy.topics:
        assert counts[f"topic:{topic.id}"] >= (350 if topic.group == "core" else 180)


def test_load_dataset_reads_the_folder(tmp_path: Path) -> None:
    corpus = load_dataset(str(ROOT / "corpora"), cache_dir=str(tmp_path))
    assert set(corpus) == set(SPLITS)
    assert corpus["gold"].num_rows == len(rows("gold"))


def test_examples_have_a_row_per_sentence_and_a_column_per_label() -> None:
    labels = labels_of(load_taxonomy().ids)
    examples = load_examples(ROOT / "corpora/dev/articles.jsonl", labels)
    sentences = [sentence for article in rows("dev") for sentence in article["sentences"]]
    assert examples.targets.shape == examples.known.shape == (len(sentences), len(labels))
    claims = [float(sentence["claim"]) for sentence in sentences]
    np.testing.assert_array_equal(examples.targets[:, labels.index(CLAIM)], claims)
    assert (examples.known == 0).sum() == sum(len(sentence["unsure"]) for sentence in sentences)
