"""The labels a claim can carry, read from a taxonomy file (configs/taxonomy.toml by default)."""

import hashlib
import tomllib
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.resources import named

_RESERVED = frozenset({"claim", "hedged", "predicted"})


@dataclass(frozen=True, slots=True)
class TopicLabel:
    id: str
    group: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Two topics that a claim can set against each other."""

    id: str
    name: str
    sides: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    topics: tuple[TopicLabel, ...]
    axes: tuple[Axis, ...]
    digest: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(topic.id for topic in self.topics)


def load_taxonomy(name: str = "taxonomy.toml") -> Taxonomy:
    """Read a taxonomy by path or by the name of a shipped file. Raises UsageError naming the file and the fault."""
    path = named(name, "configs")
    if not path.is_file():
        raise UsageError(f"no taxonomy {path}: give a file with [[topic]] tables, its path with a slash: ./{name}")
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        topics = tuple(TopicLabel(**table) for table in tables["topic"])
        axes = tuple(Axis(table["id"], table["name"], _two(table["sides"])) for table in tables.get("axis", []))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"{path}: {error}. A topic has id, group, name, description; an axis id, name, two sides"
        ) from None
    known = [topic.id for topic in topics]
    if not known:
        raise UsageError(f"{path}: no topics; a topic is a [[topic]] table with id, group, name, description")
    if taken := sorted(_RESERVED & set(known)):
        raise UsageError(f"{path}: {taken[0]} is an output of every model and cannot be a topic; choose another id")
    if len(set(known)) != len(known):
        raise UsageError(f"{path}: a topic id is given twice")
    for axis in axes:
        if unknown := [side for side in axis.sides if side not in known]:
            raise UsageError(f"{path}: axis {axis.id} names unknown topics {unknown}; known: {', '.join(known)}")
    return Taxonomy(topics, axes, hashlib.sha256(path.read_bytes()).hexdigest()[:8])


def _two(sides: list[str]) -> tuple[str, str]:
    first, second = sides
    return first, second
