"""Amounts of pay. The strings are written as news and the users of other parsers write them."""

import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data import Amount
from pipeline.extract.money.amounts import find_amounts

K, M, B = 1e3, 1e6, 1e9


def amounts(sentence: str) -> tuple[Amount, ...]:
    return find_amounts(sentence, 0, len(sentence))


def bounds(sentence: str) -> list[tuple[float | None, float | None, str]]:
    return [(found.low, found.high, found.currency) for found in amounts(sentence)]


EXACT = {
    "$54K": (54 * K, "USD"),
    "$1MM": (M, "USD"),
    "$ 100 million": (100 * M, "USD"),
    "$100 M": (100 * M, "USD"),
    "$1.5M": (1.5 * M, "USD"),
    "$1.5 million": (1.5 * M, "USD"),
    "$1.1 million": (1.1 * M, "USD"),
    "$2.2mn": (2.2 * M, "USD"),
    "$3mln": (3 * M, "USD"),
    "$1.5bn": (1.5 * B, "USD"),
    "$1B": (B, "USD"),
    "$1 trillion": (1e12, "USD"),
    "$250,000": (250 * K, "USD"),
    "$250,000.50": (250_000.5, "USD"),
    "$2.40": (2.4, "USD"),
    "US$5m": (5 * M, "USD"),
    "U.S. $5 million": (5 * M, "USD"),
    "USD 300,000": (300 * K, "USD"),
    "300,000 USD": (300 * K, "USD"),
    "$300,000 CAD": (300 * K, "CAD"),
    "A$300,000": (300 * K, "AUD"),
    "C$300,000": (300 * K, "CAD"),
    "HK$2 million": (2 * M, "HKD"),
    "S$180,000": (180 * K, "SGD"),
    "NZ$165,000": (165 * K, "NZD"),
    "£870,000": (870 * K, "GBP"),
    "£1.5bn": (1.5 * B, "GBP"),
    "€17": (17.0, "EUR"),
    "€180k": (180 * K, "EUR"),
    "300,000€": (300 * K, "EUR"),
    "€1.500.000": (1.5 * M, "EUR"),
    "€1,5 million": (1.5 * M, "EUR"),
    "€1 500 000": (1.5 * M, "EUR"),
    "4$": (4.0, "USD"),
    "4 cents": (0.04, "USD"),
    "50 pence": (0.5, "GBP"),
    "¥20 million": (20 * M, "JPY"),
    "CN¥2 million": (2 * M, "CNY"),
    "RMB 2 million": (2 * M, "CNY"),
    "3 million yuan": (3 * M, "CNY"),
    "900 million won": (900 * M, "KRW"),
    "₩90 million": (90 * M, "KRW"),
    "₹19 lakh": (1.9 * M, "INR"),
    "Rs. 50 lakh": (5 * M, "INR"),
    "Rs 1,50,000": (150 * K, "INR"),
    "four crore rupees": (40 * M, "INR"),
    "₹2 crore": (20 * M, "INR"),
    "₹2.5 Cr": (25 * M, "INR"),
    "₦4 million": (4 * M, "NGN"),
    "sixty million naira": (60 * M, "NGN"),
    "CHF 300,000": (300 * K, "CHF"),
    "11 million Swiss francs": (11 * M, "CHF"),
    "9,000 CFA francs": (9 * K, "XOF"),
    "300,000 euros": (300 * K, "EUR"),
    "1.5 million dollars": (1.5 * M, "USD"),
    "3.2 million US dollars": (3.2 * M, "USD"),
    "240,000 Canadian dollars": (240 * K, "CAD"),
    "half a million dollars": (500 * K, "USD"),
    "half a million pounds": (500 * K, "GBP"),
    "a quarter of a million dollars": (250 * K, "USD"),
    "three-quarters of a billion dollars": (750 * M, "USD"),
    "a million and a half dollars": (1.5 * M, "USD"),
    "two and a half million euros": (2.5 * M, "EUR"),
    "two point four million dollars": (2.4 * M, "USD"),
    "six and a half dollars": (6.5, "USD"),
    "a hundred and fifty thousand dollars": (150 * K, "USD"),
    "thirty-eight million dollars": (38 * M, "USD"),
    "twenty-three thousand dollars": (23 * K, "USD"),
    "nine bucks": (9.0, "USD"),
    "300 grand": (300 * K, "USD"),
    "a hundred million": (100 * M, "USD"),
}

