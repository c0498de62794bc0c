"""Plain text and Markdown files: one article a file."""

from pipeline.data import Article, Where
from pipeline.read.identity import article_id

_TITLE_MAX_CHARS = 200


def read_text(text: str, where: Where) -> Article:
    """Make an article of a decoded file. The text stays whole; the first line is the title if it looks like one."""
    return Article(id=article_id(None, text), text=text, where=where, title=title_line(text))


def title_line(text: str) -> str | None:
    """Return the first line as a title: a Markdown heading, or a short line that no sentence ends and a blank line follows."""
    lines = text.lstrip("\ufeff \t\r\n").splitlines()
    if not lines:
        return None
    first = lines[0].strip()
    bare = first.lstrip("#")
    if 1 <= len(first) - len(bare) <= 6 and bare[:1].isspace():
        return _closed(bare.strip()) or None
    alone = len(lines) == 1 or not lines[1].strip()
    if alone and len(first) <= _TITLE_MAX_CHARS and not first.endswith((".", "!", ":", ";", ",")):
        return first
    return None


def _closed(heading: str) -> str:
    """Take the closing marks off a Markdown heading: ``Pay ##`` is ``Pay``, ``C#`` stays."""
    bare = heading.rstrip("#")
    return bare.rstrip() if bare != heading and bare[-1:].isspace() else heading
