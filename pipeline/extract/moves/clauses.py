"""Who does what in a parsed clause: the arguments of a verb or noun, those included that syntax leaves unsaid.

Labels are those of spaCy's English parsers (ClearNLP). A head is looked for upwards at most ``_CLIMB`` steps.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.extract.moves.words import GERUND_PREPS, OBJECT_CONTROL

_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVES = frozenset(["who", "whom", "which", "that", "whose"])
_SHARING = ("conj", "xcomp", "acomp", "advcl", "aux", "dep", "ccomp", "prep")
_CLIMB = 6


def child(token: Token, *labels: str) -> Token | None:
    """Return the first child of ``token`` with one of the dependency ``labels``."""
    return next((c for c in token.children if c.dep_ in labels), None)


def is_passive(verb: Token) -> bool:
    if child(verb, "nsubjpass", "auxpass"):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "advcl", "amod") and not child(verb, "aux", "nsubj")


def subject(verb: Token) -> Token | None:
    """Return the surface subject of ``verb``: its own, or that of the clause it is coordinated with or depends on."""
    node: Token | None = verb
    for _ in range(_CLIMB):
        if node is None:
            return None
        if own := _own_subject(node):
            return own
        if node.dep_ in ("acl", "relcl"):
            return node.head
        if node.dep_ == "xcomp" and node.head.lower_ in OBJECT_CONTROL and (patient := child(node.head, "dobj")):
            return patient
        node = _governor(node)
    return None


def _own_subject(verb: Token) -> Token | None:
    if own := child(verb, *_SUBJECTS):
        return antecedent(own)
    return _stray(verb) or (child(verb, "poss") if verb.tag_ == "VBG" else None)


def _governor(verb: Token) -> Token | None:
    """Return the clause whose subject a verb without one shares; None where it shares none ("talk of leaving")."""
    head = verb.head
    if verb.dep_ == "pcomp" and head.dep_ == "prep":
        shares = head.lower_ in GERUND_PREPS and not head.head.tag_.startswith("NN")
        return head.head if shares else None
    complement = verb.dep_ == "ccomp" and child(verb, "mark") is not None
    return head if verb.dep_ in _SHARING and not complement and head is not verb else None


def _stray(verb: Token) -> Token | None:
    """Return the subject that the parser took for the object of a conjunction: "as its leader, Ann Lee, departed"."""
    if verb.dep_ != "advcl" or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    for prep in verb.head.children:
        if prep.dep_ == "prep" and prep.lower_ in ("as", "after", "before", "since", "until") and prep.i < verb.i:
            return child(prep, "pobj")
    return None


def object_(verb: Token) -> Token | None:
    """Return the direct object of an active verb; of "whom it hired" and "the man they hired" the noun before."""
    if own := child(verb, "dobj"):
        return antecedent(own)
    if (result := next((c for c in verb.children if c.lower_ in ("go", "redundant")), None)) is not None:
        return child(result, "nsubj", "dobj")  # "let two people go", "let go two people", "made two people redundant"
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    if len(subjects) > 1 and subjects[-1].i > verb.i:
        return subjects[-1]  # the parser took what follows the verb for a second subject
    if verb.dep_ == "relcl" and (actor := child(verb, "nsubj")) is not None and actor.lower_ not in _RELATIVES:
        return verb.head
    return None


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """Yield (preposition, its object) for ``token``, through chains such as "out of X" and "away from X"."""
    for prep in token.children:
        if prep.dep_ in ("prep", "agent", "dative", "advmod", "prt") and prep.tag_ in ("IN", "TO", "RB", "RP"):
            for inner in prep.children:
                if inner.dep_ == "pobj":
                    yield prep.lower_, inner
                elif inner.dep_ == "prep" and inner.lower_ in ("of", "from", "to"):
                    name = prep.lower_ if inner.lower_ == "of" else inner.lower_
                    yield from ((name, noun) for noun in inner.children if noun.dep_ == "pobj")


def antecedent(token: Token) -> Token:
    """Return what a relative pronoun stands for, or the token itself."""
    if token.lower_ not in _RELATIVES:
        return token
    node = token.head
    for _ in range(_CLIMB):
        if node.dep_ == "relcl":
            return node.head
        node = node.head
    return token


def conjuncts(head: Token) -> list[Token]:
    """Return ``head`` and what is coordinated with it, in order."""
    found = [head]
    for token in found:
        found += [c for c in token.children if c.dep_ == "conj" and c not in found]
    return sorted(found, key=lambda token: token.i)
