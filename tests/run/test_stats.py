from pathlib import Path

import pytest

from pipeline import Extractor
from pipeline.config import Config
from pipeline.data import Article, Rejection, Where
from pipeline.errors import InputError
from pipeline.run.local import run
from pipeline.run.stats import stats


def test_counts_of_a_run(extractor: Extractor, config: Config, tmp_path: Path) -> None:
    outcomes: list[Article | Rejection] = [
        Article(id="a", text="OpenAI sued OpenAI Inc. and Anthropic.", where=Where("x"), source="copydesk.example"),
        Rejection(Where("y"), "read", "binary", "not a text file"),
    ]
    run(outcomes, tmp_path, config, extractor)
    found = stats(tmp_path)
    assert found["counts"]["inputs"] == 2
    assert found["counts"]["dropped"] == {"binary": 1}
    assert found["labs"] == {"OpenAI": 1, "Anthropic": 1}
    assert found["sources"] == {"copydesk.example": 1}


def test_no_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        stats(tmp_path)
