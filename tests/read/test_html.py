import time

import pytest

from pipeline.data import Where
from pipeline.io import encode_jsonl
from pipeline.read.html import HtmlError, holds_markup, read_fragment, read_html, read_page

WHERE = Where("page.html")
BODY = (
    "<article><h1>Lab names a chief scientist</h1>"
    "<p>The lab said on Friday that it had named a chief scientist.</p>"
    "<p>She starts in July, according to two people.</p></article>"
)


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body><nav>Home</nav>{body}</body></html>"


def test_text_and_metadata_of_a_page_are_read() -> None:
    head = (
        "<title>Lab names a chief scientist</title>"
        '<meta name="author" content="Ann Lee">'
        '<meta property="article:published_time" content="2025-06-27T10:00:00Z">'
        '<link rel="canonical" href="https://news.example/1">'
    )
    article = read_page(page(BODY, head), WHERE)
    assert article.text.split("\n")[-2:] == [
        "The lab said on Friday that it had named a chief scientist.",
        "She starts in July, according to two people.",
    ]
    assert (article.title, article.byline, article.url, article.source) == (
        "Lab names a chief scientist",
        "Ann Lee",
        "https://news.example/1",
        "news.example",
    )
    assert (article.published, article.published_from) == ("2025-06-27", "meta")


def test_a_page_read_twice_gives_the_same_article() -> None:
    assert read_page(page(BODY), WHERE) == read_page(page(BODY), WHERE)


@pytest.mark.parametrize(
    "html", ["<html></html>", "just words", "<html><body><script>var a = 1;</script></body></html>"]
)
def test_a_page_without_an_article_is_refused_with_its_name(html: str) -> None:
    with pytest.raises(HtmlError, match=r"no article text in the page page\.html") as caught:
        read_page(html, WHERE)
    assert caught.value.reason == "no_article"


def test_lone_surrogates_in_metadata_do_not_reach_the_article() -> None:
    head = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",'
        '"headline": "Lab \\ud800 names a chief", "author": {"@type": "Person", "name": "Ann \\udc00 Lee"}}</script>'
    )
    article = read_page(page(BODY + "<p>A lone &#xD800; and a &#0; in the text.</p>", head), WHERE)
    assert encode_jsonl([{"title": article.title, "byline": article.byline, "text": article.text}])


def _page_text(body: str) -> str:
    try:
        return read_page(page(body), WHERE).text
    except HtmlError as error:
        return _refused_as_too_deep(error)


def _fragment_text(body: str) -> str:
    try:
        return read_fragment(body)
    except HtmlError as error:
        return _refused_as_too_deep(error)


def _refused_as_too_deep(error: HtmlError) -> str:
    return "The deepest sentence counts as well." if error.reason == "too_deep" else error.reason


@pytest.mark.parametrize("depth", [300, 20_000])
def test_a_page_nested_too_deep_is_refused_or_read_whole(depth: int) -> None:
    body = BODY + "<div>" * depth + "<p>The deepest sentence counts as well.</p>" + "</div>" * depth
    assert "The deepest sentence counts as well." in _page_text(body)
    assert "The deepest sentence counts as well." in _fragment_text(body)


def test_a_page_full_of_unclosed_tags_takes_no_time() -> None:
    head = '<meta property="article:published_time" content="2025-06-27">'
    html = page(BODY, head) + "<meta " * 5000
    start = time.process_time()
    assert read_html(html, WHERE, None).published == "2025-06-27"
    assert time.process_time() - start < 1.5


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<p>One.</p><p>Two.</p>", True),
        ("One <em>word</em> and <A HREF='x'>another</A>.", True),
        ("I <3 this, and a < b > c.", False),
        ("Close it with </p>, she wrote.", False),
    ],
)
def test_markup_is_told_from_stray_signs(text: str, markup: bool) -> None:
    assert holds_markup(text) is markup


def test_a_fragment_keeps_its_words_and_loses_its_tags() -> None:
    text = read_fragment("<p>The lab &amp; its board said so.</p><ul><li>One</li><li>Two</li></ul>")
    assert "The lab & its board said so." in text
    assert "<" not in text
    with pytest.raises(HtmlError, match="no text between the tags"):
        read_fragment("<p></p><p> </p>")
