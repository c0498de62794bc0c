"""Who says each sentence: the author, or somebody the article quotes or reports."""

import re
from bisect import bisect_right
from dataclasses import replace

from pipeline.data import Attribution, Span
from pipeline.extract.attribution.cues import needs_parse
from pipeline.extract.attribution.quotes import Quotation, quotations
from pipeline.extract.attribution.resolve import Referent, Resolver
from pipeline.extract.attribution.sayings import Saying, sayings
from pipeline.extract.attribution.speakers import Speakers
from pipeline.extract.attribution.speech import FEARS
from pipeline.extract.attribution.turns import turns
from pipeline.extract.reading import Parsed, Reading

__all__ = ["attribute", "needs_parse"]

_AUTHOR = Attribution()
# A sentence with this share of its characters in quotation marks is somebody's words even without a cue; less will do
# where it opens with a whole sentence in quotation marks, from which the next was not parted.
_MOSTLY, _OPENS_WITH = 0.6, 0.4
# How many sentences around a quotation without a cue may name its speaker.
_NEAR = 3
_DASH = re.compile(r"\s{0,3}(?:—|–|--?)\s{0,3}")
_PERSON = re.compile(r"(?:He|She)\b")
_STOP = re.compile(r"[.!?…]$")


def attribute(reading: Reading, resolver: Resolver) -> tuple[Attribution, ...]:
    """Return the attribution of each sentence of an article, in order.

    A sentence without a parse is attributed by its quotation marks alone.
    """
    return tuple(_Attributor(reading, resolver).run())


