"""Amounts of pay in a claim on compensation: which sums of its sentence are pay, of what kind, for what period.

    find_amounts(text, start, end) -> tuple[Amount, ...]

Rules of our own, because no library does this over running text. Measured on strings from news: price-parser 0.5.1 reads
one price a string and no scale ("up to $100M" is 100); quantulum3 0.10.0 reads "$10-20 million" as 30 million, "half a
million dollars" as 1.5 million and "$1MM" as 1; spaCy's MONEY entities are spans without a value; none knows "up to" or
"nine-figure". Offsets are those of the stored text.
"""

import re
from collections.abc import Sequence

from pipeline.data import Amount, AmountKind, Period
from pipeline.extract.money.numerals import Token, tokens_of, word_at
from pipeline.extract.money.pay import is_pay, kind_of
from pipeline.extract.money.sums import Sum, find_sums
from pipeline.extract.view import view

_CONTEXT = 1500  # characters before the sentence that can name the currency of "half a million"
_DEFAULT_CURRENCY = "USD"
_UNITS: dict[str, Period] = {
    "year": "year",
    "yr": "year",
    "annum": "year",
    "month": "month",
    "week": "week",
    "day": "day",
    "hour": "hour",
    "hr": "hour",
}
_RATES: dict[str, Period] = {
    "annual": "year",
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
}
_A_SALARY = 300_000  # a sum below this that no word explains is likelier a salary than a package
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}  # str.lower can change the length
_PER = ("a", "an", "per", "each", "every", "/")
_ONCE = re.compile(r"\b(?:one-off|one-time|one-shot|lump sum|paid once|on signing)\b")
_RATE_REACH = 4  # tokens before a sum in which "an annual salary of" names its period


def find_amounts(text: str, start: int, end: int) -> tuple[Amount, ...]:
    """Return the amounts of pay in the claim ``text[start:end]``, in order; to be called for claims on compensation."""
    seen = view(text, start, end)
    tokens = tokens_of(seen.text)
    sums = list(find_sums(tokens))
    if not sums:
        return ()
    sentence = seen.text.translate(_LOWER)
    is_once = _ONCE.search(sentence) is not None
    currencies = _currencies(sums, text[max(0, start - _CONTEXT) : start])
    nexts = [*(tokens[found.first].start for found in sums[1:]), len(sentence)]
    amounts: list[Amount] = []
    previous = 0
    for found, currency, following in zip(sums, currencies, nexts, strict=True):
        first, last = tokens[found.first].start, tokens[found.stop - 1].end
        before, previous = sentence[previous:first], last
        value = found.high or found.low or 0.0
        if not value or not is_pay(sentence, first, last, value):
            continue
        period, stop = _period(tokens, found)
        last = tokens[stop - 1].end
        default: AmountKind = "salary" if period not in ("year", None) or value < _A_SALARY else "package"
        kind = kind_of(before, sentence[last:following], default)
        period = period or ("once" if is_once and kind == "bonus" else None) or _carried_over(amounts, found, currency)
        begin, finish = seen.span(first, last)
        amounts.append(Amount(text[begin:finish], begin, finish, found.low, found.high, currency, kind, period))
    return tuple(amounts)


def _currencies(sums: Sequence[Sum], before: str) -> list[str]:
    """Fill in the currencies that are not named: from the sum before, else the next one, else the text before."""
    named = [found.currency for found in sums]
    if all(named):
        return [currency for currency in named if currency]
    known = next(filter(None, named), None) or _last_currency(before) or _DEFAULT_CURRENCY
    filled = []
    for currency in named:
        known = currency or known
        filled.append(known)
    return filled


def _last_currency(before: str) -> str | None:
    sums = [found.currency for found in find_sums(tokens_of(before)) if found.currency]
    return sums[-1] if sums else None


def _period(tokens: Sequence[Token], found: Sum) -> tuple[Period | None, int]:
    """Return the period stated around a sum, and the token after the words that follow it ("$5 an hour")."""
    at = found.stop + (word_at(tokens, found.stop) == "-")
    if word_at(tokens, at) in _PER:
        after = at + 1 + (word_at(tokens, at + 1) == "-")
        if unit := _UNITS.get(word_at(tokens, after)):
            return unit, after + 1
    if [token.lower for token in tokens[at : at + 3]] == ["p", ".", "a"]:
        return "year", at + 3
    if rate := _RATES.get(word_at(tokens, at)):
        return rate, at + 1
    near = [*range(found.first - _RATE_REACH, found.first), at + 1, at + 2]
    return next((rate for index in near if (rate := _RATES.get(word_at(tokens, index)))), None), found.stop


def _carried_over(amounts: Sequence[Amount], found: Sum, currency: str) -> Period | None:
    """In "from $22 an hour to $15" the period of the first sum is meant of the second."""
    if not amounts or amounts[-1].currency != currency:
        return None
    last, value = amounts[-1].high or amounts[-1].low or 0.0, found.high or found.low or 0.0
    return amounts[-1].period if last / 10 <= value <= last * 10 else None
