import io
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.config import InputConfig, load_config
from pipeline.data import Article, Extraction, Rejection, Where
from pipeline.io import encode_jsonl, read_records, write_atomic
from pipeline.read.html import holds_markup
from pipeline.read.rows import read_jsonl
from pipeline.schema import article_record, text_record

CONFIG = load_config().input


def read(data: bytes, config: InputConfig = CONFIG) -> list[Article | Rejection]:
    return list(read_jsonl(io.BytesIO(data), "a.jsonl", config))


def article(row: Mapping[str, object], config: InputConfig = CONFIG) -> Article:
    (outcome,) = read(json.dumps(row).encode() + b"\n", config)
    assert isinstance(outcome, Article)
    return outcome


def test_a_row_gives_every_field_and_keeps_the_rest_as_extra() -> None:
    row = {
        "id": "techx-1",
        "url": "https://a.example/1",
        "title": "T",
        "published": "2025-06-27",
        "source": "a.example",
        "byline": "Ann Lee",
        "text": "The lab said so.",
        "tags": ["x", 1],
    }
    assert article(row) == Article(
        id="techx-1",
        text="The lab said so.",
        where=Where("a.jsonl", 1),
        url="https://a.example/1",
        title="T",
        byline="Ann Lee",
        published="2025-06-27",
        published_from="given",
        source="a.example",
        extra={"tags": ["x", 1]},
    )


def test_names_of_fields_can_be_mapped() -> None:
    config = load_config(None, ["input.text=body", "input.id=key", "input.published=date"]).input
    found = article({"key": 7, "body": "Text.", "date": "2025-06-27", "text": "kept"}, config)
    assert (found.id, found.text, found.published, found.extra) == ("7", "Text.", "2025-06-27", {"text": "kept"})


def test_a_date_that_cannot_be_read_stays_in_extra() -> None:
    found = article({"text": "Text.", "published": "last week"})
    assert (found.published, found.published_from, found.extra) == (None, None, {"published": "last week"})


def test_html_of_a_row_is_read_and_what_the_row_says_wins() -> None:
    html = (
        "<html><head><title>Page</title></head><body><article><p>The lab said so on Friday.</p></article></body></html>"
    )
    found = article({"html": html, "title": "Row", "url": "https://a.example/1"})
    assert (found.text, found.title, found.source) == ("The lab said so on Friday.", "Row", "a.example")


def test_html_is_read_where_the_text_beside_it_is_empty() -> None:
    html = "<html><body><article><p>The lab said so on Friday.</p></article></body></html>"
    assert article({"text": "", "html": html}).text == "The lab said so on Friday."


def test_tags_in_the_text_are_taken_out() -> None:
    assert article({"text": "<p>The lab said so.</p><p>It was Friday.</p>"}).text == "The lab said so.\nIt was Friday."


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf8"])
def test_a_byte_order_mark_and_blank_lines_are_no_rows(encoding: str) -> None:
    config = load_config(None, [f"input.encoding={encoding}"]).input
    outcomes = read(b'\xef\xbb\xbf{"text": "One."}\r\n\n  \n{"text": "Two."}', config)
    assert [(o.text, o.where.row) for o in outcomes if isinstance(o, Article)] == [("One.", 1), ("Two.", 4)]
    assert len(outcomes) == 2


