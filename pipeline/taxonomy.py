"""The labels a claim can carry, read from a taxonomy file (configs/taxonomy.toml by default)."""

import hashlib
import tomllib
from dataclasses import dataclass
from typing import Any

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
    """Two topics that a claim can set against each other.

    ``words``: what each side is called in a text, in lower case; ``*`` stands for the rest of a word ("principle*").
    """

    id: str
    name: str
    sides: tuple[str, str]
    words: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


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
        axes = tuple(_axis(table) for table in tables.get("axis", []))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"{path}: {error}. A topic has id, group, name, description; an axis id, name, two sides, and words if any"
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


def _axis(table: dict[str, Any]) -> Axis:
    """Build an axis; the ``words`` table has a list of lower-case patterns for each side. Raises ValueError naming a fault."""
    sides = _two(table["sides"])
    if surplus := sorted(set(table) - {"id", "name", "sides", "words"}):
        raise ValueError(f"axis {table['id']} has an unknown key {surplus[0]!r}")
    given = table.get("words", {})
    if not isinstance(given, dict):
        raise ValueError(f"the words of axis {table['id']} are a table, a list for each side")
    if unknown := sorted(set(given) - set(sides)):
        raise ValueError(f"axis {table['id']} has words for {unknown[0]!r}, which is none of its sides")
    for side, words in given.items():
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() and w == w.lower() for w in words):
            raise ValueError(f"axis {table['id']}: the words of {side} have to be a list of lower-case texts")
    first, second = (tuple(given.get(side, ())) for side in sides)
    return Axis(table["id"], table["name"], sides, (first, second))


def _two(sides: list[str]) -> tuple[str, str]:
    first, second = sides
    return first, second
