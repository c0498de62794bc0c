"""The card's metadata parses, and what a training began with is what the card names."""

import hashlib
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml  # type: ignore[import-untyped]

from pipeline.extract.classify import Passage
from pipeline.model import card
from pipeline.model.card import Provenance, model_card, provenance
from pipeline.model.config import TrainConfig, load_train_config
from pipeline.model.corpus import Examples
from pipeline.model.measure import LabelScore
from tests.conftest import ROOT

LABELS = ("claim", "cai", "hedged", "predicted")
SCORES = {label: LabelScore(0.9, 0.8, 0.85, 0.8, 0.9, 12, 0.02) for label in LABELS}
BEGUN = Provenance("0123abc", {"corpora/train/articles.jsonl": "f" * 64})


def written(config: TrainConfig) -> str:
    none = Examples([Passage("T.", "")], [""], np.zeros((1, 4), np.float32), np.ones((1, 4), np.float32), ["a"])
    splits = dict.fromkeys(("train", "dev", "gold"), none)
    return model_card(config, LABELS, splits, {"dev": SCORES, "gold": SCORES}, BEGUN)


@pytest.fixture
def config() -> TrainConfig:
    return load_train_config(ROOT / "configs/train.toml")


def test_the_metadata_holds_every_label_with_its_interval(config: TrainConfig) -> None:
    text = written(config)
    metadata: dict[str, Any] = yaml.safe_load(text.split("---\n")[1])
    [result] = metadata["model-index"][0]["results"]
    figures = {metric["name"]: metric for metric in result["metrics"]}
    assert figures["cai F1"]["value"] == 0.85
    assert figures["cai F1"]["confidence_interval"] == [0.8, 0.9]
    assert set(figures) == {f"{label} F1" for label in LABELS} | {"topics macro-F1"}
    assert "commit 0123abc" in text
    assert "sha256 " + "f" * 64 in text


def test_the_base_is_named_without_the_folders_above_it(config: TrainConfig) -> None:
    assert "/somewhere" not in written(replace(config, base="/somewhere/on/this/machine/mybase"))


def test_alignment_is_told_when_there_was_one(config: TrainConfig) -> None:
    assert "sentence's mean" in written(config)
    assert "sentence's mean" not in written(replace(config, align_sentences=0))


@pytest.fixture
def shipped(config: TrainConfig) -> TrainConfig:
    """The shipped configuration, readable from any folder."""
    return replace(config, train=str(ROOT / config.train), dev=str(ROOT / config.dev), gold=str(ROOT / config.gold))


def test_provenance_is_of_the_files_and_of_this_code(
    shipped: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    begun = provenance(shipped)
    assert begun.files[shipped.gold] == hashlib.sha256(Path(shipped.gold).read_bytes()).hexdigest()
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    assert begun.commit.removesuffix("-dirty") == (head.stdout.strip() or "unknown")


def test_outside_a_repository_the_commit_is_unknown(
    shipped: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card, "__file__", str(tmp_path / "card.py"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert provenance(shipped).commit == "unknown"
