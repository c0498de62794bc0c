"""Titles before a name that say whether a man or a woman bears it."""

import re

_TITLE = re.compile(r"\b(Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Madam|Congressman|Congresswoman)\.?\s+$")
_WOMEN = frozenset(("Mrs", "Ms", "Miss", "Dame", "Lady", "Madam", "Congresswoman"))
_REACH = 20  # characters before the name


def title_gender(text: str, start: int) -> tuple[str, str] | None:
    """Return the title right before the name at ``start`` and its gender, "f" or "m"; None where there is none."""
    title = _TITLE.search(text, max(start - _REACH, 0), start)
    return (title[1], "f" if title[1] in _WOMEN else "m") if title else None
