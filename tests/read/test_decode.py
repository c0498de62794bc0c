import codecs
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.read.decode import DecodeError, decode
from pipeline.text import mend_surrogates

_PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t\u2028\u0085"))


@given(_PRINTED)
@settings(max_examples=100, deadline=None, database=None)
def test_text_with_or_without_a_mark_is_decoded_as_it_was(text: str) -> None:
    assume(text.strip())
    marked = {
        "utf-8": codecs.BOM_UTF8,
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
    }
    for encoding, mark in marked.items():
        assert decode(mark + text.encode(encoding), "cp1252") == text
    if not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8"), "utf-8") == text


def test_the_configured_encoding_decodes_what_has_no_mark() -> None:
    assert decode("“Café”".encode("cp1252"), "cp1252") == "“Café”"


def test_text_is_not_normalised() -> None:
    text = "\r\n e\u0301\u00a0\u2028x \n"
    assert decode(text.encode(), "utf-8") == text


@pytest.mark.parametrize(
    ("data", "reason", "message"),
    [
        (b"", "empty", "no text in it"),
        (b" \r\n\t", "empty", "no text in it"),
        (codecs.BOM_UTF8, "empty", "no text in it"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", "not a text file"),
        (b"plain\0text", "binary", "not a text file"),
        (b"\x01\x02\x03\x04 some words", "binary", "not a text file"),
        ("no mark".encode("utf-16-le"), "binary", "not a text file"),
        (b"caf\xe9 au lait", "encoding", "byte 0xe9 at offset 3 is not utf-8.*--set input.encoding=cp1252"),
        (b"overlong \xc0\xaf here", "encoding", "byte 0xc0 at offset 9 is not utf-8"),
        (b"a surrogate \xed\xa0\x80 here", "encoding", "byte 0xed at offset 12"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_a_reason(data: bytes, reason: str, message: str) -> None:
    with pytest.raises(DecodeError, match=message) as caught:
        decode(data, "utf-8")
    assert caught.value.reason == reason


@given(st.text(st.characters() | st.characters(categories=["Cs"])))
@settings(max_examples=200, deadline=None, database=None)
def test_mending_joins_pairs_replaces_lone_surrogates_and_touches_nothing_else(text: str) -> None:
    def join(pair: re.Match[str]) -> str:
        return chr(0x10000 + (ord(pair[0][0]) - 0xD800) * 0x400 + ord(pair[0][1]) - 0xDC00)

    joined = re.sub("[\ud800-\udbff][\udc00-\udfff]", join, text)
    assert mend_surrogates(text) == re.sub("[\ud800-\udfff]", "\ufffd", joined)
