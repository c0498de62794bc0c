"""Where the quotation marks of an article open and close: straight and curly, double and single, HTML entities too.

Marks are paired inside a paragraph only, so one that is never closed costs a sentence and not the rest of the article.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.reading import Reading

_MARK = re.compile(
    "[“”„«»\"‘’']|``|&(?:quot|[lr]dquo|[lr]squo|laquo|raquo|apos|#34|#39|#822[0123]|#821[67]|#x201[89cdCD]|#x2[27]);"
)
_DOUBLE = {
    **dict.fromkeys(("“", "«", "``", "&ldquo;", "&laquo;", "&#8220;", "&#x201c;", "&#x201C;"), "open"),
    **dict.fromkeys(("”", "»", "&rdquo;", "&raquo;", "&#8221;", "&#x201d;", "&#x201D;"), "close"),
    **dict.fromkeys(("„", "&#8222;"), "low"),
    **dict.fromkeys(('"', "&quot;", "&#34;", "&#x22;"), "straight"),
}
_SINGLE_OPEN = frozenset(("‘", "'", "&lsquo;", "&apos;", "&#39;", "&#8216;", "&#x2018;", "&#x27;"))
_SINGLE_CLOSE = frozenset(("’", "'", "&rsquo;", "&apos;", "&#39;", "&#8217;", "&#x2019;", "&#x27;"))
# "'90s", "'em", "'til" begin with an apostrophe and open nothing.
_ELISION = re.compile(r"\d|(?:em|til|tis|twas|cause|n|bout|round)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks, marks included. Paragraphs of one running quotation share a ``speech``."""

    start: int
    end: int
    speech: int


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    side: str  # open, close, or either


def quotations(reading: Reading) -> tuple[Quotation, ...]:
    """Return the quotations of an article in order; they do not overlap, and those inside another are not told apart."""
    found: list[Quotation] = []
    running = False
    for first, last in paragraphs(reading):
        begin, stop = reading.sentences[first].start, reading.sentences[last].end
        spans, unclosed = _paired(reading, first, last)
        for start, end in spans:
            goes_on = running and found and start == begin
            speech = found[-1].speech if goes_on else len(found)
            found.append(Quotation(start, end, speech))
            running = False
        running = unclosed and bool(spans) and spans[-1][1] == stop
    return tuple(found)


def paragraphs(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the first and the last sentence of each paragraph of prose."""
    first = None
    sentences = reading.sentences
    for index, sentence in enumerate(sentences):
        if not sentence.is_prose:
            if first is not None:
                yield first, index - 1
            first = None
        elif first is None:
            first = index
        elif "\n" in reading.text[sentences[index - 1].end : sentence.start]:
            yield first, index - 1
            first = index
    if first is not None:
        yield first, len(sentences) - 1


def _paired(reading: Reading, first: int, last: int) -> tuple[list[tuple[int, int]], bool]:
    """Pair the marks of a paragraph; the second value says that the last one was never closed."""
    starts = [sentence.start for sentence in reading.sentences[first : last + 1]]
    ends = [sentence.end for sentence in reading.sentences[first : last + 1]]
    begin, stop = starts[0], ends[-1]
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _marks(reading.text, begin, stop):
        if opened is not None and mark.side != "open":
            spans.append((opened, mark.end))
            opened = None
        elif mark.side == "close":
            floor = spans[-1][1] if spans else begin
            spans.append((max(floor, starts[bisect_right(starts, mark.start) - 1]), mark.end))
        else:
            if opened is not None:
                spans.append((opened, min(ends[bisect_right(ends, opened)], mark.start)))
            opened = mark.start
    if opened is None:
        return spans, False
    # A mark that is never closed holds to the end of its sentence, or of the paragraph if the next one opens with a mark.
    spans.append((opened, stop if _opens_next(reading, last) else ends[bisect_right(ends, opened)]))
    return spans, True


def _opens_next(reading: Reading, last: int) -> bool:
    following = reading.sentences[last + 1 : last + 2]
    if not following or not following[0].is_prose:
        return False
    mark = _MARK.match(reading.text, following[0].start)
    return mark is not None and (_DOUBLE.get(mark[0], "") in ("open", "straight", "low") or mark[0] in _SINGLE_OPEN)


def _marks(text: str, begin: int, stop: int) -> Iterator[_Mark]:
    """Yield the marks that open and close quotations. Single ones count only in pairs, and never inside double ones."""
    found = list(_MARK.finditer(text, begin, stop))
    inside, low = False, False
    until = begin  # the end of the last single quotation
    for number, match in enumerate(found):
        if match.start() < until:
            continue
        kind = _DOUBLE.get(match[0])
        if kind is None:
            close = None if inside else _single_close(text, found, number, stop)
            if close is not None:
                yield _Mark(match.start(), match.end(), "open")
                yield _Mark(close.start(), close.end(), "close")
                until = close.end()
            continue
        if kind == "straight":
            side = _side(text, match, begin, stop, inside)
        else:
            side = "close" if low and kind == "open" else {"low": "open"}.get(kind, kind)
            low = kind == "low"
        inside = side == "open"
        yield _Mark(match.start(), match.end(), side)


def _side(text: str, match: re.Match[str], begin: int, stop: int, inside: bool) -> str:
    """Tell which way a straight mark faces by the blanks around it, else by whether one is open."""
    blank_before = match.start() == begin or text[match.start() - 1] in " \t\u00a0([—–-/"
    blank_after = match.end() >= stop or text[match.end()] in " \t\u00a0)].,;:!?—–-/"
    if blank_before != blank_after:
        return "open" if blank_before else "close"
    return "close" if inside else "open"


def _single_close(text: str, found: list[re.Match[str]], number: int, stop: int) -> re.Match[str] | None:
    """Return the mark that closes the single quotation opened by mark ``number``, if it opens one that is closed."""
    mark = found[number]
    begin = mark.start()
    opens = mark[0] in _SINGLE_OPEN and (begin == 0 or text[begin - 1] in ' \t\n\u00a0([—–-"“')
    if not opens or mark.end() >= stop or text[mark.end()].isspace() or _ELISION.match(text, mark.end(), stop):
        return None
    fallback = None
    for close in found[number + 1 : number + 40]:
        if close[0] not in _SINGLE_CLOSE or (close.end() < stop and text[close.end()].isalnum()):
            continue
        if text[close.start() - 1].isspace():
            continue
        if text[close.start() - 1] not in "sS":
            return close
        fallback = fallback or close  # "the researchers'": a possessive more often than the end
    return fallback
