"""The configuration of a training: configs/train.toml says what each key does."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.model.folder import CONTEXTS

_SHARES = ("context_dropout", "title_dropout", "warmup", "dropout")
_LEAST = {"align_sentences": 0, "epochs": 1, "batch_size": 1, "max_pieces": 1, "positive_weight": 1}


@dataclass(frozen=True, slots=True)
class TrainConfig:
    base: str
    name: str
    version: str
    train: str
    dev: str
    gold: str
    context: str
    context_dropout: float
    title_dropout: float
    align_sentences: int
    epochs: int
    batch_size: int
    learning_rate: float
    head_learning_rate: float
    weight_decay: float
    warmup: float
    dropout: float
    positive_weight: float
    max_pieces: int
    precision: str
    seed: int


def load_train_config(path: Path) -> TrainConfig:
    """Read a training configuration. Raises UsageError naming missing and unknown keys."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from None
    known = {field.name for field in fields(TrainConfig)}
    if wrong := sorted(known ^ set(values)):
        raise UsageError(
            f"{path}: {'unknown' if wrong[0] in values else 'missing'} key {wrong[0]}; keys: {', '.join(sorted(known))}"
        )
    for field in fields(TrainConfig):
        value, kind = values[field.name], field.type
        if type(value) is not kind and not (kind is float and type(value) is int):
            raise UsageError(f"{path}: {field.name} is of type {getattr(kind, '__name__', kind)}, not {value!r}")
    _check_values(path, values)
    return TrainConfig(**values)


def _check_values(path: Path, values: dict[str, Any]) -> None:
    if values["context"] not in CONTEXTS:
        raise UsageError(f"{path}: context is {' or '.join(CONTEXTS)}, not {values['context']!r}")
    if values["precision"] not in ("fp32", "bf16"):
        raise UsageError(f"{path}: precision is fp32 or bf16, not {values['precision']!r}")
    for name in _SHARES:
        if not 0 <= values[name] <= 1:
            raise UsageError(f"{path}: {name} is a share between 0 and 1, not {values[name]!r}")
    for name, least in _LEAST.items():
        if values[name] < least:
            raise UsageError(f"{path}: {name} is at least {least}, not {values[name]!r}")
