"""The files of an output folder, and the identity that its records share."""

from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline import __version__
from pipeline.schema import SCHEMA_VERSION

KINDS = ("claims", "articles", "texts", "rejects")
MANIFEST = "manifest.json"
CONFIG = "config.toml"
COMMITS = "_commits"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the records of a run depend on, beside the articles. Two runs may share a folder only if it is the same."""

    labclaims: str
    schema_version: str
    config: str
    claims_model: str
    ner_model: str
    labs: str
    people: str
    names: str
    taxonomy: str

    def differences(self, other: dict[str, str]) -> list[str]:
        return [
            f"{key} is {other.get(key)} there, {value} here"
            for key, value in asdict(self).items()
            if other.get(key) != value
        ]


def identity(config_fingerprint: str, models: dict[str, str], lists: dict[str, str]) -> Identity:
    """Return the identity of a run; ``lists`` holds the digests of the lists whose names alone are in the configuration."""
    return Identity(__version__, SCHEMA_VERSION, config_fingerprint, models["claims"], models["ner"], **lists)


def shard_name(number: int) -> str:
    return f"{number:05d}"


def shard_file(out: Path, kind: str, shard: str) -> Path:
    return out / f"{kind}-{shard}.jsonl{'.zst' if kind == 'texts' else ''}"


def commit_file(out: Path, shard: str) -> Path:
    return out / COMMITS / f"{shard}.json"


def shards(out: Path) -> list[str]:
    """Return the names of the committed shards, in order."""
    return sorted(path.stem for path in (out / COMMITS).glob("*.json"))


def record_files(out: Path) -> list[Path]:
    """Return every file of records in the folder, committed or not."""
    return sorted(path for kind in KINDS for path in out.glob(f"{kind}-*.jsonl*"))
