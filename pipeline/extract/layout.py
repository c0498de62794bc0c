"""Find the blocks of a text: paragraphs, list items, headings, page furniture. No sentence runs across two of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_LIST_MARK = re.compile(r"\s*(?:[-*+•‣◦▪–]|\d{1,3}[.)]|[a-z]\))[ \t\u00a0]+(?=\S)")
_HEADING_MARK = re.compile(r"\s*#{1,6}[ \t]+(?=\S)")
_QUOTE_MARK = re.compile(r"\s*>+[ \t]*(?=\S)")
_RULE = re.compile(r"\s*(?:[-*_=~–—·•|+:][ \t]*){3,}$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_STOPS = '.!?:;"”’)'
_LETTER = re.compile(r"[^\W\d_]")

_DATE_WORDS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?|[ap]\.?m\.?|[a-z]{1,4}t|utc|gmt|at|on|updated|published|posted|last|edited|of)"
)
# Lines that assert nothing whatever stands around them. Anything less certain is left to the claim model.
_FURNITURE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:posted|published|updated|last updated|filed under|tags?|topics?|share|categories|category)\s*:.{0,80}$",
        rf"(?:{_DATE_WORDS}|[\d:.,/·|–—+-]|st\b|nd\b|rd\b|th\b|\s)+$",
        r"(?:image|photo|picture|video|illustration)s?(?:\s+(?:credits?|by|courtesy|source))?\s*:.{0,200}$",
        r"(?:credit|getty images|shutterstock|listen to this article|advertisement|sponsored|in brief)\s*[:.]?$",
        r"share this.{0,40}$",
        r"(?:read more|see also|also|more|related|recommended|further reading|watch|listen|subscribe|sign up|follow us)"
        r"\s*:.{0,300}$",
        r"(?:by|written by|reporting by|edited by)\s+(?:[^\W\d_][\w.'’-]*[,&]?\s*){1,9}$",
        r"(?:©|\(c\)|copyright\b).{0,200}$",
        r"(?:—|–|-)\s*[^()]{2,60}\(@\w+\).{0,60}$",
        r"(?:https?://|www\.)\S+$",
        r"(?:\d+\s+)?(?:comments?|min(?:ute)?s? read|shares?)(?:\s*\(\d+\))?$",
        r"pic\.twitter\.com/\S+$",
    )
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that sentences may not cross. Furniture is one sentence that is no prose."""

    start: int
    end: int
    furniture: bool


def blocks(text: str, title: str | None = None) -> Iterator[Block]:
    """Yield the blocks of an article in order; list and heading marks stand outside them."""
    wanted = _normal(title) if title else None
    fenced = False
    for paragraph in _paragraphs(text):
        for start, end in paragraph:
            line = text[start:end]
            if _FENCE.match(line):
                fenced = not fenced
                continue
            block = _block(text, start, end, fenced)
            if block is None:
                continue
            body = text[block.start : block.end]
            yield block if block.furniture or _normal(body) != wanted else Block(block.start, block.end, True)


def _block(text: str, start: int, end: int, fenced: bool) -> Block | None:
    line = text[start:end]
    if _RULE.match(line) or not _LETTER.search(line):
        return None
    heading = _HEADING_MARK.match(line)
    for mark in (_QUOTE_MARK, _HEADING_MARK, _LIST_MARK):
        if match := mark.match(text, start, end):
            start = match.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    body = text[start:end]
    certain = fenced or heading is not None or _TABLE_ROW.match(line) is not None
    return Block(start, end, certain or any(pattern.match(body) for pattern in _FURNITURE))


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
    for start, end in lines[1:]:
        if _continues(text[joined[-1][0] : joined[-1][1]], text[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _continues(before: str, line: str) -> bool:
    """Say whether a line goes on with the sentence of the one before it: no stop there, and lower case here."""
    if any(pattern.match(part) for pattern in (_FENCE, _RULE, _HEADING_MARK, _TABLE_ROW) for part in (before, line)):
        return False
    return before.rstrip()[-1:] not in _STOPS and line.lstrip()[:1].islower() and not _LIST_MARK.match(line)
