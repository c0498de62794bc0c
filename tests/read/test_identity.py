import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.identity import article_id, iso_date


def test_the_id_depends_on_address_and_text() -> None:
    ids = {article_id(url, text) for url in (None, "https://a.example") for text in ("one", "two")}
    assert len(ids) == 4
    assert all(re.fullmatch("a_[0-9a-f]{16}", value) for value in ids)


def test_the_id_is_the_same_in_every_run() -> None:
    assert article_id("https://a.example", "one") == "a_cf15244163512441"


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("2025-06-27", "2025-06-27"),
        (" 2025-06-27T10:00:00Z ", "2025-06-27T10:00:00Z"),
        ("20250627", "2025-06-27"),
        ("Fri, 27 Jun 2025 10:00:00 +0200", "2025-06-27T10:00:00+02:00"),
        ("2025-W26-5", "2025-06-27"),
        ("", None),
        ("0000-00-00", None),
        ("2025-02-30", None),
        ("yesterday", None),
        ("Mon, 1 Jan 99999999999999999999 00:00:00 +0000", None),
    ],
)
def test_dates_become_iso_8601_or_nothing(given_date: str, expected: str | None) -> None:
    assert iso_date(given_date) == expected


@given(st.text() | st.from_regex(r"\w{3}, \d{1,2} Jun \d{1,30} \d\d:\d\d:\d\d [+-]\d{1,9}", fullmatch=True))
@settings(max_examples=200, deadline=None, database=None)
def test_any_string_is_a_calendar_date_or_nothing(value: str) -> None:
    found = iso_date(value)
    assert found is None or re.match(r"\d{4}-\d\d-\d\d", found)
