"""Claims that set the two sides of an axis of the taxonomy against each other, and the side they favour if they do.

    find_contrast(text, start, end, topics, axes) -> Contrast | None

A claim has to carry both topics and to be built as a contrast: one side in place of the other, a comparison, a
difference, or the two named apart. A claim that merely lists both ("uses RLHF and Constitutional AI") is none. Which
words name a side comes from the taxonomy; what is here are constructions of English that serve any axis.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.data import Contrast
from pipeline.extract.view import view
from pipeline.taxonomy import Axis

_REACH = 40  # characters from a verb or "than" to the side it governs
_REVERSAL_REACH = 22  # characters from "not" or "less" to the word it turns round


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.VERBOSE)


# Constructions that set one thing against another by themselves, whichever words stand beside them.
_OPPOSING = _any_of(
    r"""instead | rather\ than | in\ (?:the\ )?place\ of | in\ (?:its|their)\ place | in\ lieu\ of | replac\w+ | substitut\w+
    | swap(?:s|ped|ping)? | tak(?:e|es|en|ing)\ (?:over|the\ place) | took\ (?:over|the\ place) | supplant\w+ | abandon\w*
    | mov(?:e|es|ed|ing)\ (?:away\ from|on\ from|beyond) | switch\w*\ (?:to|from) | do(?:es|ing)?\ away\ with | no\ longer
    | went\ from | g[ai]v(?:e|es|ing)\ way | alternatives?\ to | dispens\w+\ with | without\ (?:the\ )?(?:need|any|help|human)
    | whereas | unlike | versus | vs | (?:in|by)\ contrast | contrast(?:s|ed|ing)? | on\ the\ other\ hand | as\ opposed\ to
    | compared\ (?:with|to) | conversely | differ(?:s|ed|ent|ently|ence|ences)? | distinguish\w* | quarrel | rivals? | trade-?off
    | than | better | worse | cheaper | safer | prefer(?:s|red|ring|able)? | beat(?:s|en|ing)? | outperform\w* | surpass\w*
    | w[io]ns? | ahead\ of | has\ (?:an|the)\ edge | would\ (?:sooner|rather) | superior | inferior | opposite | reverse
    | neither | nobody | nothing | never | least | half | times | side\ by\ side | head-to-head | as\ good\ as
    | (?:the|these)\ two | two\ (?:ways|schools|approaches|methods|kinds|traditions|camps) | the\ (?:former|latter)
    | one\b.{1,80}\bthe\ other | the\ first\b.{1,80}\bthe\ second | against | overrul\w+"""
)
# Weaker ones: they contrast something, but in a mere list of the sides it is something else.
_ADVERSATIVE = _any_of(
    r"""but | yet | while | although | though | however | not | \w+n['’]t | cannot | nor | no\ one | still | where | more
    | less | most | either | whether | which\ of | question\ of | depends | same | best | equal(?:ly)?
    | match(?:es|ed)? | sooner"""
)
_TOGETHER = _any_of(
    r"""combin\w+ | mix\w* | blend\w* | hybrid | alongside | along\ with | together | in\ addition\ to | as\ well\ as | plus
    | includ\w+ | such\ as | and/or"""
)
# What stands between two members of a list: "RLHF and Constitutional AI", "human feedback, or written principles".
_LIST_GAP = re.compile(r"(?:(?:\W{1,3}\w+){0,2}\W{1,3}(?:and|or|with)\b|\s?[,/&+])(?:\W{1,3}\w+){0,2}\W{0,3}")

# "A beats B" speaks for the side that is not named next, "prefers A" for the one that is.
_OVER = _any_of(
    r"""(?<!nothing\ )(?<!nobody\ )(?<!no\ one\ )beats? | outperform(?:s|ed)? | surpass(?:es|ed)? | superior\ to
    | ahead\ of | compared\ with | unlike | abandon(?:s|ed)? | moved?\ (?:away|on)\ from | set\ beside"""
)
_TOWARDS = _any_of(
    r"""prefer(?:s|red|ring)? | favou?r(?:s|ed)?(?:\ of)? | would\ (?:rather|sooner)(?:\ have)? | would\ take | welcomed?
    | (?:nothing|nobody|no\ one)\ (?:beats|replaces) | swears?\ by | wants? | bias\ towards?"""
)
_THAN = _any_of("than")
# Words that speak for or against the side of which they are said.
_GOOD = _any_of(
    r"""better | best | cheaper | safer | faster | easier | clearer | fairer | stronger | wins? | won | superior | an?\ edge
    | transparent | inspect\w* | readable | be\ (?:read | printed | published) | consisten\w+ | scalable | explain\w* | reasons?
    | audit\w* | costs?\ (?:far\ |much\ )?less | a\ fraction | warmer | preferable | trust\w*"""
)
_BAD = _any_of(
    r"""worse | worst | costly | costs?(?!\ (?:far\ |much\ )?less) | expensive | slow(?:er)? | opaque | flatter\w* | sycophan\w+
    | harmful | evasive | biase[sd] | inconsisten\w+ | fail\w* | silent | blind\ spots? | hard\ to | disturbing | weak(?:er|ness)?
    | unreliable | noisy"""
)
_BAD_TO_HAVE_MORE_OF = _any_of(rf"{_BAD.pattern} | costs?")
_REVERSED = _any_of(r"not | no | less | fewer | least | nor | without | \w+n['’]t")
_LESS = _any_of("less | fewer | rarely")
# "Both", "neither", "as good as": the claim weighs the sides and takes none.
_EVEN = _any_of(
    r"""both | neither | either | as\ good\ as | equal(?:ly)? | the\ same | depends | whether | which\ of | a\ draw | mix\w*
    | combin\w+ | compromise"""
)
_CLAUSE_END = re.compile(r"[;:—]|, |\b(?:whereas|while|but|than|where|although|though|over|because|since|as)\b")


@dataclass(frozen=True, slots=True)
class _Side:
    """A place where the sentence names side 0 or 1 of the axis."""

    start: int
    end: int
    side: int


def find_contrast(text: str, start: int, end: int, topics: Collection[str], axes: Sequence[Axis]) -> Contrast | None:
    """Return the contrast that the claim ``text[start:end]`` with these topics draws on the first axis that fits, or None."""
    fitting = [axis for axis in axes if set(axis.sides) <= set(topics)]
    if not fitting:
        return None
    sentence = view(text, start, end).text.lower()
    for axis in fitting:
        named = _named(sentence, axis)
        if _is_contrast(sentence, named):
            return Contrast(axis.id, axis.sides, _favoured(sentence, named, axis))
    return None


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    parts = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None


def _named(sentence: str, axis: Axis) -> list[_Side]:
    patterns = [_pattern(words) for words in axis.words]
    found = [
        _Side(*m.span(), side) for side, pattern in enumerate(patterns) if pattern for m in pattern.finditer(sentence)
    ]
    return sorted(found, key=lambda side: side.start)


def _is_contrast(sentence: str, named: Sequence[_Side]) -> bool:
    if _OPPOSING.search(sentence):
        return True
    if _TOGETHER.search(sentence) or _is_list(sentence, named):
        return False
    return len({side.side for side in named}) == 2 or bool(_ADVERSATIVE.search(sentence))


def _is_list(sentence: str, named: Sequence[_Side]) -> bool:
    return any(
        first.side != second.side and _LIST_GAP.fullmatch(sentence[first.end : second.start][: 2 * _REACH])
        for first, second in pairwise(named)
    )


def _favoured(sentence: str, named: Sequence[_Side], axis: Axis) -> str | None:
    """Return the side for which the words that praise, blame and compare add up to more, None for a draw."""
    if not named or _EVEN.search(sentence):
        return None
    balance = [0, 0]
    for side, weight in (*_verdicts(sentence, named), *_comparisons(sentence, named), *_opinions(sentence, named)):
        balance[side] += weight
    return None if balance[0] == balance[1] else axis.sides[balance[1] > balance[0]]


def _verdicts(sentence: str, named: Sequence[_Side]) -> Iterator[tuple[int, int]]:
    """Yield (side, weight) for "beats B" and "prefers A"."""
    for pattern, turn in ((_OVER, True), (_TOWARDS, False)):
        for match in pattern.finditer(sentence):
            if governed := _next(named, match.end()):
                yield governed.side ^ turn, 2 * _sign(sentence, match.start())


def _comparisons(sentence: str, named: Sequence[_Side]) -> Iterator[tuple[int, int]]:
    """Yield (side, weight) for "better than B", "less evasive than B", "costlier than B": said of the other side."""
    for match in _THAN.finditer(sentence):
        if governed := _next(named, match.end()):
            before = sentence[max(0, match.start() - _REACH) : match.start()]
            bad, less = _BAD_TO_HAVE_MORE_OF.search(before), _LESS.search(before)
            yield 1 - governed.side, 2 if bool(bad) == bool(less) else -2


def _opinions(sentence: str, named: Sequence[_Side]) -> Iterator[tuple[int, int]]:
    """Yield (side, weight) for words of praise and blame in the clause of a side."""
    ends = [0, *(match.end() for match in _CLAUSE_END.finditer(sentence)), len(sentence)]
    for pattern, weight in ((_GOOD, 1), (_BAD, -1)):
        for match in pattern.finditer(sentence):
            clause = bisect_right(ends, match.start(), hi=len(ends) - 1)
            begin, end = ends[clause - 1], ends[clause]
            # Praise is said of what stands before it ("principles are cheaper"), else of what follows.
            index = _index(named, match.start())
            before, after = named[index - 1 : index] if index else [], named[index : index + 1]
            for side in [side for side in before if side.start >= begin] or [
                side for side in after if side.start < end
            ]:
                yield side.side, weight * _sign(sentence, match.start(), begin)


def _index(named: Sequence[_Side], position: int) -> int:
    """Return the index of the first side named at or after a position."""
    return bisect_left(named, position, key=lambda side: side.start)


def _next(named: Sequence[_Side], position: int) -> _Side | None:
    index = _index(named, position)
    return named[index] if index < len(named) and named[index].start - position < _REACH else None


def _sign(sentence: str, position: int, begin: int = 0) -> int:
    return -1 if _REVERSED.search(sentence[max(begin, position - _REVERSAL_REACH) : position]) else 1
