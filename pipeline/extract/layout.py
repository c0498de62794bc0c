"""Find the blocks of a text: paragraphs, list items, headings, page furniture. No sentence runs across two of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_LIST_MARK = re.compile(r"\s*(?:[-*+•‣◦▪–]|\d{1,3}[.)]|[a-z]\))[ \t\u00a0]+(?=\S)")
_HEADING_MARK = re.compile(r"\s*#{1,6}[ \t]+(?=\S)")
_QUOTE_MARK = re.compile(r"\s*>+[ \t]*(?=\S)")
_RULE = re.compile(r"\s*(?:[-*_=~–—·•|+:][ \t]*){3,}$")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*\w{0,20}\s*$")
_TABLE_ROW = re.compile(r"\s*\|.*\|.*\|\s*$")
_STOPS = '.!?:;"”’)'
_LETTER = re.compile(r"[^\W\d_]")

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DAYS = "mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_ZONES = "a\\.?m\\.?|p\\.?m\\.?|utc|gmt|[ecmp][sd]?t|bst|cet|cest|ist|jst"
_DATE_LINE = (
    rf"(?=.*\d)(?:(?:{_MONTHS}|{_DAYS}|{_ZONES}|at|on|updated|published|posted|last|edited|\d{{1,4}}(?:st|nd|rd|th)?)(?!\w)"
    r"|[\s:.,/·|–—-])++$"
)
_BYLINE = r"(?:by|written by|reporting by|edited by)(?:(?:\s*[,&]\s*|\s++)(?:and\s++)?[^\W\d_][\w.'’-]*+){1,9}\s*$"
# Lines that say of themselves that they are furniture. Anything less certain is left to the claim model.
_LABELS = re.compile(
    r"(?:(?:posted|published|updated|last updated|filed under|tags?|categories|category)\s*:.{0,80}"
    r"|(?:image|photo|picture|video|illustration)s?(?:\s+(?:credits?|by|courtesy|source))?\s*:.{0,100}"
    r"|(?:credit|getty images|shutterstock|listen to this article|advertisement|sponsored|in brief)\s*[:.]?"
    r"|(?:read more|see also|also|more|related|recommended|further reading|watch|listen|subscribe|sign up|follow us)"
    r"\s*:[^.!?]{0,100}"
    r"|(?:©|\(c\)|copyright\b).{0,100}"
    r"|(?:—|–|-)\s*[^()]{2,60}\(@\w+\).{0,60}"
    r"|(?:https?://|www\.|pic\.twitter\.com/)\S+"
    r"|(?:\d+\s+)?(?:comments?|min(?:ute)?s? read|shares?)(?:\s*\(\d+\))?)$",
    re.IGNORECASE,
)
_FURNITURE = (_LABELS, re.compile(_DATE_LINE, re.IGNORECASE), re.compile(_BYLINE, re.IGNORECASE))
# No line of these kinds is longer; patterns are not tried on longer ones, so that none can be slow.
_FURNITURE_MAX_CHARS = 160


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that sentences may not cross. Furniture is one sentence that is no prose."""

    start: int
    end: int
    furniture: bool


def blocks(text: str, title: str | None = None) -> Iterator[Block]:
    """Yield the blocks of an article in order. Every letter of the text is in one; list and heading marks stand outside."""
    wanted = _normal(title) if title else None
    lines = [span for paragraph in _paragraphs(text) for span in paragraph]
    code = _fenced(text, lines)
    for number, (start, end) in enumerate(lines):
        block = _block(text, start, end, number in code)
        if block is not None:
            is_title = wanted and len(wanted) < 500 and _normal(text[block.start : block.end]) == wanted
            yield Block(block.start, block.end, True) if is_title else block


def _fenced(text: str, lines: list[tuple[int, int]]) -> set[int]:
    """Return the numbers of the lines of code between two fences; a fence that is never closed begins nothing."""
    fences = [number for number, (start, end) in enumerate(lines) if _FENCE.match(text[start : min(end, start + 80)])]
    return {
        number
        for opened, closed in zip(fences[::2], fences[1::2], strict=False)
        for number in range(opened, closed + 1)
    }


def _block(text: str, start: int, end: int, code: bool) -> Block | None:
    line = text[start:end]
    if not _LETTER.search(line) or _RULE.match(line):
        return None
    heading = _HEADING_MARK.match(line)
    for mark in (_QUOTE_MARK, _HEADING_MARK, _LIST_MARK):
        if match := mark.match(text, start, end):
            start = match.end()
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    end = start + len(body.strip())
    return Block(start, end, code or heading is not None or _is_furniture(text[start:end]))


def _is_furniture(line: str) -> bool:
    return len(line) <= _FURNITURE_MAX_CHARS and (
        any(pattern.match(line) for pattern in _FURNITURE) or _TABLE_ROW.match(line) is not None
    )


def _normal(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().lower()


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines of each paragraph as spans; lines of a hard-wrapped paragraph are joined to one."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        if lines and _blank_between(text, lines[-1][1], match.start()):
            yield _joined(text, lines)
            lines = []
        if not match[0].isspace():
            lines.append(match.span())
    if lines:
        yield _joined(text, lines)


def _blank_between(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return gap.count("\n") > 1 or gap.count("\r") > 1 or (gap.strip(" \t") == "" and "\n\n" in gap)


def _joined(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    lengths = [end - start for start, end in lines[:-1]]
    wrapped = bool(lengths) and min(lengths) >= 50 and max(lengths) <= 110 and max(lengths) - min(lengths) <= 25
    marked = any(_LIST_MARK.match(text, *span) or _HEADING_MARK.match(text, *span) for span in lines[1:])
    if wrapped and not marked:
        return [(lines[0][0], lines[-1][1])]
    joined = [lines[0]]
    for before, line in pairwise(lines):
        if _continues(text[slice(*before)], text[slice(*line)]):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
    return joined


def _continues(before: str, line: str) -> bool:
    """Say whether a line goes on with the sentence of the one before it: no stop there, and lower case here."""
    if before.rstrip()[-1:] in _STOPS or not line.lstrip()[:1].islower() or _LIST_MARK.match(line):
        return False
    return not any(p.match(part[:200]) for p in (_FENCE, _RULE, _HEADING_MARK, _TABLE_ROW) for part in (before, line))
