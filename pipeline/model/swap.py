"""Put other names in the place of those in the training text, so that the tagger learns where names stand and not who is famous.

The names are those of configs/names.toml. Within a text one name is replaced by one other wherever it stands.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.extract.tagger import TAGS
from pipeline.model.tagged import Tagged

_BEGIN, _INSIDE = TAGS.index("B-PERSON"), TAGS.index("I-PERSON")
# Share of the names of one word that are surnames, where the text does not tell.
_SURNAMES = 0.75


@dataclass(frozen=True, slots=True)
class Origin:
    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool


def load_origins(path: Path) -> list[Origin]:
    """Read given and family names by origin."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["origin"]
    return [
        Origin((*t["female"], *t["male"], *t.get("either", ())), tuple(t["family"]), t["family_first"]) for t in tables
    ]


def swap_people(text: Tagged, origins: Sequence[Origin], random: np.random.Generator) -> Tagged:
    """Return the text with every person's name replaced by one of another origin."""
    words: list[str] = []
    tags: list[int] = []
    starts: list[int] = []
    chosen: dict[tuple[str, ...], list[str]] = {}
    index = 0
    while index < len(text.words):
        if index in text.starts:
            starts.append(len(words))
        if text.tags[index] != _BEGIN:
            words.append(text.words[index])
            tags.append(text.tags[index])
            index += 1
            continue
        end = index + 1
        while end < len(text.words) and text.tags[end] == _INSIDE:
            end += 1
        name = _new_name(text.words[index:end], chosen, origins, random)
        words += name
        tags += [_BEGIN] + [_INSIDE] * (len(name) - 1)
        index = end
    return Tagged(words, tags, starts)


def _new_name(
    old: Sequence[str],
    chosen: dict[tuple[str, ...], list[str]],
    origins: Sequence[Origin],
    random: np.random.Generator,
) -> list[str]:
    key = tuple(word.casefold() for word in old)
    if key not in chosen:
        origin = origins[int(random.integers(len(origins)))]
        given = str(random.choice(origin.given)).split()
        family = str(random.choice(origin.family)).split()
        if len(old) == 1:
            chosen[key] = family if random.random() < _SURNAMES else given
        else:
            chosen[key] = [*family, *given] if origin.family_first and random.random() < 0.8 else [*given, *family]
            # The parts stand alone later on.
            chosen.setdefault(key[-1:], family)
            chosen.setdefault(key[:1], given)
    name = [part for word in chosen[key] for part in _split(word)]
    return [word.upper() for word in name] if all(w.isupper() and len(w) > 1 for w in old) else name


def _split(word: str) -> list[str]:
    """Split at hyphens between letters, as the tokenizer does."""
    head, hyphen, tail = word.partition("-")
    return [head, hyphen, *_split(tail)] if hyphen and head and tail else [word]


def capitals(text: Tagged) -> Tagged:
    """Return the text as a headline in capitals."""
    return Tagged([word.upper() for word in text.words], text.tags, text.starts)
