"""Real trainings of a tiny model on a tiny corpus: the same weights twice, and after an interruption."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from pipeline.errors import InputError, UsageError
from pipeline.extract.classify import ClaimClassifier, Passage
from pipeline.io import sha256
from pipeline.model.annotated import parse_article
from pipeline.model.config import TrainConfig, load_train_config
from pipeline.model.finetune import base_folder
from pipeline.model.train import train
from pipeline.taxonomy import load_taxonomy
from tests.conftest import ROOT

TAXONOMY = """
[[topic]]
id = "rlhf"
group = "core"
name = "RLHF"
description = "raters"
[[topic]]
id = "cai"
group = "core"
name = "CAI"
description = "principles"
"""
ARTICLE = """id: {id}
title: Raters and rules
published: 2024-01-01
source: copydesk.example
genre: brief
---
N | Raters and rules

C rlhf | Raters choose the better answer at {id}.
C cai | The model reads a list of rules.
C ?cai ; mod=h | It {{m:may}} work.
N | Subscribe
"""


def quiet(line: str) -> None:
    pass


@pytest.fixture
def training(tiny_model: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return a training configuration and a taxonomy of two topics."""
    taxonomy_file = tmp_path / "taxonomy.toml"
    taxonomy_file.write_text(TAXONOMY)
    taxonomy = load_taxonomy(str(taxonomy_file))
    for split, count in (("train", 16), ("dev", 3), ("gold", 3)):
        articles = [parse_article(ARTICLE.format(id=f"{split}-{i}"), taxonomy) for i in range(count)]
        lines = "".join(json.dumps(article) + "\n" for article in articles)
        (tmp_path / f"{split}.jsonl").write_text(lines)
    values = asdict(load_train_config(ROOT / "configs/train.toml"))
    values |= {
        "base": str(tiny_model),
        "epochs": 3,
        "batch_size": 4,
        "align_sentences": 64,
        "max_pieces": 40,
        "precision": "fp32",
    }
    values |= {split: str(tmp_path / f"{split}.jsonl") for split in ("train", "dev", "gold")}
    config = tmp_path / "train.toml"
    config.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items()))
    return config, taxonomy_file


def weights(folder: Path) -> str:
    return sha256((folder / "model.safetensors").read_bytes())


def test_a_training_gives_a_folder_that_scores(training: tuple[Path, Path], tmp_path: Path) -> None:
    config, taxonomy = training
    train(config, tmp_path / "model", str(taxonomy), device="cpu", progress=quiet)
    classifier = ClaimClassifier(tmp_path / "model")
    assert classifier.labels == ("claim", "rlhf", "cai", "hedged", "predicted")
    assert classifier.score([Passage("Raters choose.", "")]).shape == (1, 5)
    card = (tmp_path / "model/README.md").read_text()
    assert "model-index" in card
    assert "| rlhf |" in card
    assert str(tmp_path / "model") not in (tmp_path / "model/config.json").read_text()
    assert not list(tmp_path.glob(".model-training"))


def test_the_same_inputs_give_the_same_weights(training: tuple[Path, Path], tmp_path: Path) -> None:
    config, taxonomy = training
    for name in ("one", "two"):
        train(config, tmp_path / name, str(taxonomy), device="cpu", progress=quiet)
    assert weights(tmp_path / "one") == weights(tmp_path / "two")


def test_a_stopped_training_goes_on_to_the_same_weights(training: tuple[Path, Path], tmp_path: Path) -> None:
    config, taxonomy = training
    train(config, tmp_path / "whole", str(taxonomy), device="cpu", progress=quiet)
    said: list[str] = []

    def stop(line: str) -> None:
        said.append(line)
        if line.startswith("epoch 2/3  8/"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(config, tmp_path / "model", str(taxonomy), device="cpu", progress=stop)
    assert not (tmp_path / "model").exists()
    said.clear()
    train(config, tmp_path / "model", str(taxonomy), device="cpu", progress=said.append)
    assert not any(line.startswith("epoch 1/3") for line in said)
    assert weights(tmp_path / "model") == weights(tmp_path / "whole")


def test_a_training_stopped_while_it_aligns_ends_in_the_same_weights(
    training: tuple[Path, Path], tmp_path: Path
) -> None:
    config, taxonomy = training
    train(config, tmp_path / "whole", str(taxonomy), device="cpu", progress=quiet)

    def stop(line: str) -> None:
        if line.startswith("aligning the first token  2/"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(config, tmp_path / "model", str(taxonomy), device="cpu", progress=stop)
    train(config, tmp_path / "model", str(taxonomy), device="cpu", progress=quiet)
    assert weights(tmp_path / "model") == weights(tmp_path / "whole")


def test_alignment_is_a_choice_and_changes_the_weights(training: tuple[Path, Path], tmp_path: Path) -> None:
    config, taxonomy = training
    train(config, tmp_path / "aligned", str(taxonomy), device="cpu", progress=quiet)
    config.write_text(config.read_text().replace("align_sentences = 64", "align_sentences = 0"))
    said: list[str] = []
    train(config, tmp_path / "plain", str(taxonomy), device="cpu", progress=said.append)
    assert not any(line.startswith("align") for line in said)
    assert weights(tmp_path / "aligned") != weights(tmp_path / "plain")


def test_more_pieces_than_the_base_can_read_are_refused(training: tuple[Path, Path], tmp_path: Path) -> None:
    config, taxonomy = training
    config.write_text(config.read_text().replace("max_pieces = 40", "max_pieces = 42"))
    with pytest.raises(UsageError, match="max_pieces is at most 41"):
        train(config, tmp_path / "model", str(taxonomy), device="cpu", progress=quiet)


def test_a_wrong_training_configuration_is_named(tmp_path: Path) -> None:
    path = tmp_path / "train.toml"
    path.write_text((ROOT / "configs/train.toml").read_text() + "\nepoch = 3\n")
    with pytest.raises(UsageError, match=r"train\.toml: unknown key epoch;"):
        load_train_config(path)
    path.write_text((ROOT / "configs/train.toml").read_text().replace('"around"', '"next"'))
    with pytest.raises(UsageError, match="context is none or around"):
        load_train_config(path)
    for line, message in (
        ("title_dropout = 2", "title_dropout is a share between 0 and 1, not 2"),
        ("align_sentences = -1", "align_sentences is at least 0, not -1"),
        ("epochs = 0", "epochs is at least 1, not 0"),
    ):
        key = line.split(" = ")[0]
        shipped = (ROOT / "configs/train.toml").read_text()
        path.write_text(re.sub(rf"^{key} = \S+", line, shipped, flags=re.MULTILINE))
        with pytest.raises(UsageError, match=message):
            load_train_config(path)


def test_a_missing_base_or_corpus_says_what_to_do(training: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder and none of all-MiniLM-L6-v2"):
        base_folder("bert-huge")
    config, taxonomy = training
    (tmp_path / "dev.jsonl").unlink()
    with pytest.raises(InputError, match="make corpus"):
        train(config, tmp_path / "model", str(taxonomy), device="cpu", progress=quiet)


def test_every_key_of_the_configuration_is_explained() -> None:
    text = (ROOT / "configs/train.toml").read_text()
    assert all(f"\n{key} = " in text for key in TrainConfig.__dataclass_fields__)
