"""Numbers in running text: digits in the usual groupings, number words, and the scale that follows (k, million, crore).

A text is cut into tokens once; a number is read from a token onwards and says where it stops. The look-ahead is a few
tokens and a number never has more than ``_LONGEST`` of them, so the work is bounded by the number of tokens.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\d{1,3}(?: \d{3}){1,4}(?![\d.,]?\d)|\d+(?:[.,]\d+)*|[^\W\d_]+|\S")
_LONGEST = 12
_MOST_DIGITS = 24  # beyond this no sum of money is meant, and a float would overflow

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_WORDS = {**_SMALL, **_TENS}
_SCALES = {
    "thousand": 1e3,
    "grand": 1e3,
    "lakh": 1e5,
    "lac": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
}
_PLURALS = {f"{word}s": value for word, value in _SCALES.items()}
# Glued to the digits ("54K"), or after them where a currency sign leads ("$ 1 M").
_SUFFIXES = {
    "k": 1e3,
    "m": 1e6,
    "mm": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mil": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "l": 1e5,
    "lpa": 1e5,
    "cr": 1e7,
}
_FRACTIONS = {"half": 0.5, "quarter": 0.25, "quarters": 0.25}

# Separators that a figure may be written with, and how the figure is turned into a float.
_DIGITS: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (re.compile(r"\d+(?:\.\d+)?"), {}),
    (re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?"), {",": ""}),  # 1,500,000 and, in India, 15,00,000
    (re.compile(r"\d{1,3}(?: \d{3})+"), {" ": ""}),
    (re.compile(r"\d{1,3}(?:\.\d{3}){2,}"), {".": ""}),
    (re.compile(r"\d{1,3},\d{1,2}"), {",": "."}),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A number in digits, a word, or one other character; ``lower`` is what tables are looked up with."""

    text: str
    lower: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """``value`` counts its ``scale`` in; ``scale`` is 1 where none is written. ``stop`` is the token after it."""

    value: float
    scale: float
    stop: int
    in_words: bool


def tokens_of(text: str) -> list[Token]:
    return [Token(match[0], match[0].lower(), *match.span()) for match in _TOKEN.finditer(text)]


def word_at(tokens: Sequence[Token], index: int) -> str:
    """Return the token in lower case, empty beyond either end."""
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def read_number(tokens: Sequence[Token], at: int, after_sign: bool = False) -> Number | None:
    """Read the number that begins with token ``at``. ``after_sign``: a suffix may stand apart ("$ 100 M")."""
    if value := digits(tokens[at].text):
        return _scaled(tokens, at, value[0], after_sign)
    return _part_of_a_scale(tokens, at) or _in_words(tokens, at)


def digits(text: str) -> tuple[float] | None:
    """Return the value of a figure in digits (in a tuple: 0 is a value too), None if it is not one."""
    if not text[0].isdigit() or len(text) > _MOST_DIGITS:
        return None
    for shape, changes in _DIGITS:
        if shape.fullmatch(text):
            for old, new in changes.items():
                text = text.replace(old, new)
            return (float(text),)
    return None


def _scaled(tokens: Sequence[Token], at: int, value: float, after_sign: bool) -> Number:
    scale, stop = 1.0, at + 1
    glued = stop < len(tokens) and tokens[stop].start == tokens[at].end
    if (glued or after_sign) and (suffix := _SUFFIXES.get(word_at(tokens, stop))):
        return Number(_times(value, suffix), suffix, stop + 1, in_words=False)
    while stop < at + 4:
        dash = word_at(tokens, stop) == "-"
        factor = _SCALES.get(word := word_at(tokens, stop + dash)) or _PLURALS.get(word)
        factor = factor or (100.0 if word == "hundred" else None)
        if factor is None:
            break
        scale, stop = scale * factor, stop + dash + 1
    return Number(_times(value, scale), scale, stop, in_words=False)


def _times(value: float, scale: float) -> float:
    """Multiply without the noise of binary fractions: 1.1 million is 1100000."""
    return round(value * scale, 6)


