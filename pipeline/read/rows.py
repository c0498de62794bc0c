"""JSONL: one article a row."""

import codecs
import json
import math
from collections.abc import Iterator
from typing import IO, Any

from pipeline.config import InputConfig
from pipeline.data import Article, Rejection, Where
from pipeline.io import read_lines
from pipeline.read.html import HtmlError, Page, holds_markup, read_fragment, read_html
from pipeline.read.identity import article_id, iso_date
from pipeline.read.text import title_line
from pipeline.text import mend_surrogates

# Deeper values would exhaust the stack where records are written.
_MAX_DEPTH = 100
_STRINGS = ("id", "url", "title", "source", "byline")


class RowError(ValueError):
    """A row that makes no article; ``reason`` is the short code of the reject record."""

    def __init__(self, reason: str, detail: str, row_id: str | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.row_id = row_id


def read_jsonl(file: IO[bytes], name: str, config: InputConfig) -> Iterator[Article | Rejection]:
    """Yield an article or a rejection for every line that is not blank."""
    for number, line in enumerate(read_lines(file, config.max_line_bytes), start=1):
        where = Where(name, number)
        if line is None:
            yield Rejection(
                where, "read", "line_too_long", f"more than {config.max_line_bytes:,} bytes (input.max_line_bytes)"
            )
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _read_line(line, where, config)


def _read_line(line: bytes, where: Where, config: InputConfig) -> Article | Rejection:
    try:
        return row_to_article(_parse(line, config.encoding), where, config)
    except RowError as error:
        return Rejection(where, "read", error.reason, str(error), article_id=error.row_id)


def _parse(line: bytes, encoding: str) -> dict[str, Any]:
    try:
        text = line.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        detail = f"byte {error.start} of the line is not {encoding}; if it is in another, say so: --set input.encoding=cp1252"
        raise RowError("encoding", detail) from None
    try:
        row = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant, parse_float=_finite)
        if not isinstance(row, dict):
            raise RowError("invalid_json", f"a row is a JSON object, not {type(row).__name__}")
        mended: dict[str, Any] = _mend(row, 0)
    except RecursionError:
        raise RowError("invalid_json", "nested too deep") from None
    except RowError:
        raise
    except ValueError as error:  # no JSON, or an integer of too many digits
        raise RowError("invalid_json", str(error)) from None
    return mended


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise RowError("invalid_json", "a key is given twice")
    return row


def _no_constant(name: str) -> Any:
    raise RowError("invalid_json", f"{name} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise RowError("invalid_json", f"{digits} is no finite number")
    return number


def _mend(value: Any, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        raise RowError("invalid_json", f"nested more than {_MAX_DEPTH} deep")
    if isinstance(value, str):
        return mend_surrogates(value)
    if isinstance(value, dict):
        return {mend_surrogates(key): _mend(item, depth + 1) for key, item in value.items()}
    return [_mend(item, depth + 1) for item in value] if isinstance(value, list) else value


def row_to_article(row: dict[str, Any], where: Where, config: InputConfig) -> Article:
    """Make an article of a row, with the field names of the configuration. Raises RowError."""
    given = {name: _string(row.get(getattr(config, name))) for name in _STRINGS}
    known = {getattr(config, name) for name in (*_STRINGS, "text", "html")}
    rest = {key: value for key, value in row.items() if key not in known}
    raw_date = rest.get(config.published)
    published = iso_date(raw_date) if isinstance(raw_date, str) else None
    if published or raw_date in (None, ""):
        rest.pop(config.published, None)  # one that cannot be read stays in extra, as it came
    try:
        body, page = _body(row, where, given["url"], config)
    except (RowError, HtmlError) as error:
        raise RowError(error.reason, str(error), given["id"]) from None
    return Article(
        id=given["id"] or article_id(given["url"], body),
        text=body,
        where=where,
        url=given["url"] or (page.url if page else None),
        title=given["title"] or (page.title if page else None) or title_line(body),
        byline=given["byline"] or (page.byline if page else None),
        published=published or (page.published if page else None),
        published_from="given" if published else (page.published_from if page else None),
        source=given["source"] or (page.source if page else None),
        extra=rest,
    )


def _body(row: dict[str, Any], where: Where, url: str | None, config: InputConfig) -> tuple[str, Page | None]:
    """Return the text of a row, and the page it was taken from if the row holds one."""
    text, html = row.get(config.text), row.get(config.html)
    if isinstance(html, str) and not (isinstance(text, str) and text.strip()):
        _check_size(html, config)
        page = read_html(html, where, url)
        return page.text, page
    if not isinstance(text, str):
        names = f"neither {config.text!r} nor {config.html!r}"
        raise RowError("no_text", f"{names} is a string in it; --set input.text=NAME maps a field")
    _check_size(text, config)
    body = read_fragment(text) if holds_markup(text) else text
    if not body.strip():
        raise RowError("empty", "no text in it")
    return body, None


def _check_size(text: str, config: InputConfig) -> None:
    if len(text) > config.max_bytes:
        detail = f"{len(text):,} characters; at most {config.max_bytes:,} (input.max_bytes)"
        raise RowError("too_large", detail)


def _string(value: object) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value)
