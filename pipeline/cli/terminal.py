"""What may be shown on a terminal: text of articles and names of files can hold control characters that would act on it."""

import re

# C0 and C1 controls but tab and newline, and the controls that turn the direction of text.
_ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Replace what a terminal would obey by U+FFFD."""
    return _ACTIVE.sub("\ufffd", text)
