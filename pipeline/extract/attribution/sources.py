"""The words of a sentence that name who says something, found by syntax and, where a parse goes wrong, by word order."""

from collections.abc import Collection
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.extract.attribution.cues import is_fragment, setting
from pipeline.extract.attribution.speech import NOBODY, RAISING, TELL, is_animate, is_body, is_document, is_thing

Tokens = tuple[int, int]

_BREAKS = frozenset((",", "—", "–", "--", ":", ";", "("))
_ADJUNCTS = frozenset("it in on at from to when after last this earlier during".split())
_OPENS_APPOSITION = frozenset(("DT", "WP", "PRP$", "JJ", "NN", "NNP", "IN", "RB"))
_OBJECTIVE = frozenset(("him", "them", "us", "me", "himself", "themselves"))
_NAME_PARTS = frozenset(("PROPN", "PRON", "NOUN", "DET", "ADJ", "NUM", "PART"))
_POSTMODIFIERS = frozenset(("of", "for", "at", "from", "in", "with", "to", "on", "by"))
_BRIEFED = frozenset(("familiar", "close", "briefed", "involved", "aware"))
_NOMINAL = frozenset(("PROPN", "NOUN", "PRON", "NUM"))
_FINITE = frozenset(("VBD", "VBZ", "VBN", "VBP"))
_MAX_SOURCE_TOKENS, _MAX_NAME_TOKENS, _MAX_APPOSITION = 12, 8, 15


