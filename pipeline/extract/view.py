"""A readable view of messy text, with the way back to the stored offsets.

Scraped text holds HTML entities, no-break spaces and invisible characters. Models read a view without them; every offset
that leaves this package is mapped back, so the stored text is never changed.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Zero-width and bidirectional controls: no reader sees them, and a name with one inside would not be found.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_REPLACED = re.compile(f"{_ENTITY.pattern}|{_INVISIBLE.pattern}|[\u00a0\u2000-\u200a\u202f\u3000\t\r\v\f]")


@dataclass(frozen=True, slots=True)
class View:
    """What a model reads. Character i of ``text`` stands for ``source[begins[i]:ends[i]]`` of the stored text."""

    text: str
    begins: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of at least one character to the stored text."""
        return self.begins[start], self.ends[end - 1]


def view(source: str, start: int, end: int) -> View:
    """Return the view of ``source[start:end]``."""
    text = source[start:end]
    if not _REPLACED.search(text):
        return View(text, range(start, end), range(start + 1, end + 1))
    parts: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    position = start
    for match in _REPLACED.finditer(source, start, end):
        parts.append(source[position : match.start()])
        begins += range(position, match.start())
        ends += range(position + 1, match.start() + 1)
        position = match.end()
        if replacement := _replacement(match[0]):
            parts.append(replacement)
            begins += [match.start()] * len(replacement)
            ends += [match.end()] * len(replacement)
    parts.append(source[position:end])
    begins += range(position, end)
    ends += range(position + 1, end + 1)
    return View("".join(parts), begins, ends)


def _replacement(found: str) -> str:
    if _INVISIBLE.fullmatch(found):
        return ""
    if found.startswith("&") and len(found) > 1:
        plain = html.unescape(found)
        if plain == found:
            return found  # not an entity after all
        return _replacement(plain) if _REPLACED.fullmatch(plain) else plain
    return " "
