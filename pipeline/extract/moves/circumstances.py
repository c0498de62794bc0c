"""What goes with a move beside its people and ends: whether it has come about, in what role, when."""

import re

from spacy.tokens import Token

from pipeline.data import MoveStatus, Span
from pipeline.extract.moves import words
from pipeline.extract.moves.clauses import child
from pipeline.extract.moves.parties import Parties

_CLIMB = 5
_CLOSED = ("relcl", "advcl", "nsubj", "nsubjpass", "dobj", "pobj", "appos", "poss")
_MAX_WORDS = 12
_HAVE = frozenset(["have", "'ve", "’ve"])
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DATE = re.compile(
    rf"\b(?:(?:early|late|mid)[ -])?(?:the\ )?(?:"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\ )?(?:{_MONTHS})(?:\ \d{{1,2}}\b)?(?:,?\ (?:19|20)\d\d)?"
    rf"|(?:last|next|this|the\ following|the\ same|that)\ (?:week|month|year|spring|summer|autumn|fall|winter|{_DAYS}|{_MONTHS})"
    rf"|{_DAYS}|yesterday|today|tomorrow|(?:19|20)\d\d"
    rf"|(?:a|an|one|two|three|four|five|six|several|\d{{1,2}})\ (?:day|week|month|year)s?\ (?:ago|earlier|later|before)"
    r")\b"
)


def status(trigger: Token) -> MoveStatus | None:
    """Return how firmly a predicate is put, read upwards from it; None where it tells of no move (denied, tried, if …)."""
    found: MoveStatus = "reported"
    node, controlled = trigger, True
    for step in range(_CLIMB):
        own = _own_status(node) if controlled else found
        if own is None or (step == 1 and child(node, "neg") is not None):
            return None
        found = own if own != "reported" else found
        if node.head is node or node.dep_ in _CLOSED or (node.dep_ == "conj" and child(node, "nsubj", "nsubjpass")):
            break
        if node.dep_ == "pcomp":
            named = child(node, "poss", "nsubj") is not None
            return found if node.head.lower_ in words.GERUND_PREPS or (named and node.head.lower_ == "of") else None
        governed = _governed_status(node, found)
        if governed is None:
            return None
        found, controlled = governed, node.dep_ in ("xcomp", "conj")
        node = node.head
    return found


def _governed_status(node: Token, found: MoveStatus) -> MoveStatus | None:
    """Return what the word that a clause depends on makes of it: "decided to leave", "denied that he left"."""
    head = node.head.lower_
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in node.children)
    if node.dep_ == "acl" and infinitive:
        return "expected" if head in words.DECISIONS or node.head.tag_ == "NNP" else None
    blocked = node.dep_ in ("xcomp", "ccomp") and head in words.BLOCKING
    if blocked or (node.dep_ in ("acl", "ccomp") and head in words.RUMOURS):
        return None
    if node.dep_ == "xcomp" and head in words.FUTURE:
        return "expected"
    if head in words.ANNOUNCING and found == "reported":
        return "announced"
    return "confirmed" if head in words.CONFIRMING else found


def _own_status(verb: Token) -> MoveStatus | None:
    """Return what stands with the verb itself: None for a negation, a modal or a condition; expected for a future."""
    beside = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if any(
        c.dep_ == "neg" or c.lower_ in words.CONDITIONS or (c.dep_ == "det" and c.lower_ == "no") for c in verb.children
    ):
        return None
    if beside & words.MODALS or any(c.text == "Had" and c.dep_ == "aux" for c in verb.children):
        return None
    future = beside & words.WILL
    if "would" in beside and beside & _HAVE:
        return None  # "would have left"
    contracted = verb.tag_ == "VBN" and future <= {"'d", "’d"}  # "he'd left"
    return "expected" if future and not contracted else "reported"


def office(trigger: Token) -> Token | None:
    """Return the noun of the post that goes with a move: "as chief scientist", "named him head of research"."""
    for prep in (
        token for c in trigger.children for token in (c, *(c.children if c.dep_ in ("advmod", "prt") else ()))
    ):
        if prep.lower_ == "as" and (noun := child(prep, "pobj")) is not None:
            return noun
    noun = child(trigger, "oprd")
    return noun if noun is not None and noun.tag_.startswith("NN") else None


def role(trigger: Token, parties: Parties) -> Span | None:
    """Return the words of the post, its articles left out."""
    noun = office(trigger)
    if noun is None:
        return None
    first = min([noun.i, *(t.i for c in noun.lefts if c.dep_ not in ("det", "poss") for t in c.subtree)])
    last = max([noun.i, *(t.i for c in noun.rights if c.lower_ in ("of", "for") for t in c.subtree)])
    return parties.span(noun.doc[first], noun.doc[last if last - first < _MAX_WORDS else noun.i])


def date(trigger: Token, parties: Parties) -> Span | None:
    """Return the date expression nearest to the predicate among those that depend on it."""
    doc = trigger.doc
    near: list[tuple[int, int, int]] = []
    for match in _DATE.finditer(doc.text):
        token = next((t for t in doc if t.idx + len(t) > match.start()), None)
        if token is not None and _depends(token, trigger):
            near.append((abs(token.i - trigger.i), *match.span()))
    if not near:
        return None
    _, start, end = min(near)
    begin, stop = parties.parsed.view.span(start, end)
    return Span(parties.reading.text[begin:stop], begin, stop)


def _depends(token: Token, trigger: Token) -> bool:
    node = token
    for _ in range(_CLIMB):
        if node == trigger:
            return True
        if node is not token and node.tag_.startswith("VB"):
            return False
        node = node.head
    return False