@dataclass(frozen=True, slots=True)
class Sources:
    """A parsed sentence. ``quoted``: tokens inside quotation marks. ``names``: tokens of people and labs, whatever their tag."""

    doc: Doc
    quoted: Collection[int]
    names: Collection[int]

    def can_speak(self, source: Token, settings: str = "") -> bool:
        """Say whether the head of a noun phrase can say something: a name, he or she, people, a body, a document."""
        word = source.lower_
        if word in NOBODY or word in _OBJECTIVE or any(child.lower_ in ("no", "neither") for child in source.children):
            return False
        if source.i == 0 and source.is_title and "c" in settings and len(source.doc) > 1 and not source.doc[1].is_punct:
            return not is_thing(word)  # a name no list and no tagger knew
        if source.i in self.names or source.pos_ in ("PROPN", "PRON", "X") or (source.i and source.is_title):
            return True
        return is_animate(word) or is_body(word) or is_document(word) or ("x" in settings and not is_thing(word))

    def aside(self, verb: Token, settings: str) -> tuple[Token | None, int | None]:
        """Find the source of "…, X said, …", "…, said X", "as X put it", and its rank."""
        if any(child.dep_ == "auxpass" for child in verb.children):
            return None, None
        head, is_as = self._before(verb)
        if head is not None and (is_as or self._is_closed(verb)):
            return head, int(is_as)
        comes_after = verb.i > 0 and self.doc[verb.i - 1].text == "," and self._is_closed(verb)
        if comes_after and (apposed := self._apposed(verb)):
            return apposed, 0
        inverts = verb.i > 0 and "c" in settings and verb.lower_ not in TELL and verb.tag_ in _FINITE
        return (self._inverted(verb) if inverts else None), 0

    def source(self, verb: Token) -> Token | None:
        """Return the head of the words that say who says it."""
        if any(child.dep_ == "auxpass" for child in verb.children):
            return _agent(verb)
        if is_fragment(verb):
            return verb.head
        return self._before(verb)[0] or self._subject(verb) or self._beside(verb)

    def in_relative(self, verb: Token, subject: Token | None) -> Token | None:
        """Return X of "a flaw that X says is rare", and of "… by X, who says that" where X comes after the main verb."""
        if subject is not None and subject.i in self.names:
            return subject
        antecedent = verb.head
        root = next(token for token in self.doc if token.dep_ == "ROOT")
        said_by = subject is not None and subject.lower_ in ("who", "which") and setting(verb) == "c"
        return antecedent if said_by and antecedent.i in self.names and antecedent.i > root.i else None

    def named_after(self, head: Token) -> Token:
        """Return the name that a noun announces: "the psychologist L. L. Thurstone", "a lawyer in Leeds, Ada Obi, said"."""
        if head.pos_ == "PRON" or head.i in self.quoted:
            return head
        last = head.i
        while last + 1 < len(self.doc) and self._is_name(last + 1):
            last += 1
        if last > head.i or head.i in self.names:
            return self.doc[last]
        at = extent(head)[1] + 1
        if at + 1 < len(self.doc) and self.doc[at].text == "," and at + 1 in self.names:
            while at + 1 < len(self.doc) and self._is_name(at + 1):
                at += 1
            if at + 1 < len(self.doc) and self.doc[at + 1].text == ",":
                return self.doc[at]
        return head

    def by_quotation(self, verb: Token) -> bool:
        return bool(self.quoted) and any(at in self.quoted for at in range(verb.i - 3, verb.i + 4))

    def head_from(self, at: int) -> Token | None:
        """Return the head of the noun phrase that begins at a token."""
        for token in self.doc[at : at + 6]:
            if token.i in self.quoted:
                return None
            if (token.pos_ in _NOMINAL and token.tag_ != "PRP$") or token.i in self.names:
                last = token.i
                while token.pos_ != "PRON" and last + 1 < len(self.doc) and self._goes_on(last):
                    last += 1
                return self.doc[last]
            if token.pos_ not in ("DET", "ADJ", "ADV", "PRON"):
                return None
        return None

    def _before(self, verb: Token) -> tuple[Token | None, bool]:
        """Find X of "…, X said" and "as X put it", whatever the parser made of it; the second value tells the latter."""
        at = verb.i - 1
        while at >= 0 and self.doc[at].pos_ in ("ADV", "AUX") and at not in self.names:
            at -= 1
        if at < 0 or at in self.quoted or not self._is_nominal(self.doc[at]):
            return None, False
        head = self.doc[at]
        while at >= 0 and verb.i - at <= _MAX_NAME_TOKENS and self._is_inside_name(self.doc[at]):
            at -= 1
        if at <= 0:
            return None, False
        is_as = self.doc[at].lower_ == "as"
        return (head, is_as) if is_as or at in self.quoted or self.doc[at].text in _BREAKS else (None, False)

    def _is_closed(self, verb: Token) -> bool:
        """Say whether a break follows a cue, or only "it" or where it was said."""
        after = self.doc[verb.i + 1] if verb.i + 1 < len(self.doc) else None
        return after is None or after.is_punct or after.lower_ in _ADJUNCTS

    def _inverted(self, verb: Token) -> Token | None:
        """Return X of "…,” said X": what follows the cue up to the next break must be a name or people and no more."""
        before = self.doc[verb.i - 1]
        if not (verb.i - 1 in self.quoted or before.is_punct):
            return None
        particle = verb.i + 1 < len(self.doc) and self.doc[verb.i + 1].tag_ == "RP"  # "…, points out X"
        head = self.head_from(verb.i + 1 + particle)
        if head is None or head.lower_ in ("it", "that", "us", "them", "him", "her") or not self.can_speak(head):
            return None
        after = extent(head)[1] + 1
        ends = after >= len(self.doc) or self.doc[after].is_punct or self.doc[after].tag_ == "IN"
        return head if verb.i - 1 in self.quoted or (ends and before.text in _BREAKS) else None

    def _subject(self, verb: Token) -> Token | None:
        token = verb
        for _ in range(5):
            subjects = [child for child in token.children if child.dep_ == "nsubj" and child.i not in self.quoted]
            if subjects:
                return min(subjects, key=lambda child: abs(child.i - verb.i))
            climbs = (
                token.dep_ == "conj"
                or (token.dep_ == "xcomp" and token.head.lower_ in RAISING)
                or (token is verb and token.dep_ == "advcl" and token.tag_ == "VBG")
            )
            if not climbs:
                break
            token = token.head
        return None

    def _beside(self, verb: Token) -> Token | None:
        """Find the source by word order where the parse has no subject: "X, who was there, said"."""
        before = self.doc[verb.i - 1] if verb.i else None
        if before is None or before.i in self.quoted:
            return self.head_from(verb.i + 1)
        if before.text != ",":
            return before if self._is_nominal(before) else None
        return self._opening(verb) or self._apposed(verb)

    def _opening(self, verb: Token) -> Token | None:
        """Return X of "X, who was there, said" at the start of a sentence."""
        head = self.head_from(0)
        opens = head is not None and head.i + 1 < verb.i - 1 and self.doc[head.i + 1].text == ","
        return head if opens else None

    def _apposed(self, verb: Token) -> Token | None:
        """Return X of "…, X, the chief executive, said"."""
        start = verb.i - 1
        while start - 1 in self.names:
            start -= 1
        if 0 < start < verb.i - 1 and self.doc[start - 1].text == ",":
            return self.doc[verb.i - 2]  # "…, a lawyer in Leeds, X, said"
        for at in range(verb.i - 2, max(verb.i - _MAX_APPOSITION, 1), -1):
            if self.doc[at].text == "," and at - 1 in self.names and self.doc[at + 1].tag_ in _OPENS_APPOSITION:
                joined = self.doc[at - 1].head if self.doc[at - 1].dep_ == "conj" else None
                return joined if joined is not None and joined.i in self.names else self.doc[at - 1]
        return None

    def _is_name(self, at: int) -> bool:
        if at in self.quoted:
            return False
        return (
            at in self.names
            or self.doc[at].pos_ == "PROPN"
            or (self.doc[at].text == "-" and not self.doc[at].whitespace_)
        )

    def _is_nominal(self, token: Token) -> bool:
        return token.i in self.names or (
            token.pos_ in ("PROPN", "PRON", "NOUN") and token.tag_ not in ("WP", "WDT", "PRP$")
        )

    def _is_inside_name(self, token: Token) -> bool:
        if token.i in self.quoted or token.tag_ in ("WP", "WDT"):
            return False
        return token.i in self.names or token.pos_ in _NAME_PARTS or token.text == "-"

    def _goes_on(self, at: int) -> bool:
        """Say whether a noun phrase goes on after a token: nouns in a row, a possessive, a hyphen."""
        right = self.doc[at + 1]
        if (at in self.names and at + 1 in self.names) or "-" in (right.text, self.doc[at].text):
            return True
        if right.text in ("'s", "’s", "'", "’"):
            return at + 2 < len(self.doc) and self.doc[at + 2].pos_ in ("PROPN", "NOUN", "ADJ")
        return right.pos_ in ("PROPN", "NOUN") or (right.pos_ == "ADJ" and self.doc[at].text in ("'s", "’s"))


