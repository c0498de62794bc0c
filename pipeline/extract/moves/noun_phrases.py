"""What a noun phrase is by its shape: a described group of people, a person's full name, an organisation's, a bare noun."""

from spacy.tokens import Token

from pipeline.extract.moves.clauses import child
from pipeline.extract.moves.words import (
    COMPANY_WORDS,
    NOT_ORGANISATIONS,
    ORGANISATIONS,
    PEOPLE,
    QUANTITIES,
    UNITS,
    VAGUE,
)

_PARTS = frozenset(["them", "those", "us", "whom"])
_SUMS = frozenset(["million", "billion", "trillion"])
_MASS = frozenset(["people", "staff", "personnel"])


def is_definite(head: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("the", "that", "this") for c in head.children)


def is_described(head: Token) -> bool:
    """Return whether more than an article goes with a noun."""
    return any(c.dep_ not in ("det", "punct", "cc", "conj") for c in head.children)


def is_indefinite(head: Token) -> bool:
    """Return whether nobody in particular is meant: "a founder", but not "a third of the founders"."""
    return head.lower_ not in QUANTITIES and any(c.lower_ in ("a", "an") for c in head.lefts)


def is_proper(head: Token) -> bool:
    """Return whether a noun phrase looks like the name of an organisation rather than of a place or a day."""
    return head.tag_ in ("NNP", "NNPS") and head.text[0].isupper() and head.lower_ not in NOT_ORGANISATIONS


def is_people(noun: Token) -> bool:
    """Return whether a noun stands for a person or people by trade or role."""
    word = noun.lower_
    return word in PEOPLE or word.rstrip("s") in PEOPLE or word.removesuffix("men") + "man" in PEOPLE


def is_full_name(head: Token) -> bool:
    """Return whether a name that no mention covers is a person's by its shape: two or three capitalised words."""
    lefts = [c for c in head.lefts if c.dep_ != "amod"]
    if head.tag_ == "NNP" and not lefts and any(c.dep_ == "appos" and is_people(c) for c in head.rights):
        return True  # "Ito, a mathematician, left"
    if head.tag_ != "NNP" or head.dep_ not in ("dobj", "conj", "nsubj", "nsubjpass") or not 1 <= len(lefts) <= 2:
        return False
    if not all(c.dep_ == "compound" and c.tag_ == "NNP" and c.text.istitle() for c in lefts) or not head.text.istitle():
        return False
    return not {c.lower_ for c in (*lefts, head)} & (ORGANISATIONS | UNITS | NOT_ORGANISATIONS | COMPANY_WORDS)


def is_group(head: Token) -> bool:
    """Return whether particular people are described: "a scientist", "two of them", "its staff", not "researchers"."""
    if any(c.lower_ in VAGUE for c in head.lefts):
        return False
    if head.tag_ == "CD" or head.lower_ in QUANTITIES:
        return _is_share(head)
    if not is_people(head):
        return False
    counted = any(c.dep_ == "nummod" or c.lower_ in QUANTITIES - {"most"} for c in head.lefts)
    if counted or head.lower_ == "people":
        return counted
    if any(c.dep_ in ("poss", "compound") for c in head.lefts):
        return True
    if head.tag_ in ("NNS", "NNPS") or head.lower_ in _MASS:
        return is_definite(head) and any(c.dep_ in ("prep", "relcl") for c in head.rights)
    return any(head.lefts) or head.i == 0 or any(c.dep_ == "prep" for c in head.rights)


def _is_share(head: Token) -> bool:
    """Return whether a number counts people: "half of the staff", "two of them", "fifty others", not "$20 million"."""
    if head.lower_ in _SUMS or any(c.tag_ in ("$", "#") for c in head.children):
        return False
    of = child(head, "prep")
    if of is None:
        return head.lower_ in ("others", "dozen") and any(c.tag_ in ("CD", "DT") for c in head.lefts)
    noun = child(of, "pobj")
    if noun is None:
        return False
    return noun.lower_ in _PARTS or noun.lower_ in QUANTITIES or noun.tag_ == "CD" or is_people(noun)
