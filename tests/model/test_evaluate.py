"""The whole pipeline against annotated articles: the shipped models, a few articles of the corpus."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import Extractor
from pipeline.errors import InputError
from pipeline.model.evaluate import evaluate, read_gold
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = (ROOT / "corpora/gold/articles.jsonl").read_text(encoding="utf-8").split("\n")[:4]
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report(extractor: Extractor, gold: Path) -> dict[str, Any]:
    return evaluate(gold, extractor)


def test_the_report_says_what_was_compared(report: dict[str, Any], gold: Path, extractor: Extractor) -> None:
    articles = read_gold(gold)
    assert report["gold"]["sha256"] == hashlib.sha256(gold.read_bytes()).hexdigest()
    assert report["gold"]["sentences"] == sum(len(a["sentences"]) for a in articles)
    assert report["models"] == extractor.models
    assert json.loads(json.dumps(report)) == report


def test_every_label_counts_the_positives_of_the_gold(report: dict[str, Any], gold: Path) -> None:
    sentences = [s for a in read_gold(gold) for s in a["sentences"]]
    assert report["labels"]["claim"]["n"] == sum(s["claim"] for s in sentences)
    assert report["labels"]["nonclaim"]["n"] == sum(not s["claim"] for s in sentences)
    assert report["labels"]["safety"]["n"] == sum("safety" in s["topics"] for s in sentences)
    assert report["labels"]["PERSON"]["n"] == sum(len(s["people"]) for s in sentences)
    for row in report["labels"].values():
        assert 0 <= row["low"] <= row["f1"] <= row["high"] <= 1


def test_genres_and_documents_are_the_articles(report: dict[str, Any], gold: Path) -> None:
    articles = read_gold(gold)
    assert [(row["id"], row["genre"]) for row in report["documents"]] == [(a["id"], a["genre"]) for a in articles]
    assert sum(row["articles"] for row in report["genres"].values()) == len(articles)
    for row, article in zip(report["documents"], articles, strict=True):
        if any(s["topics"] for s in article["sentences"]):
            assert 0 <= row["topics_micro_f1"] <= 1


def test_where_there_was_nothing_to_find_there_is_no_figure(extractor: Extractor, tmp_path: Path) -> None:
    text = "Subscribe"
    sentence = {
        "start": 0,
        "end": 9,
        "claim": False,
        "topics": [],
        "unsure": [],
        "modality": None,
        "people": [],
        "labs": [],
    }
    path = tmp_path / "none.jsonl"
    path.write_text(json.dumps({"id": "none", "text": text, "sentences": [sentence]}) + "\n")
    [row] = evaluate(path, extractor)["documents"]
    assert (row["claim_f1"], row["nonclaim_f1"], row["topics_micro_f1"]) == (None, 1, None)


def test_an_article_that_is_its_own_gold_scores_one(extractor: Extractor, tmp_path: Path) -> None:
    text = "The board of OpenAI fired Sam Altman on Friday and gave no detailed reason.\nSubscribe to our newsletter"
    [claim] = extractor.extract(text)
    topics = [topic.label for topic in claim.topics]
    found = {"claim": True, "topics": topics, "modality": claim.modality, "unsure": []}
    spans = {
        key: [{"start": m.start, "end": m.end} for m in claim.mentions if m.type == kind]
        for key, kind in (("people", "PERSON"), ("labs", "LAB"))
    }
    none = {"claim": False, "topics": [], "modality": None, "unsure": [], "people": [], "labs": []}
    sentences = [{"start": 0, "end": claim.end, **found, **spans}, {"start": claim.end + 1, "end": len(text), **none}]
    path = tmp_path / "own.jsonl"
    path.write_text(
        json.dumps({"id": "own", "title": "", "genre": "wire", "text": text, "sentences": sentences}) + "\n"
    )
    labels = evaluate(path, extractor)["labels"]
    assert all(labels[name]["f1"] == 1 for name in ("claim", "nonclaim", "PERSON", "LAB", *topics))


def test_a_line_that_is_no_article_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    for wrong in ('{"id": "b"}', '{"text": "T", "sentences": []}', '{"id": "b", "text": "T", "sentences": [{}]}', "[]"):
        path.write_text('{"id": "a", "text": "T", "sentences": []}\n' + wrong + "\n")
        with pytest.raises(InputError, match=r"gold\.jsonl:2: no annotated article"):
            read_gold(path)
    path.write_text("\n")
    with pytest.raises(InputError, match=r"gold\.jsonl: no annotated article in it"):
        read_gold(path)