BOUNDED = {
    "up to $100M": (None, 100 * M),
    "up to about $100 million": (None, 100 * M),
    "as much as $20 million": (None, 20 * M),
    "as high as $1 billion": (None, B),
    "no more than $2 million": (None, 2 * M),
    "less than two dollars": (None, 2.0),
    "a maximum of $2 million": (None, 2 * M),
    "$2 million or less": (None, 2 * M),
    "upwards of $30": (30.0, None),
    "more than $200 million": (200 * M, None),
    "over $20 million": (20 * M, None),
    "at least $12 million": (12 * M, None),
    "north of $15 million": (15 * M, None),
    "in excess of $1 million": (M, None),
    "no less than $700,000": (700 * K, None),
    "a minimum of $300,000": (300 * K, None),
    "$100M+": (100 * M, None),
    "$100M-plus": (100 * M, None),
    "$1 million or more": (M, None),
    "a nine-figure sum": (100 * M, None),
    "nine figures": (100 * M, None),
    "mid-seven figures": (M, None),
    "eight- and nine-figure sums": (10 * M, None),
    "a ten-figure sum": (B, None),
    "six figures": (100 * K, None),
    "between $10 and $20 million": (10 * M, 20 * M),
    "between $300,000 and $2 million": (300 * K, 2 * M),
    "$10-20 million": (10 * M, 20 * M),
    "$10 million to $20 million": (10 * M, 20 * M),
    "from $1m to $2m": (M, 2 * M),
    "$200K–$300K": (200 * K, 300 * K),
    "$200-300K": (200 * K, 300 * K),
    "$5-8,000": (5 * K, 8 * K),
    "700,000 to 900,000 dollars": (700 * K, 900 * K),
    "seven to nine million dollars": (7 * M, 9 * M),
    "between a hundred and two hundred million dollars": (100 * M, 200 * M),
    "between $1.80 and $2.30": (1.8, 2.3),
    "5 to 10 cents": (0.05, 0.1),
}


@pytest.mark.parametrize(("written", "expected"), EXACT.items(), ids=EXACT)
def test_an_exact_sum_is_both_bounds(written: str, expected: tuple[float, str]) -> None:
    value, currency = expected
    assert bounds(f"She was offered {written} to join.") == [(value, value, currency)]


@pytest.mark.parametrize(("written", "expected"), BOUNDED.items(), ids=BOUNDED)
def test_bounds_and_ranges(written: str, expected: tuple[float | None, float | None]) -> None:
    assert bounds(f"She was offered {written} to join.") == [(*expected, "USD")]


@pytest.mark.parametrize(
    "sentence",
    [
        "They get multimillion-dollar pay packages.",
        "They get multi-million-dollar pay.",
        "Pay runs to millions of dollars.",
        "A few hundred thousand dollars is a usual bonus.",
        "Bonuses run from some hundred thousand to several million dollars.",
        "In 2024 and until 2030 salaries will rise.",
        "Workers rated 1.1 million comparisons for their pay.",
        "The 4,000 employees will vote on pay.",
        "The salary is $" + "9" * 400 + " in a spam mail.",
    ],
)
def test_what_is_vague_or_counts_something_else_is_none(sentence: str) -> None:
    assert bounds(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Meta dangled $100 million signing bonuses and $1 billion packages.", [100 * M, B]),
        ("Pay rose from $4.10 to $9.75 an hour.", [4.1, 9.75]),
        ("It went from $310,000 a year to $710,000.", [310 * K, 710 * K]),
        ("Raters earn 4 cents or 4$ a task.", [0.04, 4.0]),
        ("Of that, $410,000 was salary, half a million was for signing.", [410 * K, 500 * K]),
        ("A clerk got 165,000 dollars, now it's 290,000.", [165 * K, 290 * K]),
    ],
)
def test_sums_beside_each_other_are_not_merged(sentence: str, expected: list[float]) -> None:
    assert [found.low for found in amounts(sentence)] == expected


def test_a_conversion_in_brackets_is_the_same_sum() -> None:
    assert bounds("He was paid $100m (£74m) to join.") == [(100 * M, 100 * M, "USD")]
    assert bounds("He was paid £74m (about $100m) to join.") == [(74 * M, 74 * M, "GBP")]
    assert len(bounds("He was paid $100m ($25m a year) to join.")) == 2


def test_nobody_may_sell_more_than_sets_the_upper_bound() -> None:
    assert bounds("Nobody may sell more than $10 million.") == [(None, 10 * M, "USD")]


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Staff can sell shares at a valuation of $86 billion, up to $10 million each.", ["up to $10 million"]),
        ("The lab, valued at $9 billion, pays researchers $2 million a year.", ["$2 million a year"]),
        ("The startup raised $2 billion and doubled salaries to $400,000.", ["$400,000"]),
        ("With $3 billion in revenue it can afford a $5 million bonus.", ["$5 million"]),
        ("It was fined $20 million over unpaid wages of $1,200 each.", ["$1,200"]),
        ("Meta's $14.3 billion deal made its $100 million offers look small.", ["$100 million"]),
        ("Employees sold $6.6 billion of stock.", []),
        ("The founder sold $7 million of his shares.", ["$7 million"]),
        ("Options are exercised at $12 a share.", []),
        ("Training cost $40 million, more than the payroll.", []),
        ("She holds shares that a recruiter valued at $18 million.", ["$18 million"]),
        ("Leaving cost her $4.2 million in options.", ["$4.2 million"]),
        ("A $9 billion company pays its interns $60 an hour.", ["$60 an hour"]),
    ],
)
def test_only_pay_is_kept(sentence: str, kept: list[str]) -> None:
    assert [found.text for found in amounts(sentence)] == kept


