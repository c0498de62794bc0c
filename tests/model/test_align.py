"""The first token learns the sentence's mean, on a real tiny encoder."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from pipeline.errors import ModelError, UsageError
from pipeline.model.align import align_first_token
from pipeline.model.batches import Encoded, encode, tensors
from pipeline.model.config import TrainConfig, load_train_config
from pipeline.model.corpus import load_examples
from tests.conftest import ROOT


@pytest.fixture
def config(tiny_model: Path) -> TrainConfig:
    shipped = load_train_config(ROOT / "configs/train.toml")
    return replace(shipped, base=str(tiny_model), align_sentences=640, learning_rate=3e-3, precision="fp32")


def passages(tokenizer: object) -> list[Encoded]:
    examples = load_examples(ROOT / "corpora/dev/articles.jsonl", ("claim", "cai", "hedged", "predicted"))
    return encode(examples, tokenizer, 40)[:640]


def unexplained(model: torch.nn.Module, target: torch.Tensor, inputs: dict[str, torch.Tensor]) -> float:
    with torch.no_grad():
        first = model.base_model(**inputs).last_hidden_state[:, 0]  # type: ignore[operator]
    return float((first - target).square().mean() / target.square().mean())


def test_the_first_token_comes_to_hold_the_mean_of_the_sentence(config: TrainConfig) -> None:
    tokenizer = AutoTokenizer.from_pretrained(config.base)
    model = AutoModelForSequenceClassification.from_pretrained(config.base)
    encoded = passages(tokenizer)
    inputs = tensors([(row.sentence, row.context) for row in encoded[:64]], tokenizer, "cpu")
    with torch.no_grad():
        hidden = model.base_model(**inputs).last_hidden_state
    mask = (inputs["attention_mask"] * (1 - inputs["token_type_ids"])).unsqueeze(-1)
    target = (hidden * mask).sum(1) / mask.sum(1)
    before = unexplained(model, target, inputs)
    said: list[str] = []
    align_first_token(model, tokenizer, encoded, config, "cpu", said.append)
    assert unexplained(model, target, inputs) < before / 2
    pooler = model.base_model.pooler.dense
    assert torch.equal(pooler.weight, torch.eye(len(pooler.bias)) * 3)
    assert not pooler.bias.any()
    assert said[-1].endswith("\n")


def test_a_base_without_a_pooler_is_named(config: TrainConfig) -> None:
    tokenizer = AutoTokenizer.from_pretrained(config.base)
    model = AutoModelForSequenceClassification.from_pretrained(config.base)
    model.base_model.pooler = None
    with pytest.raises(ModelError, match="align_sentences = 0"):
        align_first_token(model, tokenizer, passages(tokenizer), config, "cpu", print)


def test_too_few_passages_are_an_error_and_leave_the_model_alone(config: TrainConfig) -> None:
    tokenizer = AutoTokenizer.from_pretrained(config.base)
    model = AutoModelForSequenceClassification.from_pretrained(config.base)
    before = model.base_model.pooler.dense.weight.clone()
    with pytest.raises(UsageError, match="align_sentences = 0"):
        align_first_token(model, tokenizer, passages(tokenizer)[:31], config, "cpu", print)
    assert torch.equal(model.base_model.pooler.dense.weight, before)
