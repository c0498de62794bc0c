"""Find people and labs: the spaCy pipeline of models/ner, and the list of known labs over it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from pipeline.data import Mention, MentionType
from pipeline.errors import ModelError
from pipeline.extract.known import LabList, name_key
from pipeline.extract.syntax import PARSING
from pipeline.extract.tagger import SCORES
from pipeline.extract.view import View
from pipeline.model.folder import verify_sums

# What stands before a name and is no part of it: a title, and the day in "On Friday Leike resigned".
_LEAD = re.compile(
    r"^(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Sir|Dame|Judge|Justice|Senator|President|Chancellor"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\.?\s+"
)
_SCORE_DIGITS = 5
_COMPONENTS = {"senter", *PARSING, "labclaims_tagger"}
_POSSESSIVE = re.compile(r"['’]s?$")


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
        sure = ent.doc.user_data.get(SCORES, {}).get((ent.start, ent.end), 1.0)
        return Mention(
            text=text[begin:end],
            start=begin,
            end=end,
            type=kind,
            entity=name_key(surface),
            name=surface,
            score=1.0 if listed else round(sure, _SCORE_DIGITS),
        )


def load_ner(folder: Path) -> Language:
    """Load the NER pipeline. It may hold plain spaCy components only; nothing is imported or run from the folder."""
    try:
        config = spacy.util.load_config(folder / "config.cfg")
        functions = set(_functions(config))
        factories = {name: section.get("factory") for name, section in config["components"].items()}
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(f"{folder}: no spaCy pipeline: {error}") from None
    if strange := sorted({str(f) for f in factories.values()} - _COMPONENTS):
        raise ModelError(f"{folder}: component {strange[0]} is not on the list of those that are safe to load")
    if strange := sorted(
        name for name in functions if not name.startswith(("spacy.", "Adam.", "warmup_linear.", "compounding."))
    ):
        raise ModelError(f"{folder}: function {strange[0]} is not one of spaCy's own")
    return spacy.load(folder, disable=list(PARSING))


def _functions(section: Mapping[str, Any]) -> Iterator[str]:
    for key, value in section.items():
        if key.startswith("@"):
            yield str(value)
        elif isinstance(value, Mapping):
            yield from _functions(value)


def _trim(surface: str, kind: MentionType) -> tuple[str, int]:
    """Take what stands before a name and the possessive off it; return the name and how far its start moved."""
    lead = _LEAD.match(surface) if kind == "PERSON" else None
    cut = lead.end() if lead else 0
    return _POSSESSIVE.sub("", surface[cut:].rstrip()), cut


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))
