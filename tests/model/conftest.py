import shutil
import string
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.export import write_model
from pipeline.model.folder import Calibration

LABELS = ("claim", "rlhf", "cai", "hedged", "predicted")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A claim model of a few thousand weights, as ``labclaims train`` would write it. Not to be changed."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    letters = [*string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase)]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, ".", ","]
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
        id2label=dict(enumerate(LABELS)),
        label2id={label: index for index, label in enumerate(LABELS)},
        problem_type="multi_label_classification",
    )
    model: Any = BertForSequenceClassification(config)
    tokenizer: Any = BertTokenizer(vocab={word: index for index, word in enumerate(words)})
    folder = tmp_path_factory.mktemp("models") / "tiny"
    calibration = {label: Calibration(1.0, 0.0, 0.5) for label in LABELS}
    write_model(
        folder,
        model,
        tokenizer,
        name="tiny",
        version="0.1",
        context="around",
        calibration=calibration,
        card="# tiny\n",
        diagram="<svg/>\n",
    )
    return folder


@pytest.fixture
def model(tiny_model: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model that a test may spoil."""
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))