@pytest.mark.parametrize(
    ("sentence", "kind", "period"),
    [
        ("He has a salary of $300,000 a year.", "salary", "year"),
        ("They earn $15 per hour.", "salary", "hour"),
        ("They earn $15/hr.", "salary", "hour"),
        ("The salary is £65k p.a. in London.", "salary", "year"),
        ("The job pays an annual $555,000.", "salary", "year"),
        ("A $300,000-a-year job pays well.", "salary", "year"),
        ("The rent allowance is €900 a month.", "other", "month"),
        ("Contractors are paid $900 a week.", "salary", "week"),
        ("Contractors are paid $400 a day.", "salary", "day"),
        ("Signing bonuses reached $100 million.", "bonus", None),
        ("A one-off bonus of $75,000 was paid.", "bonus", "once"),
        ("She got restricted stock worth $27.5 million.", "equity", None),
        ("The package is worth $250 million over four years.", "package", None),
        ("Offers hit $20 million in stock over four years.", "equity", None),
        ("Each trustee gets an honorarium of $90,000 a year.", "other", "year"),
    ],
)
def test_kind_and_period(sentence: str, kind: str, period: str | None) -> None:
    (found,) = amounts(sentence)
    assert (found.kind, found.period) == (kind, period)


def test_the_second_of_two_rates_has_the_period_of_the_first() -> None:
    assert [found.period for found in amounts("The $22 an hour had turned into $15.")] == ["hour", "hour"]


def test_a_sum_without_a_currency_takes_the_one_last_named() -> None:
    text = "He earned £400,000. She turned down half a million."
    (found,) = find_amounts(text, 20, len(text))
    assert (found.low, found.currency) == (500 * K, "GBP")


@pytest.mark.parametrize(
    "text",
    [
        "Her bonus was &pound;40,000 last year.",
        "Her bonus was £40\u00a0000 last year.",
        "Her bonus was \u200b£40,000\u200b last year.",
        "Ihr Bonus 🎉 İ: her bonus was £40,000.",
    ],
)
def test_offsets_are_those_of_the_stored_text(text: str) -> None:
    (found,) = find_amounts("Before. " + text, 8, 8 + len(text))
    assert ("Before. " + text)[found.start : found.end] == found.text
    assert (found.low, found.currency) == (40 * K, "GBP")


SHAPES: dict[str, tuple[Callable[[int], str], float]] = {
    "sign, grouped": (lambda n: f"${n:,}", 1),
    "sign, plain": (lambda n: f"£{n}", 1),
    "sign and K": (lambda n: f"${n}K", K),
    "sign and million": (lambda n: f"€{n} million", M),
    "code first": (lambda n: f"CHF {n:,}", 1),
    "word after": (lambda n: f"{n:,} euros", 1),
    "scale and word": (lambda n: f"{n} billion dollars", B),
    "crore": (lambda n: f"₹{n} crore", 1e7),
}


@given(st.integers(1, 999_999), st.sampled_from(sorted(SHAPES)), st.text(max_size=20), st.text(max_size=20))
def test_a_number_written_in_any_shape_comes_back(number: int, shape: str, before: str, after: str) -> None:
    write, scale = SHAPES[shape]
    sentence = f"{before}. A salary of {write(number)}. {after}"
    found = find_amounts(sentence, len(before) + 2, len(sentence) - len(after))
    assert [(each.low, each.high) for each in found] == [(number * scale, number * scale)]


PIECES = st.sampled_from(
    "$ £ € 1 10 1,000 2.5 k M million crore half a quarter of and to - – between from up over + nine figures dollars an hour "
    "pay bonus , . &pound; \u200b \u00a0 ₹ US won cents several".split(" ")
)


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_amounts_lie_in_the_sentence_in_order_without_overlap(text: str) -> None:
    position = 1
    for found in find_amounts(f"x{text}x", 1, 1 + len(text)):
        assert position <= found.start < found.end <= 1 + len(text)
        assert f"x{text}x"[found.start : found.end] == found.text
        assert found.low is not None or found.high is not None
        assert found.low is None or found.high is None or found.low <= found.high
        position = found.end


def calls_in(text: str) -> int:
    """Count the Python function calls that a sentence takes: a bound on work that no busy machine disturbs."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        amounts(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "hostile",
    [
        "$",
        "1,",
        "1 ",
        "$1 ",
        "a ",
        "nine-",
        "hundred and ",
        "about ",
        "$5 to ",
        "between ",
        "$9 billion ",
        "up to ",
        "half a ",
    ],
)
def test_work_grows_no_faster_than_the_text(hostile: str) -> None:
    once, twice = calls_in(hostile * 1000), calls_in(hostile * 2000)
    assert twice < 2.2 * once + 1000
    amounts(hostile * 20_000)
