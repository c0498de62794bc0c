"""JSONL: one article a row."""

import json
from collections.abc import Iterator
from typing import IO, Any

from pipeline.config import InputConfig
from pipeline.data import Article, Rejection, Where
from pipeline.io import read_lines
from pipeline.read.decode import mend_surrogates
from pipeline.read.html import HtmlError, holds_markup, read_fragment, read_html
from pipeline.read.identity import article_id, iso_date


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
        text = line.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise RowError("encoding", f"byte {error.start} of the line is not {encoding}") from None
    try:
        row = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except RecursionError:
        raise RowError("invalid_json", "nested too deep") from None
    except ValueError as error:
        raise RowError("invalid_json", str(error)) from None
    if not isinstance(row, dict):
        raise RowError("invalid_json", f"a row is a JSON object, not {type(row).__name__}")
    mended: dict[str, Any] = _mend(row)
    return mended


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a key is given twice")
    return row


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return mend_surrogates(value)
    if isinstance(value, dict):
        return {mend_surrogates(key): _mend(item) for key, item in value.items()}
    return [_mend(item) for item in value] if isinstance(value, list) else value


def row_to_article(row: dict[str, Any], where: Where, config: InputConfig) -> Article:
    """Make an article of a row, with the field names of the configuration. Raises RowError."""
    rest = dict(row)
    given = {
        name: _string(rest.pop(getattr(config, name), None)) for name in ("id", "url", "title", "source", "byline")
    }
    text, html = rest.pop(config.text, None), rest.pop(config.html, None)
    row_id = given["id"]
    if not isinstance(text, str) and not isinstance(html, str):
        raise RowError(
            "no_text",
            f"neither {config.text!r} nor {config.html!r} is a string in it; --set input.text=NAME maps a field",
            row_id,
        )
    body = text if isinstance(text, str) else html
    if len(body) > config.max_bytes:
        raise RowError("too_large", f"{len(body):,} characters; at most {config.max_bytes:,} (input.max_bytes)", row_id)
    raw_date = rest.get(config.published)
    published = iso_date(raw_date) if isinstance(raw_date, str) else None
    if published or raw_date in (None, ""):
        rest.pop(config.published, None)  # one that cannot be read stays in extra, as it came
    page = None
    try:
        if not isinstance(text, str):
            page = read_html(body, where, given["url"])
            body = page.text
        elif holds_markup(text):
            body = read_fragment(text)
    except HtmlError as error:
        raise RowError(error.reason, str(error), row_id) from None
    if not body.strip():
        raise RowError("empty", "no text in it", row_id)
    return Article(
        id=row_id or article_id(given["url"], body),
        text=body,
        where=where,
        url=given["url"] or (page.url if page else None),
        title=given["title"] or (page.title if page else None),
        byline=given["byline"] or (page.byline if page else None),
        published=published or (page.published if page else None),
        published_from="given" if published else (page.published_from if page else None),
        source=given["source"] or (page.source if page else None),
        extra=rest,
    )


def _string(value: object) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value)
