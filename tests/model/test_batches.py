"""Batches hold every row once, in an order that the seed and the epoch decide, and show of a context what they should."""

from dataclasses import replace

import pytest

from pipeline.model.batches import Encoded, batches
from pipeline.model.config import load_train_config
from tests.conftest import ROOT

CONFIG = replace(load_train_config(ROOT / "configs/train.toml"), batch_size=4)
ROWS = [Encoded([i] * (1 + i % 7), [100 + i, 200 + i], [200 + i]) for i in range(150)]


def test_every_row_is_shown_once_and_the_same_again() -> None:
    first = list(batches(ROWS, CONFIG, epoch=1))
    assert sorted(row for rows, _ in first for row in rows) == list(range(150))
    assert first == list(batches(ROWS, CONFIG, epoch=1))
    assert first != list(batches(ROWS, CONFIG, epoch=2))
    assert first != list(batches(ROWS, replace(CONFIG, seed=CONFIG.seed + 1), epoch=1))
    assert all(pair[0] == ROWS[row].sentence for rows, pairs in first for row, pair in zip(rows, pairs, strict=True))


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"context": "none"}, {0}),
        ({"context_dropout": 0.0, "title_dropout": 0.0}, {2}),
        ({"context_dropout": 0.0, "title_dropout": 1.0}, {1}),
        ({"context_dropout": 1.0}, {0}),
        ({"context_dropout": 0.3, "title_dropout": 0.5}, {0, 1, 2}),
    ],
)
def test_what_is_shown_of_a_context(change: dict[str, object], shown: set[int]) -> None:
    config = replace(CONFIG, **change)  # type: ignore[arg-type]
    assert {len(pair[1]) for _, pairs in batches(ROWS, config, epoch=0) for pair in pairs} == shown
