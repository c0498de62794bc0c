"""The words that say that somebody changes sides, as data: a form, what must stand with it, who fills which slot.

Forms are listed, not derived: the parser runs without a lemmatizer, and thirty irregular verbs are no place for guessing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.data import MoveKind

Slot = Literal["person", "origin", "destination"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Which slot of a move the subject, the object and each preposition of a predicate fill.

    ``weak``: an everyday word (go, come, move) that says something only with an organisation at one end.
    ``named``: one that says something only of a person with a name (appoint, get, choose).
    ``bare``: one that says it only without a complement ("has gone", not "has gone public").
    """

    kind: MoveKind
    subject: Slot | None = None
    object: Slot | None = None
    preps: Mapping[str, Slot] = field(default_factory=dict)
    weak: bool = False
    named: bool = False
    bare: bool = False


_AWAY: Mapping[str, Slot] = {"from": "origin", "out": "origin", "for": "destination", "to": "destination"}
_OVER: Mapping[str, Slot] = {
    "to": "destination",
    "into": "destination",
    "from": "origin",
    "out": "origin",
    "for": "destination",
    "off": "origin",
}
_AT: Mapping[str, Slot] = {
    "in": "destination",
    "at": "destination",
    "with": "destination",
    "to": "destination",
    "from": "origin",
}
_TAKEN: Mapping[str, Slot] = {"from": "origin", "out": "origin", "off": "origin"}

LEAVE = Frame("leave", "person", "origin", _AWAY)
RESIGN = Frame("leave", "person", None, {**_AWAY, "of": "origin", "at": "origin"})
RESIGN_WEAK = Frame("leave", "person", None, RESIGN.preps, weak=True)
GONE = Frame("leave", "person", bare=True)
FAREWELL = Frame("leave", "person", None, {"to": "origin"})
LEAVE_JOB = Frame("leave", "person", None, {"at": "origin", "on": "origin", "of": "origin", "in": "origin"})
GO = Frame("join", "person", None, _OVER, weak=True)
JOIN = Frame("join", "person", "destination", {"from": "origin"})
JOIN_STAFF = Frame("join", "person", None, {"from": "origin"})
COME_OVER = Frame("join", "person", None, _OVER, named=True)
TAKE_JOB = Frame("join", "person", None, {**_AT, "from": "destination", "as": "destination"}, weak=True)
START = Frame("join", "person", None, _AT, weak=True)
RETURN = Frame("return", "person", None, _OVER, weak=True)
BACK = Frame("return", "person", None, {**_OVER, **_AT}, weak=True)
REJOIN = Frame("return", "person", "destination", {"from": "origin"})
HIRE = Frame("hire", "destination", "person", _TAKEN)
HIRE_NAMED = Frame("hire", "destination", "person", _TAKEN, weak=True, named=True)
POACH = Frame("poach", "destination", "person", _TAKEN)
REHIRE = Frame("return", "destination", "person", _TAKEN)
FIRE = Frame("fire", "origin", "person", {"from": "origin", "at": "origin", "by": "origin"})
LOSE = Frame("leave", "origin", "person", {"to": "destination"})
PART = Frame("leave", "person", None, {"with": "origin", "from": "origin"})
PART_WITH = Frame("fire", "origin", None, {"with": "person"})
LET_GO = Frame("fire", "origin", "person", {"of": "person"})
RID = Frame("fire", "origin", None, {"of": "person"})
FOUND = Frame("found", "person", "destination")


@dataclass(frozen=True, slots=True)
class Predicate:
    """A frame and the words of which one must stand with the verb, as particle, adverb, object or complement."""

    frames: tuple[Frame, ...]
    needs: frozenset[str] = frozenset()


def _rows(*rows: tuple[str, str, Frame] | tuple[str, str, Frame, Frame]) -> dict[str, tuple[Predicate, ...]]:
    table: dict[str, list[Predicate]] = {}
    for forms, needs, *frames in rows:
        for form in forms.split():
            table.setdefault(form, []).append(Predicate(tuple(frames), frozenset(needs.split())))
    return {form: tuple(predicates) for form, predicates in table.items()}


