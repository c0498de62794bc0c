"""When a word is a cue of attribution: by its form, by what stands beside it, by its place in the sentence."""

import re

from spacy.tokens import Token

from pipeline.extract.attribution.speech import CUES, NAMING, PHRASAL, PUT, SAYING_NOUNS, TELL, TO

_WORDS = re.compile(r"[^\W_]+|[^\w\s]")
_TRIGGERS = frozenset(CUES) | frozenset(PHRASAL) | SAYING_NOUNS | {"according", "per"}
_OWNERS = frozenset(("his", "her", "their", "its", "own", "s"))
# No cue has its subject in one of these words right before it.
_NO_SUBJECT = frozenset(
    "to i you we the a an of this these those no any its their his her our my your such can could should may might must "
    "not t ll in on for with by at from is are was were be been being".split()
)
_PARTICIPLES = frozenset(("written", "shown", "thought", "held", "seen", "foreseen", "sworn"))
_PERFECT = re.compile(r"\b(?:ha[sd]|have)\b|['’](?:s|ve|d)\b|\b(?:thought|held) ")
_MARK = re.compile("[“”\"‘’']")
_MODALS = frozenset(("could", "might", "should", "can", "must", "may", "shall", "will", "'ll", "’ll", "ca", "would"))
_NOT = frozenset(("not", "n't", "n’t", "never", "nor", "neither", "hardly"))
# "declined to say": what follows is not said.
_UNSAID = frozenset("declined declines declining decline refused refuses refusing refuse failed".split())
# "said to be worth", "believed to have left": nobody in particular says so.
_HEARSAY = frozenset("said believed thought reported alleged rumoured rumored expected estimated".split())
_MODIFIERS = frozenset(("relcl", "acl", "pcomp", "csubj", "amod", "compound", "nsubj", "dobj", "pobj", "npadvmod"))
_MAX_CLIMB = 12
# Ranks of cues that are not in the main clause.
_AS, _GERUND, _ASIDE = 3, 4, 5


def needs_parse(text: str) -> bool:
    """Say whether a sentence could hold a cue of attribution; ``text`` is its view."""
    found = _WORDS.findall(text.lower())
    return not _TRIGGERS.isdisjoint(found) and any(
        _could_cue(before, word, after, text)
        for before, word, after in zip(["", *found], found, [*found[1:], ""], strict=False)
    )


def _could_cue(before: str, word: str, after: str, text: str) -> bool:
    """Tell a cue from its homographs by the words beside it: "the report", "to answer", "we think"."""
    if word not in _TRIGGERS:
        return False
    noun = word in SAYING_NOUNS and (before in _OWNERS or after == "of")
    if noun or word == "according" or (word == "per" and before == ","):
        return True
    if PHRASAL.get(word, "-") == after:
        return before not in _NO_SUBJECT
    if word not in CUES or before in _NO_SUBJECT:
        return False
    if CUES[word] == "q":
        return _MARK.search(text) is not None or (word in PUT and ("it" in after or " at " in text))
    return word not in _PARTICIPLES or _PERFECT.search(text) is not None


def settings_of(verb: Token) -> str | None:
    """Return the settings in which a word is a cue, None for a word that is none: "speaks", but "speaks of"."""
    form = verb.text if verb.i else verb.lower_
    if particle := PHRASAL.get(form):
        following = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
        return "qcon" if following == particle else CUES.get(form)
    return CUES.get(form)


def is_mistagged(verb: Token) -> bool:
    """Say whether the tagger took a cue between a name and "that" for a noun: "Ncube suspects that"."""
    if verb.i == 0 or verb.i + 1 >= len(verb.doc) or verb.tag_ not in ("NNS", "NNPS", "NN"):
        return False
    return verb.doc[verb.i + 1].lower_ == "that" and verb.doc[verb.i - 1].pos_ == "PROPN"


def is_fragment(verb: Token) -> bool:
    """Say whether the parser took "X reported that" for a noun with a participle."""
    finite = verb.tag_ in ("VBD", "VBZ") or setting(verb) == "c"
    return verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and finite


def setting(verb: Token) -> str:
    """Return the letter of the setting of a verb that stands beside no quotation."""
    deps = {child.dep_ for child in verb.children}
    if "xcomp" in deps and verb.lower_ in TELL:
        return "x"  # "told them to leave": an order
    following = verb.doc[verb.i + 1 : verb.i + 8]
    opens = [token.i for token in following if token.lower_ in ("that", "whether") and token.tag_ == "IN"]
    if "ccomp" in deps or (opens and ("dobj" not in deps or opens[0] == verb.i + 2)):
        return "c"
    if deps & {"dobj", "oprd"}:
        return "o"
    if "xcomp" in deps:
        return "x"
    return "-" if verb.lower_ in TO and any(token.lower_ in ("to", "with") for token in following[:2]) else "n"


def is_put(verb: Token, setting: str) -> bool:
    """Say whether this is "puts the figure at"."""
    return (
        verb.lower_ in PUT
        and setting == "o"
        and any(child.lower_ == "at" and child.i > verb.i for child in verb.children)
    )


def rank_of(verb: Token, marked: bool) -> int | None:
    """Say how central the clause of a cue is: 0 the main one, more for adjuncts, None for one that only modifies."""
    token, rank = verb, 0
    for _ in range(_MAX_CLIMB):
        dep = token.dep_
        if dep in ("ROOT", "parataxis"):
            return rank
        if token is verb and is_fragment(verb):
            return rank
        if dep in _MODIFIERS:
            return _ASIDE if marked else None
        if dep == "advcl":
            if token is verb and verb.tag_ == "VBG":
                return rank + _GERUND
            return rank + _AS if any(child.lower_ == "as" for child in token.children) else None
        if dep == "ccomp" and not marked:
            if any(child.dep_ == "mark" for child in token.children):
                return None
            rank += 1 + (token.head.text in CUES)
        token = token.head
    return None


def is_unsaid(verb: Token, marked: bool) -> bool:
    """Say whether the saying is denied or unreal: "did not say", "could tell", "declined to comment"."""
    for child in verb.children:
        if child.i < verb.i and (child.lower_ in _NOT or (child.lower_ == "what" and verb.lower_ in NAMING)):
            return True
        if not marked and child.dep_ == "aux" and child.lower_ in _MODALS:
            return True
    above = verb.head
    return verb.dep_ == "xcomp" and (above.lower_ in _UNSAID or any(c.lower_ in _NOT for c in above.children))


def is_hearsay(verb: Token) -> bool:
    """Say whether this is "is said to be"."""
    after = verb.doc[verb.i + 1 : verb.i + 2].text
    return verb.lower_ in _HEARSAY and after == "to" and verb.tag_ in ("VBN", "VBD")
