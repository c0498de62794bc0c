"""Sums of money in a text: what is written, as bounds and a currency, whatever it is paid for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.money.currency import sign_at, unit_at
from pipeline.extract.money.numerals import Number, Token, digits, read_number, word_at

_INDIAN_SCALES = (1e5, 1e7)
_LINKS = ("-", "–", "—", "−", "to", "and", "or")
_FIGURE_COUNTS = {"five": 4, "six": 5, "seven": 6, "eight": 7, "nine": 8, "ten": 9, "eleven": 10, "twelve": 11}
_FIGURE_LINKS = ("-", "–", "and", "or", "to", "figure", "figures", "low", "mid", "high", ",")

# Words between a bound and its sum that change nothing: "up to about", "more than an estimated".
_ABOUT = frozenset(
    "about around roughly approximately some nearly almost close perhaps maybe an a estimated the say "
    "even something like".split()
)
_LOW, _HIGH = "low", "high"
_BOUNDS = {
    tuple(phrase.split()): side
    for side, phrases in {
        _HIGH: "up to|as much as|as high as|as many as|at most|no more than|not more than|less than|fewer than|under|below|"
        "maximum of|max of|maximum|capped at|limited to|limit of|ceiling of|cap of|not exceeding|not exceed|not over",
        _LOW: "upwards of|upward of|more than|over|at least|north of|above|in excess of|no less than|not less than|exceeding|"
        "exceeds|exceeded|exceed|topping|tops|topped|surpassing|beyond|minimum of|minimum|as little as|as low as|"
        "greater than|not below|not under",
    }.items()
    for phrase in phrases.split("|")
}
_BOUNDS_AFTER = {
    tuple(phrase.split()): side
    for side, phrases in {
        _LOW: "+|- plus|at the very least|or more|and more|or above|and up|and above|at least|minimum",
        _HIGH: "or less|or below|at most|maximum|max|tops",
    }.items()
    for phrase in phrases.split("|")
}
# "Pay rose from $4 to $9" tells two sums; "they get from $4 to $9" is one range.
_CHANGES = frozenset(
    "went gone rise rises rose risen rising raise raised raises raising increase increased increases jump "
    "jumped jumps climb climbed grow grew grown growing double doubled triple tripled cut cuts cutting "
    "fall fell fallen falls drop dropped drops slide slid shrink shrank reduced lowered lifted lift "
    "bumped bump turned moved move up down change changed changing soar soared swell swelled boosted "
    "slashed".split()
)
# "Nobody may sell more than $10 million" sets the upper bound.
_NEGATIVE = frozenset(["nobody", "none", "not", "never", "cannot", "t", "without"])
_VAGUE = frozenset(["few", "several", "couple", "many", "multi"])
# What may follow a sum that names no currency; anything else is what is counted ("two million tokens").
_AFTER_BARE = frozenset(
    "a an per each apiece in over for on and but or as at when which who that if with by after before "
    "plus elsewhere to while because since so than then until all just is was were are would signing "
    "bonus bonuses salary salaries package packages offer offers".split()
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over tokens ``first`` to ``stop``; ``currency`` is None where the text does not name it there."""

    first: int
    stop: int
    low: float | None
    high: float | None
    currency: str | None
    number: Number | None = None
    signed: bool = False

    @property
    def scale(self) -> float:
        return self.number.scale if self.number else 1.0


def find_sums(tokens: Sequence[Token]) -> Iterator[Sum]:
    """Yield the sums of money in order, none overlapping. Every token is tried at most a few times."""
    index = floor = 0
    last: Sum | None = None
    while index < len(tokens):
        found = _figures(tokens, index) or _one(tokens, index)
        if found is None or _is_vague(tokens, found):
            index += 1
            continue
        ranged = _range(tokens, found) if found.number else None
        found = ranged or found
        index = found.stop
        if found.currency is None and found.number and not _stands_alone(tokens, found, floor > 0):
            continue
        bounded = found if ranged else _bounded(tokens, found, floor)
        index = floor = bounded.stop
        if last is None or not _is_conversion(tokens, last, bounded):
            yield bounded
        last = bounded


def _is_conversion(tokens: Sequence[Token], first: Sum, second: Sum) -> bool:
    """True for the pounds in "$100 million (about £74 million)": the same sum once more."""
    if word_at(tokens, first.stop) != "(" or second.currency in (None, first.currency):
        return False
    return all(token.lower in _ABOUT for token in tokens[first.stop + 1 : second.first])


def _figures(tokens: Sequence[Token], at: int) -> Sum | None:
    """Read "nine figures", "a seven-figure sum", "eight- and nine-figure offers": at least the smallest such number."""
    zeros = _FIGURE_COUNTS.get(word_at(tokens, at))
    stop = at + 1
    while zeros and stop < at + 6 and word_at(tokens, stop) in (*_FIGURE_LINKS, *_FIGURE_COUNTS):
        if word_at(tokens, stop).startswith("figure"):
            return Sum(at, stop + 1, 10.0**zeros, None, None)
        stop += 1
    return None


