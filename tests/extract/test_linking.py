"""The links of mentions that readers linked by hand: corpora/linking/gold.jsonl, in articles of the dev and gold splits."""

import json
from collections import defaultdict
from typing import Any

import pytest

from pipeline.config import load_config
from pipeline.data import Mention
from pipeline.extract.entities import in_order
from pipeline.extract.extractor import load_linker
from pipeline.extract.link import Linker
from tests.conftest import ROOT

_LISTED = ("lab:", "person:")


@pytest.fixture(scope="module")
def linked() -> list[tuple[str, str]]:
    """Return (entity by hand, entity by the linker) of every mention, the linker seeing the names that annotators marked."""
    gold = [json.loads(line) for line in (ROOT / "corpora/linking/gold.jsonl").read_text(encoding="utf-8").splitlines()]
    linker = load_linker(load_config())
    found: dict[tuple[str, int], str] = {}
    for split in ("dev", "gold"):
        for line in (ROOT / "corpora" / split / "articles.jsonl").read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            for mention in _link(linker, article):
                found[article["id"], mention.start] = mention.entity
    return [(row["entity"], found[row["article"], row["start"]]) for row in gold]


def _link(linker: Linker, article: dict[str, Any]) -> list[Mention]:
    mentions = [
        Mention(m["text"], m["start"], m["end"], "PERSON" if key == "people" else "LAB", "", m["text"], 1.0)
        for sentence in article["sentences"]
        for key in ("people", "labs")
        for m in sentence[key]
    ]
    return [link.mention for link in linker.link(in_order(mentions), article["text"])]


def test_mentions_get_the_entity_a_reader_gives_them(linked: list[tuple[str, str]]) -> None:
    right = sum(by_hand == by_linker for by_hand, by_linker in linked)
    assert len(linked) >= 300
    assert right / len(linked) >= 0.95, [pair for pair in linked if pair[0] != pair[1]]


def test_hardly_any_mention_goes_to_somebody_else(linked: list[tuple[str, str]]) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for by_hand, by_linker in linked:
        names[by_linker].add(by_hand)
    wrong = [pair for pair in linked if pair[0] != pair[1] and (pair[1].startswith(_LISTED) or len(names[pair[1]]) > 1)]
    assert len(wrong) <= 0.01 * len(linked), wrong