@pytest.mark.parametrize(
    ("line", "reason", "message"),
    [
        (b"no json at all", "invalid_json", "Expecting value"),
        (b'{"text": "cut', "invalid_json", "control character"),
        (b'["text"]', "invalid_json", "a row is a JSON object, not list"),
        (b'{"text": "a", "text": "b"}', "invalid_json", "a key is given twice"),
        (b'{"text": "a", "x": NaN}', "invalid_json", "NaN is no JSON"),
        (b'{"text": "a", "x": -Infinity}', "invalid_json", "-Infinity is no JSON"),
        (b'{"text": "a", "x": 1e999}', "invalid_json", "1e999|inf"),
        (b'{"text": "a", "x": ' + b"9" * 5000 + b"}", "invalid_json", "digits"),
        (b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "invalid_json", "nested too deep"),
        (b'{"title": "T"}', "no_text", "neither 'text' nor 'html' is a string in it; --set input.text=NAME"),
        (b'{"text": null}', "no_text", "--set input.text=NAME maps a field"),
        (b'{"text": ["a"]}', "no_text", "--set input.text=NAME maps a field"),
        (b'{"text": " \\n"}', "empty", "no text in it"),
        (b'{"html": "<html></html>"}', "no_article", "no article text in the page"),
        (b'{"text": "caf\xe9"}', "encoding", "not utf-8.*input.encoding"),
        (b'{"text": "' + b"a" * 300 + b'"}', "too_large", "300 characters; at most 200 .input.max_bytes"),
        (b'{"text": "' + b"a" * 300_000 + b'"}', "line_too_long", "more than 250,000 bytes .input.max_line_bytes"),
    ],
)
def test_a_bad_row_is_rejected_alone_with_its_reason(line: bytes, reason: str, message: str) -> None:
    config = load_config(None, ["input.max_bytes=200", "input.max_line_bytes=250_000"]).input
    before, bad, after = read(b'{"text": "Before."}\n' + line + b'\n{"text": "After."}\n', config)
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    assert isinstance(bad, Rejection)
    assert (before.text, after.text, str(bad.where)) == ("Before.", "After.", "a.jsonl:2")
    assert (bad.stage, bad.kind, bad.reason) == ("read", "dropped", reason)
    with pytest.raises(ValueError, match=message):
        raise ValueError(bad.detail)


@pytest.mark.parametrize("depth", [100, 450, 600, 990])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_a_nested_row_is_rejected_or_can_be_written(depth: int, opening: str, closing: str) -> None:
    (outcome,) = read(f'{{"text": "a", "x": {opening * depth}1{closing * depth}}}'.encode())
    assert json.loads(encode_jsonl([asdict(outcome)]))


def test_a_row_with_a_broken_address_does_not_stop_the_others() -> None:
    html = "<html><body><article><p>The lab said so on Friday.</p></article></body></html>"
    rows = [{"url": "http://[bad", "html": html}, {"text": "After."}]
    outcomes = read("".join(json.dumps(row) + "\n" for row in rows).encode())
    assert [outcome.where.row for outcome in outcomes] == [1, 2]


def test_the_id_of_a_rejected_row_is_named() -> None:
    (outcome,) = read(b'{"id": "x1", "title": "T"}')
    assert isinstance(outcome, Rejection)
    assert outcome.article_id == "x1"


_ANY = st.characters() | st.characters(categories=["Cs"]) | st.sampled_from('\u2028\u0085\0\ufeff\r\n"\\\x1f')


@given(st.text(_ANY, min_size=1), st.text(_ANY))
@settings(max_examples=150, deadline=None, database=None)
def test_any_text_comes_through_to_the_written_record(text: str, extra: str) -> None:
    kept = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assume(kept.strip())
    assume(not holds_markup(kept))
    found = article({"text": text, "title": "t" + text, "x": {extra: extra}})
    extraction = Extraction(found, (), (), (), len(found.text))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "out.jsonl")
        write_atomic(path, encode_jsonl([text_record(extraction), article_record(extraction)]))
        texts, articles = read_records(path)
        assert path.read_bytes().count(b"\n") == 2
    assert texts["text"] == found.text == kept
    assert articles["title"] == "t" + kept


@given(st.binary(max_size=80), st.sampled_from([b"", b"{", b'{"text":"', b'{"text":"a","x":']))
@settings(max_examples=150, deadline=None, database=None)
def test_no_bytes_stop_the_rows_after_them(data: bytes, start: bytes) -> None:
    outcomes = read(start + data + b'\n{"text": "After."}\n')
    last = outcomes[-1]
    assert isinstance(last, Article)
    assert last.text == "After."
    assert encode_jsonl([asdict(outcome) for outcome in outcomes])