def _part_of_a_scale(tokens: Sequence[Token], at: int) -> Number | None:
    """Read "half a million", "a quarter of a billion", "three-quarters of a million"."""
    index, count = at, 1.0
    if word_at(tokens, index) in ("a", "one", "three"):
        count = 3.0 if word_at(tokens, index) == "three" else 1.0
        index += 1
        index += word_at(tokens, index) == "-"
    fraction = _FRACTIONS.get(word_at(tokens, index))
    if fraction is None:
        return None
    index += 1
    for filler in (("-", "of"), ("a", "an")):
        index += word_at(tokens, index) in filler
    scale = _SCALES.get(word_at(tokens, index))
    return Number(count * fraction * scale, scale, index + 1, in_words=True) if scale else None


class _Sum:
    """The running value of number words: "six thousand two hundred", "two point four million"."""

    def __init__(self) -> None:
        self.total, self.current, self.scale, self.last = 0.0, 0.0, 1.0, ""
        self.decimal = 0.0

    def take(self, word: str) -> bool:
        """Add a word; False if no number goes on with it."""
        if word in _WORDS:
            return self._add(word)
        if word == "hundred" and not self.decimal and self.last != "hundred":
            self.current, self.last = (self.current or 1) * 100, "hundred"
            return True
        if word in _SCALES and self.last != "scale":
            self.scale, self.last, self.decimal = _SCALES[word], "scale", 0.0
            self.total, self.current = self.total + _times(self.current or 1, self.scale), 0.0
            return True
        if word == "point" and self.last == "small":
            self.decimal, self.last = 0.1, "point"
            return True
        return False

    def _add(self, word: str) -> bool:
        if self.decimal:
            self.current, self.decimal = self.current + _WORDS[word] * self.decimal, self.decimal / 10
            return word in _SMALL
        fits = self.last in ("", "hundred", "scale") or (self.last == "tens" and 0 < _WORDS[word] < 10)
        if fits:
            self.current += _WORDS[word]
            self.last = "tens" if word in _TENS else "small"
        return fits

    def add_part(self, part: float) -> None:
        """Add "and a half": of one, or of the scale just named ("a billion and a half")."""
        if self.last == "scale":
            self.total += part * self.scale
        else:
            self.current += part

    def number(self, stop: int) -> Number:
        scale = self.scale if self.last == "scale" else 1.0
        return Number(round(self.total + self.current, 6), scale, stop, in_words=True)


def _in_words(tokens: Sequence[Token], at: int) -> Number | None:
    index = at
    if word_at(tokens, at) in ("a", "an"):
        index += 1
        if word_at(tokens, index) != "hundred" and word_at(tokens, index) not in _SCALES:
            return None
    elif word_at(tokens, at) not in _WORDS and word_at(tokens, at) != "hundred":
        return None
    found = _Sum()
    stop = at
    while index < at + _LONGEST:
        if found.take(word_at(tokens, index)):
            stop = index = index + 1
        elif part := _half_at(tokens, index, found.last):
            found.add_part(part)
            stop = index = index + 3
        elif (word_at(tokens, index) == "-" and stop == index) or _and_goes_on(tokens, index, found.last):
            index += 1
        else:
            break
    return found.number(stop) if stop > at else None


def _half_at(tokens: Sequence[Token], index: int, last: str) -> float | None:
    if word_at(tokens, index) != "and" or word_at(tokens, index + 1) != "a" or last not in ("small", "scale"):
        return None
    return _FRACTIONS.get(word_at(tokens, index + 2))


def _and_goes_on(tokens: Sequence[Token], index: int, last: str) -> bool:
    """Tell "a hundred and fifty", which goes on, from "between a hundred and two hundred", which does not."""
    if word_at(tokens, index) != "and" or last not in ("hundred", "scale"):
        return False
    if word_at(tokens, index + 1) not in _WORDS:
        return False
    return last == "scale" or word_at(tokens, index + 2) != "hundred"
