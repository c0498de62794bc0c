"""What many tests share: the shipped models, loaded once, and the repository's root."""

from pathlib import Path

import pytest

from pipeline import Extractor
from pipeline.config import Config, load_config

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def config() -> Config:
    return load_config(overrides=["claims.emit=all"])


@pytest.fixture(scope="session")
def extractor(config: Config) -> Extractor:
    return Extractor.load(config, device="cpu")