class _Attributor:
    """One article on its way: what is known so far of who speaks."""

    def __init__(self, reading: Reading, resolver: Resolver) -> None:
        self.reading, self.resolver, self.text = reading, resolver, reading.text
        self.quotes = quotations(reading)
        self.starts = [quote.start for quote in self.quotes]
        self.found: list[Attribution] = [_AUTHOR] * len(reading.sentences)
        self.speakers = Speakers(reading, resolver, self.found)

    def run(self) -> list[Attribution]:
        """Attribute what has a label or a cue first, then the quotations that have none."""
        talk = turns(self.reading, self.resolver)
        for index, sentence in enumerate(self.reading.sentences):
            if turn := talk.get(index):
                shown = turn.label if turn.label and turn.label.start >= sentence.start else None
                self._set(index, _in_quotes(turn.speaker, shown))
            elif sentence.is_prose:
                quotes = self._quotes_in(index)
                self._set(index, self._by_cue(index, quotes) or self._by_mark(index, quotes))
        speeches = self._speeches()
        for index, sentence in enumerate(self.reading.sentences):
            if sentence.is_prose and index not in talk and self.found[index].speaker is None and self._floats(index):
                self._set(index, self._floating(index, speeches))
        return self.found

    def _set(self, index: int, attribution: Attribution) -> None:
        self.found[index] = attribution
        if attribution.speaker and (attribution.type == "person" or attribution.type == "organisation"):
            self.resolver.remember(index, Referent(attribution.speaker, attribution.entity, attribution.type))

    def _quotes_in(self, index: int) -> list[Quotation]:
        sentence = self.reading.sentences[index]
        first = max(bisect_right(self.starts, sentence.start) - 1, 0)
        last = bisect_right(self.starts, sentence.end - 1)
        return [quote for quote in self.quotes[first:last] if quote.end > sentence.start]

    def _speeches(self) -> dict[int, int]:
        """Return the first sentence with a speaker of each running quotation."""
        found: dict[int, int] = {}
        for index, attribution in enumerate(self.found):
            if attribution.speaker:
                for quote in self._quotes_in(index):
                    found.setdefault(quote.speech, index)
        return found

    def _by_cue(self, index: int, quotes: list[Quotation]) -> Attribution | None:
        parsed = self.reading.parsed.get(index)
        if parsed is None:
            return None
        quoted = _tokens_in(parsed, [(quote.start, quote.end) for quote in quotes])
        names = _tokens_in(parsed, [(m.start, m.end) for m in self.resolver.mentions_in(index)])
        for saying in sayings(parsed.doc, quoted, names):
            if attribution := self._by_saying(index, parsed, saying, bool(quotes)):
                return attribution
        return None

    def _by_saying(self, index: int, parsed: Parsed, saying: Saying, quotes: bool) -> Attribution | None:
        speaker = self.speakers.named(index, parsed, saying.source, saying.head)
        if speaker is None or (speaker.type == "anonymous" and parsed.doc[saying.cue[0]].lower_ in FEARS):
            return None
        others = (self.speakers.named(index, parsed, other, other[1]) for other in saying.others)
        return Attribution(
            kind="quoted" if quotes else "reported",
            speaker=speaker.name,
            speakers=tuple(dict.fromkeys([speaker.name, *(other.name for other in others if other)])),
            type=speaker.type,
            entity=speaker.entity,
            surface=parsed.span(self.text, *saying.source),
            cue=parsed.span(self.text, *saying.cue),
        )

    def _by_mark(self, index: int, quotes: list[Quotation]) -> Attribution:
        """Find who is named with a colon before a quotation or with a dash behind it: "X was blunt: “…”", "“…” — X"."""
        if not quotes:
            return _AUTHOR
        sentence = self.reading.sentences[index]
        lead = self.text[sentence.start : quotes[0].start].rstrip()
        dash = _DASH.match(self.text, quotes[-1].end, max(sentence.end, quotes[-1].end))
        for mention in self.resolver.mentions_in(index):
            ahead = lead.endswith(":") and mention.end <= quotes[0].start
            if ahead or (dash and mention.start == dash.end()):
                surface = Span(mention.text, mention.start, mention.end)
                return _in_quotes(self.resolver.named(mention.start, mention.end), surface)
        if lead.endswith(":") and (pronoun := _PERSON.match(lead)):
            surface = Span(pronoun[0], sentence.start, sentence.start + pronoun.end())
            return _in_quotes(self.resolver.resolve(index, surface.start, surface.end), surface)
        return _AUTHOR

    def _floats(self, index: int) -> bool:
        """Say whether a sentence without a cue is somebody's words all the same."""
        sentence, quotes = self.reading.sentences[index], self._quotes_in(index)
        inside = sum(min(q.end, sentence.end) - max(q.start, sentence.start) for q in quotes)
        share = inside / (sentence.end - sentence.start)
        whole = bool(quotes) and quotes[0].start == sentence.start and self._is_sentence(quotes[0])
        return share >= (_OPENS_WITH if whole else _MOSTLY)

    def _is_sentence(self, quote: Quotation) -> bool:
        return _STOP.search(self.text[quote.start : quote.end].rstrip("”\"’'»")) is not None

    def _floating(self, index: int, speeches: dict[int, int]) -> Attribution:
        """Take the speaker of the same speech, else of the quotation before it, else of the one after it in the paragraph."""
        for quote in self._quotes_in(index):
            if quote.speech in speeches:
                return self._continued(speeches[quote.speech])
        before, after = range(index - 1, index - _NEAR - 1, -1), range(index + 1, index + _NEAR + 1)
        beside = self.found[index - 1] if self._is_prose(index - 1) else _AUTHOR
        if beside.kind == "quoted" or (beside.speaker and self._is_joined(index - 1, index)):
            return self._continued(index - 1)
        for at in (*before, *after):
            if self._is_prose(at) and self.found[at].kind == "quoted" and self._is_joined(at, index):
                return self._continued(at)
        return self._signed(index) or self._introduced(index)

    def _signed(self, index: int) -> Attribution | None:
        """Find the name after a dash that stands behind a quotation as a sentence of its own."""
        if index + 1 == len(self.found):
            return None
        after = self.reading.sentences[index + 1]
        dash = _DASH.match(self.text, after.start, after.end)
        signed = (m for m in self.resolver.mentions_in(index + 1) if dash and m.start == dash.end())
        return next((_in_quotes(self.resolver.named(m.start, m.end), None) for m in signed), None)

    def _introduced(self, index: int) -> Attribution:
        """Take the person whom the sentence before a quotation without a cue is about."""
        if self._is_prose(index - 1) and self._is_joined(index - 1, index):
            for mention in self.resolver.mentions_in(index - 1):
                if mention.type == "PERSON":
                    return _in_quotes(self.resolver.named(mention.start, mention.end), None)
        return _AUTHOR

    def _continued(self, at: int) -> Attribution:
        return replace(self.found[at], kind="quoted", surface=None, cue=None)

    def _is_prose(self, at: int) -> bool:
        return 0 <= at < len(self.found) and self.reading.sentences[at].is_prose

    def _is_joined(self, one: int, other: int) -> bool:
        """Say whether two sentences stand in one paragraph."""
        first, last = sorted((one, other))
        return "\n" not in self.text[self.reading.sentences[first].end : self.reading.sentences[last].start]


def _tokens_in(parsed: Parsed, spans: list[tuple[int, int]]) -> frozenset[int]:
    """Return the tokens of a sentence that lie in spans of the article."""
    if not spans:
        return frozenset()
    begins = parsed.view.begins
    return frozenset(t.i for t in parsed.doc if any(start <= begins[t.idx] < end for start, end in spans))


def _in_quotes(speaker: Referent | None, surface: Span | None) -> Attribution:
    """Return the attribution of quoted words that have no cue."""
    if speaker is None:
        return _AUTHOR
    return Attribution("quoted", speaker.name, (speaker.name,), speaker.type, speaker.entity, surface)