_GO = "go goes going went gone"
_COME = "come comes coming came"
_TAKE = "take takes taking took taken"
_BRING = "bring brings bringing brought"
_STEP = "step steps stepping stepped"
_WALK = "walk walks walking walked"
_LET = "let lets letting"
_PUSH = "push pushes pushing pushed force forces forcing forced throw throws throwing threw thrown"
_GIVE = "give gives giving gave given hand hands handing handed turn turns turning turned"
_TURN = "turn turns turning turned"
_PUT = "put puts putting"
_BE = "is are was were be been being am 's 're 'm ’s ’re ’m"
_MOVE = (
    "move moves moving moved jump jumps jumping jumped switch switches switching switched hop hops hopping hopped "
    "transfer transfers transferring transferred cross crosses crossing crossed migrate migrated migrates"
)

# Rows that need a word come first: "step down" before "step", "take back" before "take on".
VERBS = _rows(
    ("leave leaves leaving left quit quits quitting exit exits exiting exited ditch ditches ditching ditched", "", LEAVE),
    ("resign resigns resigning resigned depart departs departing departed retire retires retiring retired", "", RESIGN),
    (_STEP, "down aside away back", RESIGN),
    (_WALK, "out", RESIGN),
    (_WALK + " " + _GO + " slip slips slipped slipping", "away off", RESIGN_WEAK),
    ("bow bows bowing bowed check checks checking checked drop drops dropping dropped get gets getting got", "out", RESIGN),
    ("sign signs signing signed break breaks breaking broke broken", "off away", RESIGN),
    (_GIVE, "notice resignation badge badges notices resignations", LEAVE_JOB),
    ("give gives giving gave given", "up", LEAVE),
    (_GIVE, "farewell goodbye", FAREWELL),
    ("bid bids bidding bade bidden say says saying said", "farewell goodbye", FAREWELL),
    ("vacate vacates vacated relinquish relinquishes relinquished", "", LEAVE),
    ("lose loses losing lost", "seat seats post posts job jobs desk chair position", LEAVE),
    ("part parts parting parted", "ways company", PART_WITH, PART),
    ("part parts parting parted", "", PART_WITH, PART),
    ("defect defects defecting defected decamp decamps decamping decamped", "", GO),
    ("join joins joining joined", "", JOIN),
    ("rejoin rejoins rejoining rejoined", "", REJOIN),
    (_COME + " climb climbs climbed climbing", "aboard along", JOIN_STAFF),
    (_COME + " " + _GO + " " + _MOVE, "over across", COME_OVER),
    (_TAKE + " accept accepts accepting accepted", "job post role position offer", TAKE_JOB),
    (_GO + " " + _COME + " " + _MOVE + " head heads heading headed", "back home", RETURN),
    ("return returns returning returned", "", RETURN),
    ("sign signs signing signed", "on up", START),
    (_TURN + " end ends ended ending wind winds winding wound show shows showed showing", "up", START),
    ("land lands landing landed", "", START),
    ("start starts starting started begin begins beginning began begun", "", START, FOUND),
    ("gone", "", GO, GONE),
    (_GO + " " + _COME + " " + _MOVE, "", GO),
    ("follow follows following followed", "", GO),
    ("rehire rehires rehiring rehired reinstate reinstates reinstating reinstated restore restores "
     "restoring restored", "", REHIRE),
    (_TAKE + " " + _BRING + " welcome welcomes welcoming welcomed lure lures luring lured win wins winning won buy buys "
     "bought hire hires hired hiring " + _PUT + " have has had having", "back home", REHIRE),
    ("hire hires hiring hired recruit recruits recruiting recruited engage engages engaging engaged enlist enlists enlisted "
     "enlisting", "", HIRE),
    ("poach poaches poaching poached lure lures luring lured nab nabs nabbing nabbed snatch snatches snatching snatched "
     "headhunt headhunted", "", POACH),
    ("snap snaps snapping snapped scoop scoops scooping scooped pick picks picking picked", "up off", POACH),
    (_TAKE + " sign signs signing signed", "on", HIRE),
    (_BRING, "on in aboard over", HIRE),
    ("appoint appoints appointing appointed name names naming named elect elects elected tap taps tapping tapped choose "
     "chooses chose chosen", "", HIRE_NAMED),
    (_TAKE + " get gets getting got acquire acquires acquired acquiring", "", HIRE_NAMED),
    ("fire fires firing fired sack sacks sacking sacked dismiss dismisses dismissing dismissed oust ousts ousting ousted "
     "axe axes axed axing eject ejects ejected ejecting", "", FIRE),
    ("remove removes removing removed", "", FIRE),
    ("lay lays laying laid", "off", FIRE),
    (_LET, "go", LET_GO),
    (_PUSH, "out", FIRE),
    ("show shows showing showed shown", "door", FIRE),
    ("make makes making made", "redundant", FIRE),
    ("cut cuts cutting", "", FIRE),
    ("get gets getting got", "rid", RID),
    ("rid", "", RID),
    ("lose loses losing lost", "", LOSE),
    ("found founds founding founded cofound cofounded co-found co-founded launch launches launching launched establish "
     "establishes established establishing build builds built building create creates created creating form forms formed "
     "forming run runs running lead leads leading", "", FOUND),
    ("set sets setting", "up", FOUND),
    (_BE, "out gone", RESIGN),
    (_BE, "back", BACK),
    (_BE, "off bound", GO),
    (_BE, "now", START),
)  # fmt: skip

