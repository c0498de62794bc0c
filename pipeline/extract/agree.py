"""Make an article agree with itself: a name that the tagger read as a person or a lab here is none other there.

The tagger reads one block at a time. What it is sure of where a name is introduced ("Yann LeCun, …", "Petrichor, the lab that …")
decides the mentions of the same name that it missed or took for the other kind elsewhere in the article.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.data import Mention, MentionType
from pipeline.extract.known import LabList, lab_key, name_key

# How sure the tagger has to be, summed over a name's mentions; and the share of the places of a name that it marked.
_SURE, _SHARE = 0.8, 0.5
# A name that is looked for elsewhere has so many letters at least, and an article so many of them at most.
_LETTERS, _NAMES = 4, 500
_CAPITAL_BEFORE = re.compile(r"\b[A-Z][\w’'-]*\s$")
_CAPITAL_AFTER = re.compile(r"\s[A-Z]\w|[-’']\w{2}|\.\w|@")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of one word that the article decides on, and what it is."""

    surface: str
    kind: MentionType
    score: float


def agree(mentions: Sequence[Mention], text: str, labs: LabList) -> list[Mention]:
    """Return the mentions of an article with each unlisted name of one word read as one kind, and missed ones added."""
    decided = {name.surface: name for name in _decided(mentions, labs)}
    kept = [_as(mention, decided.get(mention.text)) for mention in mentions]
    if not decided:
        return kept
    places = re.compile(rf"(?<![\w@#/.-])(?:{'|'.join(map(re.escape, decided))})(?![\w@/])")
    return kept + list(_missed(places, decided, kept, text))


def _decided(mentions: Sequence[Mention], labs: LabList) -> Iterator[_Name]:
    votes: dict[str, dict[MentionType, float]] = defaultdict(lambda: {"PERSON": 0.0, "LAB": 0.0})
    for mention in mentions:
        words = mention.text.split()
        if mention.type == "PERSON" and len(words) > 1:
            votes[words[-1]]["PERSON"] += mention.score  # who is introduced in full is named by the surname later on
        elif len(words) == 1:
            votes[mention.text][mention.type] += mention.score
    for surface, vote in list(votes.items())[:_NAMES]:
        if (
            len(surface) < _LETTERS
            or not surface[0].isupper()
            or surface in labs.by_surface
            or lab_key(surface) in labs.by_key
        ):
            continue
        kind: MentionType = "PERSON" if vote["PERSON"] >= vote["LAB"] else "LAB"
        if vote[kind] >= _SURE:
            yield _Name(surface, kind, min(vote[kind], 1.0))


def _as(mention: Mention, name: _Name | None) -> Mention:
    return replace(mention, type=name.kind) if name and name.kind != mention.type else mention


def _missed(
    places: re.Pattern[str], decided: dict[str, _Name], mentions: Sequence[Mention], text: str
) -> Iterator[Mention]:
    """Yield the places of decided names outside every mention, where a name is marked in half of its places or more."""
    taken = sorted((mention.start, mention.end) for mention in mentions)
    free: dict[str, list[int]] = defaultdict(list)
    marked: dict[str, int] = defaultdict(int)
    at = 0
    for match in places.finditer(text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at < len(taken) and taken[at][0] < match.end():
            marked[match[0]] += 1
        elif not _CAPITAL_BEFORE.search(text, max(match.start() - 20, 0), match.start()) and not _CAPITAL_AFTER.match(
            text, match.end()
        ):
            free[match[0]].append(match.start())
    for surface, starts in free.items():
        if marked[surface] >= _SHARE * (marked[surface] + len(starts)) and surface.lower() not in text:
            name = decided[surface]
            for start in starts:
                yield Mention(
                    surface, start, start + len(surface), name.kind, name_key(surface), surface, name.score / 2
                )