def _one(tokens: Sequence[Token], at: int) -> Sum | None:
    """Read one number with the currency before it, after it, or nowhere."""
    sign = sign_at(tokens, at)
    begin = sign[1] if sign else at
    if begin >= len(tokens):
        return None
    number = read_number(tokens, begin, after_sign=sign is not None)
    if number is None:
        return None
    unit = unit_at(tokens, number.stop)
    if unit and not (sign and unit[1] != 1):
        code, factor, stop = unit
        named = code if sign is None or sign[0] == "USD" else sign[0]  # "$5 million CAD"
        value = round(number.value * factor, 6)
        return Sum(at, stop, value, value, named, number, sign is not None)
    implied = "INR" if number.scale in _INDIAN_SCALES else None
    return Sum(at, number.stop, number.value, number.value, sign[0] if sign else implied, number, sign is not None)


def _is_vague(tokens: Sequence[Token], found: Sum) -> bool:
    """True for "a few hundred thousand dollars", and for "a hundred thousand to several million"."""
    last, last_but_one = word_at(tokens, found.first - 1), word_at(tokens, found.first - 2)
    if last in _VAGUE or (last in ("of", "-") and last_but_one in _VAGUE):
        return True
    return word_at(tokens, found.stop) in ("to", "or") and word_at(tokens, found.stop + 1) in _VAGUE


def _range(tokens: Sequence[Token], first: Sum) -> Sum | None:
    """Join two sums that bound a range, sharing the scale and the currency that only one of them names."""
    if word_at(tokens, first.stop) not in _LINKS or first.stop + 1 >= len(tokens):
        return None
    second = _one(tokens, first.stop + 1)
    if second is None or second.high is None or not _may_join(tokens, first, second):
        return None
    low = _shared_scale(tokens, first, second)
    if low >= second.high:
        return None
    begin = first.first - 1 if word_at(tokens, first.first - 1) in ("between", "from") else first.first
    return replace(second, first=begin, low=low, currency=first.currency or second.currency)


def _may_join(tokens: Sequence[Token], first: Sum, second: Sum) -> bool:
    if first.currency and second.currency and first.currency != second.currency:
        return False
    bare = first.currency is None
    if bare and (second.signed or (second.currency is None and second.scale == 1)):  # "GPT-5 to $10 million", "5 to 10"
        return False
    link = word_at(tokens, first.stop)
    if link == "and":
        return "between" in _words_before(tokens, first.first, 3)
    if link == "or":  # "six or seven million"
        return bare and first.scale == 1 and second.scale > 1
    return link != "to" or not _CHANGES & set(_words_before(tokens, first.first, 4))


def _words_before(tokens: Sequence[Token], at: int, count: int) -> list[str]:
    return [token.lower for token in tokens[max(0, at - count) : at]]


def _shared_scale(tokens: Sequence[Token], first: Sum, second: Sum) -> float:
    """The first value of a range in full: "$10-20 million" begins at ten million, "$5-8,000" at five thousand."""
    low, high = first.low or 0.0, second.high or 0.0
    if first.scale > 1 or second.number is None:
        return low
    scale = second.scale
    written = next((t.text for t in tokens[second.first : second.stop] if digits(t.text)), "")
    if scale == 1 and low < 1000 and not second.signed and "," in written:
        scale = 1000.0
    # cents and pence have been taken into the second value, not into the first
    factor = high / second.number.value if second.number.value else 1.0
    scaled = round(low * scale * factor, 6)
    return scaled if scaled < high else low


def _stands_alone(tokens: Sequence[Token], found: Sum, named_before: bool) -> bool:
    """True for a number without a currency that can still be money: large, and counting nothing that is named after it.

    ``named_before``: the sentence has named a currency already ("from 165,000 dollars to 290,000").
    """
    number = found.number
    after = word_at(tokens, found.stop)
    if number is None or (after[:1].isalpha() and after not in _AFTER_BARE) or after in ("-", "%"):
        return False
    if number.scale >= 1e5 or word_at(tokens, found.stop - 1) == "grand":
        return True
    if number.in_words:  # "six thousand two hundred a month"
        return number.value >= 1000 and after in ("a", "an", "per")
    return named_before and number.value >= 10_000 and "," in tokens[found.first].text


def _bounded(tokens: Sequence[Token], found: Sum, floor: int) -> Sum:
    """Take in the words that make the sum a bound: "up to $5 million", "$100M+", "no more than about €40"."""
    at = found.first
    while at > floor and (word_at(tokens, at - 1) in _ABOUT or _is_close_to(tokens, at)):
        at -= 2 if _is_close_to(tokens, at) else 1
    for length in (3, 2, 1):
        side = _BOUNDS.get(tuple(_words_before(tokens, at, length))) if at - length >= floor else None
        if side:
            denied = side == _LOW and _NEGATIVE & set(_words_before(tokens, at - length, 4))
            return _with_side(replace(found, first=at - length), _HIGH if denied else side)
    for length in (4, 2, 1):
        words = tuple(token.lower for token in tokens[found.stop : found.stop + length])
        if (side := _BOUNDS_AFTER.get(words)) and found.high is not None:
            return _with_side(replace(found, stop=found.stop + len(words)), side)
    return found


def _is_close_to(tokens: Sequence[Token], at: int) -> bool:
    return word_at(tokens, at - 1) == "to" and word_at(tokens, at - 2) == "close"


def _with_side(found: Sum, side: str) -> Sum:
    if found.high is None:  # "nine figures" is a lower bound already
        return replace(found, low=None, high=found.low) if side == _HIGH else found
    return replace(found, low=None) if side == _HIGH else replace(found, high=None)
