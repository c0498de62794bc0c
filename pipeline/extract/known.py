"""The labs and people that are known by name: configs/labs.toml and configs/people.toml."""

import hashlib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import UsageError
from pipeline.resources import named


@dataclass(frozen=True, slots=True)
class Lab:
    """A lab or a unit of one. ``word``: its one-word names are ordinary words, too."""

    id: str
    name: str
    aliases: tuple[str, ...]
    parent: str | None = None
    word: bool = False
    wikidata: str | None = None

    @property
    def surfaces(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the field.

    ``alone``: news calls them by the surname alone, without introducing them. ``common``: others bear the name, too, so that
    it is theirs only where a known lab is named.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    family: str
    alone: bool = False
    common: bool = False
    wikidata: str | None = None

    @property
    def surfaces(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


_Entry = TypeVar("_Entry", Lab, Person)


@dataclass(frozen=True)
class LabList:
    """The known labs, by surface form."""

    labs: tuple[Lab, ...]
    digest: str = ""

    @cached_property
    def by_surface(self) -> dict[str, Lab]:
        return {surface: lab for lab in self.labs for surface in lab.surfaces}

    @cached_property
    def by_key(self) -> dict[str, Lab]:
        """By surface form without case, accents and company form. Of names that then fall together the first one listed."""
        return {lab_key(surface): lab for lab in reversed(self.labs) for surface in lab.surfaces}

    @property
    def certain(self) -> list[str]:
        """Names that are labs wherever they stand: not the one-word names that are ordinary words."""
        return [s for lab in self.labs for s in lab.surfaces if not (lab.word and s.isalpha())]


@dataclass(frozen=True)
class PeopleList:
    """The known people, by full name and, where that is enough, by surname."""

    people: tuple[Person, ...]
    digest: str = ""

    @cached_property
    def by_key(self) -> dict[str, Person]:
        return {plain(surface): person for person in reversed(self.people) for surface in person.surfaces}

    @cached_property
    def alone(self) -> dict[str, Person]:
        return {plain(person.family): person for person in self.people if person.alone}


def load_labs(name: str = "labs.toml") -> LabList:
    """Read a list of labs by path or shipped name. Raises UsageError naming the file and the fault."""
    path = named(name, "configs")
    form = "a lab has id, name, aliases and may have parent, word, wikidata"
    labs = tuple(_make(Lab, row, path, form) for row in _rows(path, "lab", form))
    _check_ids(path, [lab.id for lab in labs])
    return LabList(labs, _digest(path))


def load_people(name: str = "people.toml") -> PeopleList:
    """Read a list of people by path or shipped name. Raises UsageError naming the file and the fault."""
    path = named(name, "configs")
    form = "a person has id, name, aliases, family and may have alone, common, wikidata"
    people = tuple(_make(Person, row, path, form) for row in _rows(path, "people", form))
    _check_ids(path, [person.id for person in people])
    return PeopleList(people, _digest(path))


@dataclass(frozen=True)
class Genders:
    """The usual gender, "f" or "m", of given names without case and accents. A name used for both has none."""

    by_name: dict[str, str]
    digest: str = ""


def load_genders(name: str = "names.toml") -> Genders:
    """Read the given names of the world by path or shipped name. Raises UsageError naming the file and the fault."""
    path = named(name, "configs")
    form = "an origin has name, family_first, female, male, either, family"
    seen: dict[str, set[str]] = {}
    for row in _rows(path, "origin", form):
        for key in ("female", "male", "either"):
            for given in row.get(key, ()):
                seen.setdefault(plain(given), set()).add(key)
    genders = {given: min(keys)[0] for given, keys in seen.items() if keys in ({"female"}, {"male"})}
    return Genders(genders, _digest(path))


def _rows(path: Path, key: str, form: str) -> list[dict[str, Any]]:
    try:
        return list(tomllib.loads(path.read_text(encoding="utf-8"))[key])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: {error}; {form}") from None


def _make(kind: type[_Entry], row: dict[str, Any], path: Path, form: str) -> _Entry:
    try:
        return kind(**{**row, "aliases": tuple(row["aliases"])})
    except (KeyError, TypeError) as error:
        raise UsageError(f"{path}: {error}; {form}") from None


def _check_ids(path: Path, ids: list[str]) -> None:
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise UsageError(f"{path}: the id {twice[0]} is given twice")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def plain(name: str) -> str:
    """Return a name without case, accents, invisible characters and punctuation: words joined by single spaces."""
    decomposed = unicodedata.normalize("NFKD", name)
    letters = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    visible = "".join(char for char in letters if unicodedata.category(char) != "Cf")
    return " ".join(re.findall(r"\w+", visible))


_FORMS = re.compile(r" (?:inc|incorporated|llc|ltd|limited|corp|corporation|co|plc|pbc|gmbh|ag|sa|sas|bv|lp)$")


def lab_key(name: str) -> str:
    """Return a lab's plain name without its legal form: "OpenAI, Inc." and "OPENAI" are "openai"."""
    return _FORMS.sub("", plain(name))


def name_key(name: str) -> str:
    """Return ``name:john-smith`` for a name that is on no list: the same for the same name everywhere, but no identity."""
    return "name:" + plain(name).replace(" ", "-")
