from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.layout import blocks


def shown(text: str, title: str | None = None) -> list[tuple[str, bool]]:
    return [(text[block.start : block.end], block.furniture) for block in blocks(text, title)]


def test_a_heading_is_not_glued_to_the_paragraph_under_it() -> None:
    text = "## What it means\nThe board kept control.\n\nPay\n\nOffers rose."
    assert shown(text) == [
        ("What it means", True),
        ("The board kept control.", False),
        ("Pay", False),
        ("Offers rose.", False),
    ]


def test_the_repeated_title_is_furniture() -> None:
    text = "Board ousts chief\n\nIn Brief\n\nBoard ousts chief\n\nThe board acted on Friday."
    assert [furniture for _, furniture in shown(text, "Board Ousts Chief")] == [True, True, True, False]


@pytest.mark.parametrize(
    "line",
    [
        "Posted:",
        "2:07 PM PDT · July 29, 2026",
        "Friday, 17 November 2023",
        "Image Credits: Getty Images",
        "Photo by: Ana Lima / Wire",
        "By Noor Haddad",
        "Written by Kwabena Asante-Holt and Li Na",
        "Read more: Five questions for the board",
        "Also: The best laptops of 2026",
        "© 2025 The Copy Desk. All rights reserved.",
        "— Jack Altman (@jaltma) June 17, 2025",
        "https://thecopydesk.example/a/b",
        "12 comments",
        "5 min read",
        "Advertisement",
        "| Lab | Raised |",
    ],
)
def test_furniture_is_recognised(line: str) -> None:
    assert [furniture for _, furniture in shown(f"{line}\n\nThe lab raised money.")] == [True, False]


@pytest.mark.parametrize(
    "line",
    [
        "By 2026 the company had raised $3 billion from investors in the Gulf.",
        "May was the month in which three founders left.",
        "More than half of the staff signed.",
        "Also on the board is a former treasury official who has never run a company.",
        "Photographers were kept outside while the board met.",
        "On Monday he was gone.",
        "Get it right.",
        "Trust at last.",
        "More: OpenAI has fired its chief executive. It named nobody.",
    ],
)
def test_prose_is_not_taken_for_furniture(line: str) -> None:
    assert shown(line) == [(line, False)]


def test_list_marks_stand_outside_the_item() -> None:
    text = "Three things changed:\n- The board grew.\n* Pay rose.\n3. Two founders left.\n• A trust was set up."
    assert [item for item, _ in shown(text)] == [
        "Three things changed:",
        "The board grew.",
        "Pay rose.",
        "Two founders left.",
        "A trust was set up.",
    ]


def test_a_hard_wrapped_paragraph_is_one_block() -> None:
    text = (
        "The company said on Tuesday that it would move its safety\n"
        "researchers into a new division, and that the head of that\n"
        "division would report to the board.\n\nA second paragraph."
    )
    assert len(shown(text)) == 2


def test_rules_code_and_blank_lines_hold_no_sentence() -> None:
    assert shown("---\n\n```\nloss.backward()\n```\n\n* * *\n") == [("loss.backward()", True)]


def test_carriage_returns_end_lines() -> None:
    assert shown("Title\r\n\r\nOne sentence.\r\nAnother one.") == [
        ("Title", False),
        ("One sentence.", False),
        ("Another one.", False),
    ]


@given(st.text(alphabet=st.sampled_from(list("aZ .:-#*>|\n\r\t1©—`\u2028é🙂")), max_size=200))
def test_blocks_are_in_order_and_lose_no_letter(text: str) -> None:
    found = list(blocks(text))
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {i for block in found for i in range(block.start, block.end)}
    lost = [char for i, char in enumerate(text) if i not in covered and char.isalpha()]
    assert not lost


@pytest.mark.parametrize(
    "mark",
    [
        "a. ",
        "- ",
        "# ",
        "By A",
        "by a",
        "Jan ",
        "at ",
        "sat oct ",
        "| ",
        "> ",
        "Photo ",
        "— a",
        "12 ",
        "~~~\n",
        "a\n",
        "x.A ",
    ],
)
def test_no_pattern_is_slow_on_near_misses(mark: str) -> None:
    # A pattern that backtracks would not come back at all within the suite's limit.
    text = mark * (100_000 // len(mark)) + "?! a"
    assert max(block.end for block in blocks(text)) == len(text)


@pytest.mark.parametrize(
    "line",
    ["by " + "a" * 60 + "-b (x)", "at " * 50 + "!", "Sat Oct 3, " * 14 + "(tickets)", "By " + "Ann Li, " * 18 + "(x)"],
)
def test_no_short_line_is_slow_either(line: str) -> None:
    assert [block.furniture for block in blocks(line)] == [False]


def test_a_fence_that_is_never_closed_swallows_nothing() -> None:
    text = (
        "Intro.\n\n~~~~~~~~\n\nOpenAI hired three people.\n\n```OpenAI raised $10 billion.```\n\nAnthropic fired one."
    )
    assert [item for item, furniture in shown(text) if not furniture] == [
        "Intro.",
        "OpenAI hired three people.",
        "```OpenAI raised $10 billion.```",
        "Anthropic fired one.",
    ]