FOUNDING = frozenset(form for form, rows in VERBS.items() if any(FOUND in row.frames for row in rows))

NOUNS: Mapping[str, Frame] = {
    **dict.fromkeys(
        "departure departures exit exits resignation resignations retirement leaving defection defections".split(),
        LEAVE,
    ),
    **dict.fromkeys(["ouster", "ousting", "firing", "dismissal", "sacking", "removal"], FIRE),
    **dict.fromkeys(["hiring", "poaching", "recruitment", "hire"], HIRE),
    **dict.fromkeys(["return", "reinstatement"], RETURN),
    **dict.fromkeys(["move", "switch", "jump"], GO),
    **dict.fromkeys(["arrival"], GO),
}

# What opens the parser. Most words of the table are everyday words, so they must come with what makes them a predicate:
# the word they need, or a preposition before a name. Gaps are bounded, so the test is linear.
_PLAIN = frozenset(
    f"{_GO} {_COME} {_MOVE} {_TAKE} {_TURN} start starts starting started begin begins beginning began begun land lands "
    "landing landed follow follows following followed return returns returning returned get gets getting got acquire acquires "
    "acquired acquiring name names naming choose chooses chose chosen lose loses losing lost found founds founding launch "
    "launches launching launched establish establishes established establishing build builds building built create creates "
    "created creating form forms formed forming run runs running lead leads leading cut cuts cutting part parts win now return "
    "moves move jump switch named elect elects elected tap taps axe retire engage engages back home ditch".split()
)
_GAP = r"(?:[ ,]{1,3}[\w'’-]{1,40}){0,5}?[ ,]{1,3}"
_BEFORE = r"(?=(?-i:[A-Z])|company|firm|lab|start|his|her|its|their|a\b|an\b)"
_TAKEN_ON = r"names?|named|naming|choose|chose|chosen|lost|loses?|losing|gets?|got|acquired?|follow(?:s|ed)?"
_WHOM = r"(?=(?-i:[A-Z])|him|her|its|their|\d)"


def _pattern() -> str:
    """Return the pattern of a sentence that is worth a parse, made from the table."""
    strong = {form for form, rows in VERBS.items() if any(not row.needs for row in rows)} | NOUNS.keys()
    strong = {form for form in strong if form not in _PLAIN and form.isalpha()} | {"gone"}
    pairs: dict[str, set[str]] = {}
    for form, rows in VERBS.items():
        for row in rows:
            if row.needs:
                pairs.setdefault("|".join(sorted(row.needs)), set()).add(form)
    be = set(_BE.split())
    phrases = [
        rf"(?:{'|'.join(sorted(forms))}){' +' if forms <= be else _GAP}(?:{needs})"
        for needs, forms in sorted(pairs.items())
    ]
    toward = rf"(?:{'|'.join(sorted(_PLAIN & VERBS.keys()))}){_GAP}(?:to|from|at|for|as|in)\s{{1,3}}(?:the\s{{1,3}})?{_BEFORE}"
    taken = rf"(?:{_TAKEN_ON}) {{1,3}}(?:[\w'’-]{{1,40}} {{1,3}}){{0,3}}?{_WHOM}"
    return rf"\b(?:{'|'.join(sorted(strong))}|{'|'.join(phrases)}|{toward})\b|\b{taken}"


NEEDS_PARSE = re.compile(_pattern())
