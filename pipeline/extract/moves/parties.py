"""Who and what takes part in a move: from the head of a noun phrase to a person, a described group or an organisation."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.data import Mention, Party, Span
from pipeline.extract.attribution.resolve import Resolver
from pipeline.extract.moves.clauses import conjuncts, prepositions
from pipeline.extract.moves.noun_phrases import is_definite, is_described, is_full_name, is_group, is_people, is_proper
from pipeline.extract.moves.words import BOARDS, COMPANY_WORDS, JOBS, ORGANISATIONS, PEOPLE, UNITS, VAGUE_PARTS
from pipeline.extract.reading import Parsed, Reading

PRONOUNS = frozenset(["he", "she", "him", "her", "his", "hers", "i", "me", "my", "himself", "herself"])
_NEUTRAL = frozenset(["it", "its"])
_SOMEBODYS = frozenset(["no", "his", "her", "their", "my", "our"])
_LEFT = ("det", "amod", "compound", "poss", "nummod", "quantmod", "nmod", "advmod", "predet")
_FINITE = ("VBD", "VBZ", "VBP", "VBN")
# How many words a described party may have, and how many tokens may stand between a name and its verb.
_MAX_WORDS, _APPOSITION = 8, 40


@dataclass(frozen=True)
class Parties:
    """Reads the parties of one parsed sentence."""

    reading: Reading
    parsed: Parsed
    index: int
    resolver: Resolver
    mentions: tuple[Mention, ...]

    def span(self, first: Token, last: Token) -> Span:
        return self.parsed.span(self.reading.text, first.i, last.i)

    def mention(self, token: Token) -> Mention | None:
        """Return the mention of a person or lab that holds ``token``."""
        where = self.span(token, token)
        return next((m for m in self.mentions if m.start <= where.start and where.end <= m.end + 2), None)

    def persons(self, head: Token, *, named: bool = False) -> list[tuple[Token, Party]]:
        """Return the persons or described groups that ``head`` and its conjuncts name, each with its head."""
        if head.dep_ == "appos" and self._is_name(head.head):
            head = head.head  # "Ann Lee, a researcher who quit"
        head = self._before_comma(head)
        found = [(token, person) for token in conjuncts(head) for person in self._person(token, named)]
        if not found and head.dep_ in ("appos", "pobj", "compound", "nmod") and head.head.i < head.i:
            above = head.head.head if head.head.dep_ == "prep" else head.head
            return self.persons(above, named=named) if above.tag_.startswith("NN") else []
        return found

    def name_before(self, verb: Token) -> Token | None:
        """Return the name in the place of a subject where the parser found none: "On Monday Ann Lee, who …, quit"."""
        if verb.tag_ not in _FINITE:
            return None
        doc, at = verb.doc, verb.i - 1
        while at > 0 and (doc[at].dep_ in ("aux", "auxpass") or doc[at].tag_ == "RB"):
            at -= 1
        if at > 0 and doc[at].text == ",":
            inserted = range(at - 1, max(at - _APPOSITION, 0), -1)
            at = next((i for i in inserted if doc[i + 1].text == "," and self._is_name(doc[i])), -1)
        return doc[at] if at >= 0 and self._is_name(doc[at]) else None

    def organisation(self, head: Token) -> Party | None:
        """Return the organisation that a noun phrase names or points at; of a team or a job, the one it belongs to."""
        if mention := self.mention(head):
            # A single word that nobody bears as a surname is as likely a young company's name.
            return party(mention) if mention.type == "LAB" or " " not in mention.name else None
        word = head.lower_
        if word in VAGUE_PARTS or any(c.lower_ in _SOMEBODYS for c in head.lefts):
            return None
        if word in _NEUTRAL:
            return self._resolved(head, "organisation")
        if word in ORGANISATIONS:
            return self._described_organisation(head)
        if word in UNITS | JOBS | BOARDS:
            return self.owner(head) or (self.only_lab() if word in BOARDS and is_definite(head) else None)
        return self._phrase(head) if is_proper(head) and not is_people(head) else None

    def owner(self, head: Token) -> Party | None:
        """Return the organisation a noun belongs to: "Meta's team", "the OpenAI board", "the board of OpenAI"."""
        for token in head.children:
            if token.dep_ in ("poss", "compound", "nmod", "amod") and (found := self._owning(token)):
                return found
        for prep, token in prepositions(head):
            if prep in ("of", "at", "from") and (found := self.organisation(token)):
                return found
            if prep in ("of", "as") and (is_people(token) or token.tag_ == "CD") and (found := self.owner(token)):
                return found
        return None

    def only_lab(self) -> Party | None:
        """Return the one lab of the sentence, whose "the board" is then, and which one leaves who just "leaves"."""
        labs = {m.entity: m for m in self.mentions if m.type == "LAB"}
        return party(next(iter(labs.values()))) if len(labs) == 1 else None

    def _described_organisation(self, head: Token) -> Party | None:
        """Return what "the company", "a hospital", "the robotics firm Quarry" stands for."""
        names = [c for c in head.children if c.dep_ == "appos" and c.tag_ == "NNP"]
        names += [t for t in head.doc[head.i + 1 : head.i + 2] if t.dep_ == "appos" and t.tag_ == "NNP"]
        for name in names:
            if found := self.organisation(name):
                return found
        if is_definite(head) and (found := self._resolved(head, "organisation")):
            return found
        bare = is_definite(head) and not is_described(head)
        return None if bare or not any(head.lefts) else self._phrase(head)

    def _owning(self, token: Token) -> Party | None:
        if mention := self.mention(token):
            return party(mention) if mention.type == "LAB" else None
        if token.dep_ == "poss" and (token.lower_ in _NEUTRAL or token.tag_.startswith("NN")):
            return self.organisation(token)
        titled = token.tag_ == "NNP" and token.head.tag_ == "NN" and is_people(token.head)
        return self.organisation(token) if titled else None  # "Instacart chief executive"

    def _person(self, token: Token, named: bool) -> Iterator[Party]:
        if token.lower_ == "co" and token.i + 2 < len(token.doc) and token.nbor().text == "-":
            token = token.nbor(2)  # "co-founder", which the tokenizer splits
        if mention := self.mention(token) or self._known(token):
            if mention.type == "PERSON":
                yield self._party(token, mention)
        elif token.lower_ in PRONOUNS:
            if found := self._resolved(token, "person"):
                yield found
        elif people := self._named_after(token):
            yield from people
        elif (not named and is_group(token)) or is_full_name(token):
            yield self._phrase(token)

    def _is_name(self, token: Token) -> bool:
        mention = self.mention(token) if token.tag_ in ("NNP", "NNPS") else None
        return mention is not None and mention.type == "PERSON"

    def _before_comma(self, head: Token) -> Token:
        """Return the names before a description where the parser made that the subject: "A and B, the leaders, …"."""
        left = head.left_edge.i
        if left < 2 or head.dep_ not in ("nsubj", "nsubjpass") or head.doc[left - 1].text != "," or not is_people(head):
            return head
        name = head.doc[left - 2]
        if not self._is_name(name):
            return head
        while name.dep_ in ("conj", "compound"):
            name = name.head
        return name

    def _named_after(self, token: Token) -> list[Party]:
        """Return the names that follow a description: "two researchers, X and Y", "the chief of Z, X", "others, such as X"."""
        heads = [c for c in token.children if c.dep_ == "appos"]
        for child_ in token.children:
            if child_.dep_ == "prep":
                nouns = [c for c in child_.children if c.dep_ == "pobj"]
                listed = child_.lower_ in ("as", "including")
                heads += nouns if listed else [c for noun in nouns for c in noun.children if c.dep_ == "appos"]
            elif child_.lower_ in ("named", "called"):
                heads += [c for c in child_.children if c.dep_ in ("oprd", "attr")]
        found = [(t, m) for head in heads for t in conjuncts(head) if (m := self.mention(t)) and m.type == "PERSON"]
        return [self._party(t, m) for t, m in found]

    def _known(self, token: Token) -> Mention | None:
        """Return a mention elsewhere in the article of a surname that was not found here."""
        if token.tag_ != "NNP" or token.dep_ == "compound":
            return None
        ends = f" {token.text}"
        return next((m for m in self.reading.mentions if m.type == "PERSON" and m.name.endswith(ends)), None)

    def _party(self, token: Token, mention: Mention) -> Party:
        if self.mention(token) is None:
            span = self.span(token, token)
            return Party(mention.name, span.start, span.end, mention.entity)
        return party(mention)

    def _resolved(self, token: Token, kind: str) -> Party | None:
        first = min([token.i, *(c.i for c in token.children if c.dep_ in _LEFT)])
        where = self.span(token.doc[first], token)
        found = self.resolver.resolve(self.index, where.start, where.end)
        return Party(found.name, None, None, found.entity) if found and found.type == kind else None

    def _phrase(self, head: Token) -> Party:
        """Return the words of a noun phrase as a party: from its first modifier to the end of an "of"-phrase."""
        first = min([head.i, *(t.i for c in head.lefts if c.dep_ in _LEFT for t in c.subtree)])
        last = max([head.i, *(noun.i for prep, noun in prepositions(head) if prep == "of" and noun.i > head.i)])
        if last - first >= _MAX_WORDS:
            first = max(first, head.i - 3)
            last = min(last, first + _MAX_WORDS - 1)
        span = self.span(head.doc[first], head.doc[last])
        return Party(span.text, span.start, span.end)


def party(mention: Mention) -> Party:
    """Return a mention as a party; a title that was taken into a lab's name ("Adept CEO") is left out."""
    first, _, last = mention.name.rpartition(" ")
    if mention.type == "LAB" and first and mention.text == mention.name and last.lower() in PEOPLE:
        return Party(first, mention.start, mention.start + len(first))
    return Party(mention.name, mention.start, mention.end, mention.entity)


def is_organisation(end: Party) -> bool:
    """Return whether a party is a mention of a lab or has a word for an organisation in it; "Kaunas" has neither."""
    return end.entity is not None or any(word.lower() in ORGANISATIONS | COMPANY_WORDS for word in end.name.split())


def same(name: str, other: str) -> bool:
    """Return whether two names may be one organisation's: one is the beginning of the other."""
    return name.startswith(other) or other.startswith(name)