def _agent(verb: Token) -> Token | None:
    by = next((child for child in verb.children if child.dep_ == "agent"), None)
    return next((child for child in by.children if child.dep_ == "pobj"), None) if by else None


def conjuncts(source: Token) -> tuple[Tokens, ...]:
    """Return the sources that are joined to one: "X and Y said"."""
    return tuple((c.left_edge.i, c.i) for c in source.conjuncts if c.i > source.i and c.pos_ in ("PROPN", "NOUN"))


def extent(head: Token) -> Tokens:
    """Return the first and last token of a noun phrase: with what follows by preposition, without clauses and appositions."""
    first = max(head.left_edge.i, head.i - _MAX_SOURCE_TOKENS)
    last = head.i
    for child in head.children:
        if child.i <= head.i:
            continue
        near = child.i == last + 1
        if not near or not ((child.dep_ == "prep" and child.lower_ in _POSTMODIFIERS) or child.lower_ in _BRIEFED):
            break
        edge = _phrase_end(child)
        if edge - first >= _MAX_SOURCE_TOKENS:
            break
        last = edge
    return first, last


def _phrase_end(token: Token) -> int:
    """Return the last token of a phrase, before any comma or clause inside it."""
    for inner in token.doc[token.i : token.right_edge.i + 1]:
        if inner.is_punct or inner.dep_ in ("relcl", "cc") or inner.tag_ in ("WP", "WDT"):
            return max(inner.i - 1, token.i)
    return token.right_edge.i
