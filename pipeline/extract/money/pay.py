"""What a sum of money in a claim on compensation is for: pay, and of which kind, or something that stands beside pay.

Judged by the words near the sum. Whoever asks has already been told that the claim is about compensation, so a sum is pay
unless words close to it say otherwise.
"""

import re

from pipeline.data import AmountKind

_NEAR = 80  # characters on either side of a sum in which a word can say what the sum is
_FAR = 200  # the same for what is told of a whole staff
_HUGE = 1e9  # nobody's pay is agreed "at" this price; no "deal" of this size, and nothing without a word of pay, is pay
_POOLED = 5e7  # what a whole staff sells together, where no "each" divides it


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.VERBOSE)


_EQUITY = r"""stocks? | shares? | equity | options? | units? | rsus? | grants? | vest(?:s|ed|ing)? | unvested | restricted
    | warrants? | holdings? | stakes? | tender | refresh(?:er|ers)? | interests? | paper"""
_BONUS = r"""bonus(?:es)? | sign-?on | signing | joining | retention | one-off | one-time | relocation | referral | advance
    | stay-on | award | prize | bount(?:y|ies) | clawback | to\ stay | stays | paid\ once"""
_SALARY = r"salar(?:y|ies) | base | wages? | hourly | stipend"
_PACKAGE = r"packages? | all\ in | total | compensation | contracts? | cash\ and\ (?:stock|shares|equity)"
_OTHER = r"fees? | honorari(?:um|a) | expenses | pension | benefits | allowance | perks? | severance | pool"
_ANY_PAY = r"pays? | paid | paying | payroll | earn(?:s|ed|ing|ings)? | rate"
_ANY_OFFER = r"over\ (?:\w+\ ){1,2}years | offers? | offered | deals? | counter-?offers? | letters?"
# A kind, its words, and how much further away (in characters) they count: those of the last two rows say little.
_KINDS: tuple[tuple[AmountKind, re.Pattern[str], int], ...] = (
    ("bonus", _any_of(_BONUS), 0),
    ("package", _any_of(_PACKAGE), 0),
    ("equity", _any_of(_EQUITY), 0),
    ("salary", _any_of(_SALARY), 0),
    ("other", _any_of(_OTHER), 0),
    ("package", _any_of(_ANY_OFFER), 30),
    ("salary", _any_of(_ANY_PAY), 30),
)
_EQUITY_WORD = _any_of(_EQUITY)
_PACKAGE_WORD = _any_of(f"{_PACKAGE} | {_BONUS}")
_PAY = _any_of(" | ".join((_EQUITY, _BONUS, _SALARY, _PACKAGE, _OTHER, _ANY_PAY, _ANY_OFFER, "raises?")))

# What a sum is when one of these stands before it, with a few words between at most, none of them about pay.
_BEFORE = re.compile(
    r"""\b(?: valuations? | valu(?:e|ed|es|ing) | priced? | prices | pricing | revenues? | turnover | profits? | loss(?:es)?
    | raise[ds] | raising | funding | financing | round\ of | seed | invest(?:ed|ing|s|ments?)? | fined? | fines
    | penalt(?:y|ies) | damages | settlement | sued | suing | acquir(?:ed|es|ing) | acquisition | bought | buying | takeover
    | cost(?:s|ing)?(?!\ (?:him|her|them|me|us|you)\b) | budgets?\ of | spend(?:s|ing)? | spent | charge[ds]? | bill
    | market\ (?:cap\w*|value) | capitali[sz]ation | borrow(?:ed|ing)? | debt | donat\w+ | deposit | subscription | tuition
    | rent | mortgage | savings? | saved )\b
    (?P<gap>(?:[\ ,'’-]{1,2}(?!(?:it|they|he|she|we|who|which|that|and|but|can|will)\b)\w+){0,4}) \W{0,3}$""",
    re.VERBOSE,
)
_AFTER = re.compile(
    r"""[ -](?:(?!(?:in|of|to|an?|the|per|from|at|for)\b)\w+[ -])?(?: valuations? | (?:funding|seed|financing)?\ ?rounds?
    | acquisition | investment | compan(?:y|ies) | start-?ups? | firm | lab\b | fines? | penalty | settlement | lawsuit
    | fund\b | budget | price\ tag | market | business | data\ cent | loan | subscription | takeover | revenues? | raised )\b
    | \W{0,2}in\ (?:\w+\ )?(?:funding|revenues?|sales|fines|damages|compute|capital|financing|debt|profits?|investment)\b
    | \W{0,2}of\ (?:\w+\ )?(?:funding|revenues?|compute|chips|capital|financing|debt|investment)\b
    | \W{0,2}from\ (?:\w+\ )?(?:investors|backers)\b
    | \W{0,2}(?:a|per)\ (?:share|token|million|seat|user)\b
    | \W{0,2}to\ (?:train|build|acquire|buy|explain|run)\b""",
    re.VERBOSE,
)
_AT = re.compile(r"\bat (?:about |around |roughly |nearly |some |an? )?$")
_SALE = re.compile(
    r"\b(?:sold|sells?|selling|sales?|unload(?:ed)?|offload(?:ed)?|tender|buyback|(?:buy|disposed?)\b(?=.{0,60}\b(?:shares|stock)))\b"
)
_EACH = re.compile(r"\b(?:each|apiece|every|per (?:person|head|employee)|a head|anyone|any|his|her)\b")
_WHOLE = re.compile(r"\b(?:company|lab|firm|start-?up|business|maker)\b[^.;,]{0,15}\bworth\b[^.;,]{0,25}$")


def is_pay(sentence: str, start: int, end: int, value: float) -> bool:
    """Tell whether the sum ``sentence[start:end]`` (in lower case) of about ``value`` is pay."""
    before, after = sentence[max(0, start - _NEAR) : start], sentence[end : end + _NEAR]
    cause = _BEFORE.search(before)
    if cause and not _PAY.search(cause["gap"]) and not _is_price_of_equity(before, cause, value):
        return False
    if _AFTER.match(after) or _WHOLE.search(before):
        return False
    if value >= _HUGE and (
        _AT.search(before) or after.lstrip(" -").startswith("deal") or not _PAY.search(before + after)
    ):
        return False
    around = sentence[max(0, start - _FAR) : end + _FAR]
    if _PACKAGE_WORD.search(before):
        return True
    return not (value >= _POOLED and _SALE.search(around) and not _EACH.search(around))


def _is_price_of_equity(before: str, cause: re.Match[str], value: float) -> bool:
    """Shares "valued at $18 million" are pay, a company valued at $86 billion is not."""
    is_value = cause[0].lstrip().startswith("valu")
    return is_value and value < _HUGE and bool(_EQUITY_WORD.search(before[max(0, cause.start() - 50) : cause.start()]))


def kind_of(before: str, after: str, default: AmountKind) -> AmountKind:
    """Return the kind that the nearest word of pay names; a word after the sum counts as half as far away.

    ``before`` and ``after`` are the text (in lower case) around the sum, up to the sums beside it.
    """
    before, after = before[-_NEAR:], after[: _NEAR // 2]
    distances: list[tuple[float, AmountKind]] = []
    for kind, pattern, further in _KINDS:
        ends = [match.end() for match in pattern.finditer(before)]
        if ends:
            distances.append((len(before) - ends[-1] + further, kind))
        if follows := pattern.search(after):
            distances.append((follows.start() / 2 + further, kind))
    return min(distances)[1] if distances else default
