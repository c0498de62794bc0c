"""Find in one parsed sentence who says something: the cue, and the words that name its source."""

from collections.abc import Collection
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.extract.attribution.cues import (
    is_fragment,
    is_hearsay,
    is_mistagged,
    is_put,
    is_unsaid,
    rank_of,
    setting,
    settings_of,
)
from pipeline.extract.attribution.sources import Sources, Tokens, conjuncts, extent
from pipeline.extract.attribution.speech import NAMING, NOBODY, SAYING_NOUNS

_PHRASE_RANK, _NOUN_RANK, _RELATIVE_RANK = 2, 3, 6


@dataclass(frozen=True, slots=True)
class Saying:
    """A cue and its source, each as first and last token; ``head`` is the source's main word. A low ``rank`` is better."""

    cue: Tokens
    source: Tokens
    head: int
    rank: int
    others: tuple[Tokens, ...] = ()


def sayings(doc: Doc, quoted: Collection[int], names: Collection[int]) -> list[Saying]:
    """Return the sayings of a sentence, the best first.

    ``quoted``: tokens inside quotation marks, which say nothing here. ``names``: tokens of people and labs, whatever their tag.
    """
    sources = Sources(doc, quoted, names)
    found = []
    for token in doc:
        if token.i not in quoted:
            saying = _by_verb(token, sources) or _by_phrase(token, sources) or _by_noun(token, sources)
            if saying is not None and saying.head not in quoted:
                found.append(saying)
    return sorted(found, key=lambda saying: (saying.rank, saying.cue))


def _by_verb(verb: Token, sources: Sources) -> Saying | None:
    """Find "X said", "said X", "reported by X"."""
    settings = settings_of(verb)
    if settings is None:
        return None
    source, rank = sources.aside(verb, settings)
    marked = source is not None or sources.by_quotation(verb)
    here = "q" if marked else setting(verb)
    if not _is_cue(verb, settings, here, source is not None):
        return None
    if source is None and is_mistagged(verb):
        source, rank = sources.doc[verb.i - 1], 1
    elif source is None:
        source, rank = sources.source(verb), rank_of(verb, marked)
        if rank is None and here in "qc" and verb.dep_ == "relcl":
            source, rank = sources.in_relative(verb, source), _RELATIVE_RANK
    if source is None or rank is None or not sources.can_speak(source, settings):
        return None
    source = sources.named_after(source)
    first, last = extent(source)
    if first <= verb.i <= last:
        first = last = source.i
    plain = here in "qc" or "x" in settings
    return Saying((verb.i, verb.i), (first, last), source.i, 2 * rank + (not plain), conjuncts(source))


def _is_cue(verb: Token, settings: str, here: str, aside: bool) -> bool:
    """Say whether a form that can be a cue is one in its setting ``here``."""
    marked = here == "q"
    if not (aside or verb.tag_.startswith("VB") or is_mistagged(verb)) or is_unsaid(verb, marked) or is_hearsay(verb):
        return False
    if here not in settings and not is_put(verb, here):
        return False
    bare = verb.tag_ == "VBN" and not any(child.dep_.startswith("aux") for child in verb.children)
    if bare and not marked and not is_fragment(verb):
        return False
    return aside or verb.tag_ != "VBG" or here in "qc" or verb.lower_ in NAMING


def _by_phrase(token: Token, sources: Sources) -> Saying | None:
    """Find "according to X", "per X", "in the words of X"."""
    low = token.lower_
    following = sources.doc[token.i + 1] if token.i + 1 < len(sources.doc) else None
    if following is None:
        return None
    to = low == "according" and following.lower_ == "to"
    if to and sources.doc[token.i + 2 : token.i + 3].text.lower() != "which":
        cue = (token.i, token.i + 1)
    elif low == "per" and (following.pos_ == "PROPN" or following.i in sources.names):
        cue = (token.i, token.i)
    elif low in SAYING_NOUNS and following.lower_ == "of" and token.i > 1 and sources.doc[token.i - 2].lower_ == "in":
        cue = (token.i, token.i + 1)
    else:
        return None
    head = sources.head_from(cue[1] + 1)
    if head is None or head.lower_ in NOBODY:
        return None
    return Saying(cue, extent(head), head.i, _PHRASE_RANK, conjuncts(head))


def _by_noun(token: Token, sources: Sources) -> Saying | None:
    """Find "in her view", "his claim is that"."""
    low = token.lower_
    if low not in SAYING_NOUNS or token.pos_ != "NOUN":
        return None
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    if owner is None or (owner.tag_ == "PRP$" and owner.lower_ not in ("his", "her", "their", "its")):
        return None
    in_phrase = token.dep_ == "pobj" and token.head.lower_ in ("in", "by", "on", "to")[low == "account" :]
    states = token.dep_ == "nsubj" and token.head.lower_ in ("is", "was") and not extent(token)[1] > token.i
    if not (in_phrase or states) or (owner.i not in sources.names and owner.pos_ not in ("PROPN", "PRON")):
        return None
    return Saying((token.i, token.i), (owner.left_edge.i, owner.i), owner.i, _NOUN_RANK)
