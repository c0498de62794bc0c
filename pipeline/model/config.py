"""The configuration of a training: configs/train.toml says what each key does."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.errors import UsageError


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
    if values["context"] not in ("none", "around"):
        raise UsageError(f"{path}: context is none or around, not {values['context']!r}")
    if values["precision"] not in ("fp32", "bf16"):
        raise UsageError(f"{path}: precision is fp32 or bf16, not {values['precision']!r}")
    return TrainConfig(**values)
