"""What many tests share: the shipped models, loaded once, and the repository's root."""

import os
from pathlib import Path

import pytest

from pipeline import Extractor
from pipeline.config import Config, load_config

# Read when the libraries are imported; the sockets are closed to the suite anyway.
os.environ["HF_HUB_OFFLINE"] = os.environ["HF_DATASETS_OFFLINE"] = "1"

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def config() -> Config:
    return load_config(overrides=["claims.emit=all"])


@pytest.fixture(scope="session")
def extractor(config: Config) -> Extractor:
    return Extractor.load(config, device="cpu")
