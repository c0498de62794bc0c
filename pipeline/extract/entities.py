"""Find people and labs: the spaCy pipeline of models/ner, and the list of known labs over it."""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from pipeline.data import Mention, MentionType
from pipeline.errors import ModelError, UsageError
from pipeline.extract.view import View
from pipeline.model.folder import verify_sums
from pipeline.resources import named

_TITLES = re.compile(r"^(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Sir|Dame|Judge|Justice|Senator|President|Chancellor)\.?\s+")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Lab:
    id: str
    name: str
    aliases: tuple[str, ...]
    parent: str | None = None
    word: bool = False
    wikidata: str | None = None

    @property
    def surfaces(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class LabList:
    """The known labs, by surface form."""

    labs: tuple[Lab, ...]
    digest: str = ""

    @cached_property
    def by_surface(self) -> dict[str, Lab]:
        return {surface: lab for lab in self.labs for surface in lab.surfaces}

    @property
    def certain(self) -> list[str]:
        """Names that are labs wherever they stand: not the one-word names that are ordinary words."""
        return [s for lab in self.labs for s in lab.surfaces if not (lab.word and s.isalpha())]


def load_labs(name: str = "labs.toml") -> LabList:
    """Read a list of labs by path or shipped name. Raises UsageError naming the file and the fault."""
    path = named(name, "configs")
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["lab"]
        labs = LabList(tuple(Lab(**{**row, "aliases": tuple(row["aliases"])}) for row in rows), _digest(path))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: {error}; a lab has id, name, aliases and may have parent, word, wikidata") from None
    if len({lab.id for lab in labs.labs}) != len(labs.labs):
        raise UsageError(f"{path}: a lab id is given twice")
    return labs


class MentionFinder:
    """The NER pipeline with the list of labs. ``nlp`` also sets sentence starts (its ``senter``)."""

    def __init__(self, folder: Path, labs: LabList) -> None:
        self.labs = labs
        self.digest = verify_sums(folder)[:8]
        self.nlp = load_ner(folder)
        self.matcher = PhraseMatcher(self.nlp.vocab)
        self.matcher.add("LAB", [self.nlp.make_doc(surface) for surface in labs.certain])
        meta = self.nlp.meta
        self.identity = f"{meta['name']}@{meta['version']}+{self.digest}"
        # A transition-based NER has no score of its own: the precision that was measured on dev stands for it.
        self.precision = {
            label: round(row["p"], 5) for label, row in meta.get("performance", {}).get("ents_per_type", {}).items()
        }

    def mentions(self, doc: Doc, view: View, text: str) -> list[Mention]:
        """Return the mentions of a block of ``text``, in its offsets. ``doc`` is the pipeline's reading of the view."""
        found = [(ent, False) for ent in doc.ents]
        for match in spacy.util.filter_spans(self.matcher(doc, as_spans=True)):
            over = [ent for ent, _ in found if ent.start < match.end and match.start < ent.end]
            # "Nikola Tesla" stays a person; but of "OpenAI CEO" the list knows better where the lab ends.
            if not any(ent.label_ == "PERSON" and len(ent) > len(match) for ent in over):
                found = [(ent, listed) for ent, listed in found if ent not in over] + [(match, True)]
        return in_order(m for ent, listed in found if (m := self._mention(ent, listed, view, text)))

    def _mention(self, ent: Span, listed: bool, view: View, text: str) -> Mention | None:
        kind: MentionType = "LAB" if ent.label_ == "LAB" else "PERSON"
        surface, start = _trim(ent.text, kind)
        if not any(char.isalnum() for char in surface):
            return None
        start += ent.start_char
        begin, end = view.span(start, start + len(surface))
        lab = self.labs.by_surface.get(surface) if kind == "LAB" else None
        return Mention(
            text=text[begin:end],
            start=begin,
            end=end,
            type=kind,
            entity=f"lab:{lab.id}" if lab else name_key(surface),
            name=lab.name if lab else surface,
            score=1.0 if listed else self.precision.get(kind, 0.0),
        )


def load_ner(folder: Path) -> Language:
    """Load the NER pipeline. It may hold plain spaCy components only; nothing is imported or run from the folder."""
    try:
        config = spacy.util.load_config(folder / "config.cfg")
        functions = set(_functions(config))
        factories = {name: section.get("factory") for name, section in config["components"].items()}
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(f"{folder}: no spaCy pipeline: {error}") from None
    if strange := sorted({str(f) for f in factories.values()} - {"senter", "tok2vec", "ner"}):
        raise ModelError(f"{folder}: component {strange[0]} is not on the list of those that are safe to load")
    if strange := sorted(
        name for name in functions if not name.startswith(("spacy.", "Adam.", "warmup_linear.", "compounding."))
    ):
        raise ModelError(f"{folder}: function {strange[0]} is not one of spaCy's own")
    return spacy.load(folder)


def _functions(section: Mapping[str, Any]) -> Iterator[str]:
    for key, value in section.items():
        if key.startswith("@"):
            yield str(value)
        elif isinstance(value, Mapping):
            yield from _functions(value)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _trim(surface: str, kind: MentionType) -> tuple[str, int]:
    """Take a title and the possessive off a name; return it and how far its start moved."""
    title = _TITLES.match(surface) if kind == "PERSON" else None
    cut = title.end() if title else 0
    return _POSSESSIVE.sub("", surface[cut:].rstrip()), cut


def name_key(name: str) -> str:
    """Return ``name:john-smith`` for a name that is on no list: the same for the same name everywhere, but no identity."""
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return "name:" + "-".join(re.findall(r"\w+", letters))


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))
