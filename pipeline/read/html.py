"""HTML to articles, by trafilatura. It is always given decoded text of limited size, never bytes or addresses."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.data import Article, Where
from pipeline.read.identity import article_id, iso_date

# Two closing tags of elements that only articles in HTML have: a stray "<3" or a code sample is no markup.
_MARKUP = re.compile(r"</(?:p|a|div|li|h[1-6]|em|strong|span|blockquote)>", re.IGNORECASE)
_META_TAG = re.compile(r"<meta\b[^<>]{0,1000}>", re.IGNORECASE)
_DATE_NAMES = ("article:published_time", "og:published_time", "datepublished", "pubdate", '"date"', "'date'")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,10000}?(/?)>")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "dd",
        "dt",
        "option",
    ]
)
# libxml2 drops what is nested deeper, and says nothing.
_MAX_DEPTH = 250
# An extraction shorter than this share of the fragment's own text has lost some of it.
_KEPT_SHARE = 0.5


class HtmlError(ValueError):
    """A page without an article; ``reason`` is the short code of the reject record."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    url: str | None
    title: str | None
    byline: str | None
    published: str | None
    published_from: str | None
    source: str | None


def read_page(html: str, where: Where) -> Article:
    """Make an article of a decoded HTML file. Raises HtmlError when no article text is found in it."""
    page = read_html(html, where, None)
    return Article(
        id=article_id(page.url, page.text),
        text=page.text,
        where=where,
        url=page.url,
        title=page.title,
        byline=page.byline,
        published=page.published,
        published_from=page.published_from,
        source=page.source,
    )


def read_html(html: str, where: Where, url: str | None) -> Page:
    """Extract text and metadata of a page. Raises HtmlError: ``no_article``, ``too_deep``."""
    from trafilatura import bare_extraction  # slow to import, and only HTML needs it

    _check_depth(html)
    url = url if _sound(url) else None
    found: Any = bare_extraction(
        html,
        url=url,
        with_metadata=True,
        deduplicate=False,  # trafilatura's is stateful: the second copy of a page would come back empty
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or not (found.text or "").strip():
        raise HtmlError("no_article", f"no article text in the page {where}")
    address = url or (found.url if _sound(found.url) else None)
    published = iso_date(found.date) if found.date else None
    return Page(
        text=found.text,
        url=address,
        title=found.title,
        byline=found.author,
        published=published,
        published_from=_date_origin(html, published),
        source=found.hostname or (urlsplit(address).hostname if address else None) or found.sitename,
    )


def _date_origin(html: str, published: str | None) -> str | None:
    if published is None:
        return None
    tags = (tag.lower() for tag in _META_TAG.findall(html) if published in tag)
    return "meta" if any(name in tag for tag in tags for name in _DATE_NAMES) else "page"


def _sound(url: str | None) -> bool:
    """Say whether an address can be taken apart: trafilatura and urllib raise on some that cannot."""
    try:
        return bool(url) and urlsplit(url).hostname is not None
    except ValueError:
        return False


def _check_depth(html: str) -> None:
    depth = 0
    for closing, name, closed in _TAG.findall(html):
        if name.lower() in _VOID or closed:
            continue
        depth = max(depth + (-1 if closing else 1), 0)
        if depth > _MAX_DEPTH:
            raise HtmlError(
                "too_deep", f"elements nested more than {_MAX_DEPTH} deep, where the parser would drop text"
            )


def holds_markup(text: str) -> bool:
    """Say whether a row's text is HTML: articles are often handed on with their paragraphs' tags."""
    return len(_MARKUP.findall(text, 0, 20_000)) > 1


def read_fragment(html: str) -> str:
    """Return the text of an article's body in HTML, one line a paragraph. Raises HtmlError: ``no_article``, ``too_deep``."""
    from trafilatura import extract, html2txt

    _check_depth(html)
    page = f"<html><body><article>{html}</article></body></html>"
    whole = html2txt(page)
    text = extract(page, deduplicate=False, include_comments=False, favor_recall=True) or ""
    if len(text) < _KEPT_SHARE * len(whole):
        text = whole
    if not text.strip():
        raise HtmlError("no_article", "no text between the tags")
    return str(text)
