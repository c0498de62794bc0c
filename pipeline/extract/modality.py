"""How firmly a claim is made: the model's two modality outputs decide, a lexicon finds the words that say so."""

import re

from pipeline.data import Modality, Span
from pipeline.extract.view import view

# With a capital these are a month and a man.
_NAMES = ("May", "Will")

_HEDGES = r"""
may | might | could | perhaps | possibly | probably | likely | unlikely | can't\ rule\ out | not\ clear | unclear | uncertain
| reportedly | allegedly | purportedly | supposedly | apparently | seemingly | ostensibly | arguably | presumably | conceivably
| alleged | purported | rumou?red | rumou?rs? | speculat\w+
| (?:is|are|was|were)\ (?:said|thought|believed|understood|reported|rumou?red)\ to
| suggest(?:s|ed|ing)? | appear(?:s|ed)? | seem(?:s|ed|ingly)? | hint(?:s|ed)? | indicat(?:e|es|ed)
| in\ talks | is\ weighing | considering | as\ if | tends?\ to
"""
_FUTURES = r"""
will | won['’]t | ['’]ll | shall | would | going\ to | upcoming | by\ 20[2-9]\d
| (?:is|are|was|were)\ (?:expected|set|due|slated|scheduled|poised|likely|planning|about|bound|looking|aiming)\ to
| expects?(?:\ to)? | expected\ to | plan(?:s|ned)?(?:\ to)? | aims?\ to | intends?\ to | hopes?\ to | looks?\ to
| set\ to | scheduled\ (?:to|for) | slated\ (?:to|for) | on\ track\ to | on\ course\ to
| predict(?:s|ed)? | forecasts? | projects? | anticipates?
"""
_CUES = {
    "hedged": re.compile(rf"(?<!\w)(?:{_HEDGES})(?!\w)", re.IGNORECASE | re.VERBOSE),
    "predicted": re.compile(rf"(?<!\w)(?:{_FUTURES})(?!\w)", re.IGNORECASE | re.VERBOSE),
}


def decide(
    hedged: float, predicted: float, hedged_threshold: float, predicted_threshold: float
) -> tuple[Modality, float]:
    """Return (label, score) from the calibrated scores; when both are over their thresholds the one further over wins."""
    over_hedged, over_predicted = hedged - hedged_threshold, predicted - predicted_threshold
    if over_hedged < 0 and over_predicted < 0:
        return "asserted", round(1 - max(hedged, predicted), 5)
    return ("predicted", predicted) if over_predicted >= over_hedged else ("hedged", hedged)


def cues(text: str, start: int, end: int, modality: Modality) -> tuple[Span, ...]:
    """Return the words of ``text[start:end]`` that mark the modality; none for an asserted claim."""
    if modality == "asserted":
        return ()
    read = view(text, start, end)
    spans = (read.span(*match.span()) for match in _CUES[modality].finditer(read.text) if match[0] not in _NAMES)
    return tuple(Span(text[begin:stop], begin, stop) for begin, stop in spans)
