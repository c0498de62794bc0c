import time

import pytest

from pipeline.data import Where
from pipeline.read.text import read_text, title_line

WHERE = Where("a.txt")


def test_the_text_stays_whole_and_the_title_is_taken_from_it() -> None:
    text = "OpenAI names a chief scientist\r\n\r\nThe lab said so on Friday.\n"
    article = read_text(text, WHERE)
    assert (article.text, article.title, article.where) == (text, "OpenAI names a chief scientist", WHERE)
    assert article.id == read_text(text, Where("b.txt")).id


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# A heading #\nText", "A heading"),
        ("### A heading\nText", "A heading"),
        ("\n\n  A short line  \n\nText.", "A short line"),
        ("Who runs the lab?\n\nText.", "Who runs the lab?"),
        ("A sentence ends it.\n\nText.", None),
        ("The first line goes on\nin the second.", None),
        ("x" * 201 + "\n\nText.", None),
        ("#hashtag, not a heading.", None),
        (" \n", None),
        ("", None),
    ],
)
def test_the_first_line_is_a_title_only_if_it_looks_like_one(text: str, title: str | None) -> None:
    assert title_line(text) == title


@pytest.mark.parametrize("line", ["# a" + " " * 20_000 + "b", "# a" + "#" * 20_000 + "b"])
def test_a_hostile_heading_takes_no_time(line: str) -> None:
    start = time.process_time()
    title_line(line)
    assert time.process_time() - start < 0.5
