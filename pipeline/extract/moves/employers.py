"""Where somebody works: by the words round the name, by what came before the move, by what the article said earlier."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from spacy.tokens import Token

from pipeline.data import Mention, Party
from pipeline.extract.moves.clauses import conjuncts, prepositions
from pipeline.extract.moves.noun_phrases import is_people
from pipeline.extract.moves.parties import PRONOUNS, Parties
from pipeline.extract.moves.predicates import FOUNDING
from pipeline.extract.moves.words import SPELLS, WORKED
from pipeline.extract.reading import Reading

# How many mentions back it is looked for, and how long the words between a name and its employer may be.
_REACH, _MAX_CHARS = 80, 90
_TITLED = re.compile(r"(?:['’]s)?(?:\s+[\w-]+){0,5}\s+")
_DESCRIBED = re.compile(r",\s+(?:[\w'’-]+\s+){1,12}(?:of|at)\s+(?:the\s+)?")
_VERB = re.compile(
    r"\b(?:is|was|are|has|had|said|says|and|or|but|in|on|with|by|from|for|to|that|as|left|quit|joined|fired|sued|hired)\b"
)
_WENT = re.compile(r"\b(?:left|leaving|quit|joined|joining|moved|went|former|formerly|ex|sued|founded)\b")


def employer(parties: Parties, head: Token, name: str) -> Party | None:
    """Return where a person works by the words at the name or its conjuncts: "OpenAI's X", "X, who ran Y at OpenAI"."""
    if head.lower_ in PRONOUNS:
        head = _token_of(parties, name) or head
    for token in dict.fromkeys((head, *conjuncts(head), *head.conjuncts)):
        for noun in _about(token):
            if found := parties.owner(noun):
                return found
            for clause in noun.children:
                if (
                    clause.dep_ in ("relcl", "acl")
                    and clause.lower_ in WORKED
                    and (found := _workplace(parties, clause))
                ):
                    return found
    return None


def source(parties: Parties, head: Token) -> Party | None:
    """Return where people come from: "two engineers from Google"."""
    places = (parties.organisation(noun) for prep, noun in prepositions(head) if prep == "from")
    return next(filter(None, places), None)


def post_before(parties: Parties, trigger: Token) -> Party | None:
    """Return where somebody was before: "joined after nine years at Y", "spent nine years at Y before joining"."""
    for prep, spell in prepositions(trigger):
        if prep in ("after", "following") and spell.lower_ in SPELLS:
            places = (parties.organisation(noun) for at, noun in prepositions(spell) if at in ("at", "with"))
            return next(filter(None, places), None)
    before = trigger.head
    if trigger.dep_ == "pcomp" and before.lower_ == "before" and before.head.lower_ in WORKED:
        return _workplace(parties, before.head)
    return None


def employer_before(reading: Reading, name: str, offset: int) -> Party | None:
    """Return the lab for which ``name`` is last said to work before ``offset``, without its place in the text."""
    mentions = reading.mentions
    last = bisect_left([m.start for m in mentions], offset)
    for at in range(last - 1, max(last - _REACH, 0) - 1, -1):
        if mentions[at].type == "PERSON" and mentions[at].name == name:
            before = mentions[at - 1] if at else None
            after = mentions[at + 1] if at + 1 < len(mentions) else None
            stated = (
                (before, _titled(reading, before, mentions[at])),
                (after, _described(reading, mentions[at], after)),
            )
            for lab, is_employer in stated:
                if lab is not None and is_employer:
                    return Party(lab.name, None, None, lab.entity)
    return None


def _titled(reading: Reading, lab: Mention | None, person: Mention) -> bool:
    if lab is None or lab.type != "LAB" or person.start - lab.end > _MAX_CHARS:
        return False
    between = reading.text[lab.end : person.start]
    return bool(_TITLED.fullmatch(between)) and not _VERB.search(between)


def _described(reading: Reading, person: Mention, lab: Mention | None) -> bool:
    if lab is None or lab.type != "LAB" or not 0 < lab.start - person.end <= _MAX_CHARS:
        return False
    between = reading.text[person.end : lab.start]
    return bool(_DESCRIBED.fullmatch(between)) and not _WENT.search(between)


def _about(name: Token) -> Iterator[Token]:
    """Yield a name and the nouns that say who that is: "engineer X", "X, head of Y", "X, one of the founders"."""
    yield name
    if name.dep_ == "appos":
        yield name.head
    for noun in name.children:
        if noun.dep_ in ("appos", "compound", "nmod"):
            yield noun
            yield from (token for prep, token in prepositions(noun) if prep == "of" and is_people(token))
        elif noun.lower_ == "until":  # "X, until May the head of Y"
            yield from (c for t in noun.children for c in (t, *t.children) if c.tag_.startswith("NN"))


def _workplace(parties: Parties, clause: Token) -> Party | None:
    """Return the organisation of "ran Y at Z", "ran the Z team", "founded Z"."""
    for token in clause.subtree:
        if token.dep_ == "pobj" and token.head.lower_ in ("at", "of", "for"):
            found = parties.organisation(token)
        elif token.dep_ == "dobj":
            founded = token.head.lower_ in FOUNDING and token.tag_ == "NNP"
            found = parties.owner(token) or (parties.organisation(token) if founded else None)
        else:
            continue
        if found:
            return found
    return None


def _token_of(parties: Parties, name: str) -> Token | None:
    """Return the head of a name where it stands in this sentence."""
    for token in parties.parsed.doc:
        if token.text in name and token.dep_ != "compound" and (m := parties.mention(token)) and m.name == name:
            return token
    return None
