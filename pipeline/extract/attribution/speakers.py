"""Whom the words that name a source stand for: a known name, somebody spoken of before, a document, unnamed people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.data import Attribution, Span, SpeakerType
from pipeline.extract.attribution.resolve import Referent, Resolver
from pipeline.extract.attribution.sources import Tokens
from pipeline.extract.attribution.speech import is_body, is_document
from pipeline.extract.reading import Parsed, Reading

# The longest name that two readings of it are still compared by.
_MAX_NAME_WORDS = 8
# How many sentences back a speaker is taken up by "they" or "it", and by "he" or "she".
_REACH, _REACH_PERSON = 5, 3
_OPENING_CHARS = 20
_PERSONAL = frozenset(("he", "she", "his", "her", "him"))
_PLURAL = frozenset(("they", "them", "their"))
_NEUTRAL = frozenset(("it", "its"))
_COMPANY = re.compile(r"(?:The|This) (?:[\w.-]{1,20} ){0,2}(?:company|firm|lab|start-?up)\b")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something. ``entity`` is null for those that have no mention of their own."""

    name: str
    entity: str | None
    type: SpeakerType


class Speakers:
    """The speakers of one article. ``found``: the attributions of its sentences, filled as they are made."""

    def __init__(self, reading: Reading, resolver: Resolver, found: Sequence[Attribution]) -> None:
        self.reading, self.resolver, self.found = reading, resolver, found

    def named(self, index: int, parsed: Parsed, source: Tokens, head: int) -> Speaker | None:
        """Return who the tokens ``source`` with the main word ``head`` stand for, None if nobody that could speak."""
        surface = parsed.span(self.reading.text, *source)
        token = _publisher(parsed.doc[head])
        if token.lower_ in _PERSONAL | _PLURAL | _NEUTRAL:
            return self._pronoun(index, token.lower_, surface)
        for at in (token, *(child for child in token.children if child.dep_ == "appos")):
            span = parsed.span(self.reading.text, at.i, at.i)
            if known := self.resolver.named(span.start, span.end):
                return _speaker(known)
        if head != token.i:
            return Speaker(parsed.span(self.reading.text, token.left_edge.i, token.i).text, None, "organisation")
        if known := self.resolver.resolve(index, surface.start, surface.end):
            return _speaker(known)
        return Speaker(" ".join(surface.text.split()[:_MAX_NAME_WORDS]), None, _type_of(token))

    def _pronoun(self, index: int, word: str, surface: Span) -> Speaker | None:
        if word in _NEUTRAL:
            return self._earlier(index, "document", "organisation") or self._subject_before(index, surface)
        if word in _PLURAL:
            return self._earlier(index, "anonymous", "organisation") or Speaker(surface.text, None, "anonymous")
        if earlier := self._taken_up(index, "anonymous"):
            return earlier
        if known := self.resolver.resolve(index, surface.start, surface.end):
            return _speaker(known)
        return self._taken_up(index, "organisation") or Speaker(surface.text, None, "person")

    def _taken_up(self, index: int, kind: SpeakerType) -> Speaker | None:
        """Return the last speaker if it was no known name and no name came since: "one of them said … she added"."""
        for at in range(index - 1, max(index - _REACH_PERSON - 1, -1), -1):
            before = self.found[at]
            if before.speaker and before.entity is None and before.type == kind:
                return Speaker(before.speaker, None, kind)
            mentions = self.resolver.mentions_in(at)
            if any(m.type == "PERSON" and not self.resolver.is_quoted(m.start) for m in mentions):
                break
        return None

    def _earlier(self, index: int, *kinds: SpeakerType) -> Speaker | None:
        """Return the last speaker of some kinds."""
        for at in range(index - 1, max(index - _REACH - 1, -1), -1):
            before = self.found[at]
            if before.speaker and before.type in kinds:
                return Speaker(before.speaker, before.entity, before.type)
        return None

    def _subject_before(self, index: int, surface: Span) -> Speaker | None:
        """Return the lab that "it" stands for, if a lab opens this sentence or the one before: a model says things too."""
        known = self.resolver.resolve(index, surface.start, surface.end)
        for at in (index, index - 1) if known and index else ():
            start = self.reading.sentences[at].start
            first = next(iter(self.resolver.mentions_in(at)), None)
            opens = first is not None and first.start - start < _OPENING_CHARS and first.end < surface.start
            if known and ((opens and first and first.name == known.name) or _COMPANY.match(self.reading.text, start)):
                return _speaker(known)
        return None


def _speaker(known: Referent) -> Speaker:
    return Speaker(known.name, known.entity, known.type)


def _publisher(head: Token) -> Token:
    """Return Bloomberg for "a report by Bloomberg"."""
    if is_document(head.lower_):
        for child in head.children:
            if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from"):
                return next((named for named in child.children if named.pos_ == "PROPN"), head)
    return head


def _type_of(head: Token) -> SpeakerType:
    if is_document(head.lower_):
        return "document"
    is_name = head.pos_ == "PROPN" or (head.i > 0 and head.is_title)
    return "organisation" if is_name or is_body(head.lower_) else "anonymous"
