"""Give every mention of an article its entity: a listed lab or person, or the key of the fullest name the article gives it.

No name is linked because it looks like another: a surname goes to a full name that ends in it in the same article, a listed name
to the list's entry, and a name on no list gets a key (``name:john-smith``), which says the same name and not the same person.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.data import Mention
from pipeline.extract.known import Genders, Lab, LabList, PeopleList, Person, lab_key, name_key, plain
from pipeline.extract.titles import title_gender

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
# What a lab's name may lose when it is named again: "Petrichor Labs", then "Petrichor".
_TAILS = frozenset(
    ("ai", "lab", "labs", "technologies", "technology", "research", "intelligence", "systems", "computing", "group",
     "holdings", "robotics", "software", "networks", "studio", "studios", "foundation", "institute", "company")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A mention with its entity, and why it has it."""

    mention: Mention
    reason: str


@dataclass(frozen=True, slots=True)
class _Full:
    """A full name that an article gives, and where it first stands."""

    words: tuple[str, ...]
    surface: str
    start: int
    times: int
    entity: str
    name: str
    reason: str

    @property
    def stem(self) -> tuple[str, ...]:
        return self.words[:-1] if self.words[-1] in _SUFFIXES else self.words


_Fulls = dict[str, list[_Full]]


class Linker:
    """Links mentions by the lists of known labs and people and by what else the article says.

    The genders of given names decide who "Ms Amodei" is where an article has two people of that name.
    """

    def __init__(self, labs: LabList, people: PeopleList, names: Genders) -> None:
        self.labs, self.people, self.genders = labs, people, names.by_name
        self.digests = {"labs": labs.digest, "people": people.digest, "names": names.digest}

    def link(self, mentions: Sequence[Mention], text: str) -> list[Link]:
        """Return a link for each mention of one article's text, in order."""
        labs = {m.start: link for m, link in self._labs([m for m in mentions if m.type == "LAB"])}
        known = any(link.mention.entity.startswith("lab:") for link in labs.values())
        people = [m for m in mentions if m.type == "PERSON"]
        fulls = self._full_names(people, known)
        return [labs[m.start] if m.type == "LAB" else self._person(m, text, fulls, known) for m in mentions]

    # Labs

    def _labs(self, mentions: Sequence[Mention]) -> list[tuple[Mention, Link]]:
        unlisted = {lab_key(m.text): m for m in mentions if self._listed_lab(m.text) is None}
        return [(mention, self._lab(mention, unlisted)) for mention in mentions]

    def _lab(self, mention: Mention, unlisted: dict[str, Mention]) -> Link:
        if lab := self._listed_lab(mention.text):
            return _linked(mention, f"lab:{lab.id}", lab.name, f"listed as {lab.name}")
        key = lab_key(mention.text).split()
        for other, full in unlisted.items():
            words = other.split()
            if words[: len(key)] == key and words[len(key) :] and set(words[len(key) :]) <= _TAILS:
                return _linked(
                    mention, name_key(full.text), full.text, f"short for {full.text} in this article; on no list"
                )
        return _linked(mention, name_key(mention.text), mention.text, "on no list: a name key")

    def _listed_lab(self, surface: str) -> Lab | None:
        return self.labs.by_surface.get(surface) or self.labs.by_key.get(lab_key(surface))

    # People

    def _full_names(self, people: Sequence[Mention], lab_named: bool) -> _Fulls:
        """Return the full names of an article by each of their words: an article can name thousands."""
        fulls: dict[tuple[str, ...], _Full] = {}
        ends: dict[tuple[str, str], list[_Full]] = defaultdict(list)
        times = Counter(plain(mention.text) for mention in people)
        for mention in people:
            words = tuple(plain(mention.text).split())
            if len(words) < 2 or words in fulls:
                continue
            stem = _stem(words)
            alike = ends[stem[0], stem[-1]]
            same = next((full for full in alike if _same_person(full.stem, stem)), None)
            fulls[words] = (
                replace(same, words=words, surface=mention.text, start=mention.start)
                if same
                else self._full(mention, words, times[" ".join(words)], lab_named)
            )
            alike.append(fulls[words])
        by_word: _Fulls = defaultdict(list)
        for full in fulls.values():
            for word in dict.fromkeys(full.words):
                by_word[word].append(full)
        return {
            word: [full for full in found if not any(_is_shorter(full, other) for other in by_word[full.stem[-1]])]
            for word, found in by_word.items()
        }

    def _full(self, mention: Mention, words: tuple[str, ...], times: int, lab_named: bool) -> _Full:
        person = self.people.by_key.get(" ".join(words))
        if person and (lab_named or not person.common):
            entity, name, reason = f"person:{person.id}", person.name, f"listed as {person.name}"
        else:
            reason = "a common name, and no known lab in the article" if person else "on no list"
            entity, name, reason = name_key(mention.text), mention.text, f"{reason}: a name key"
        return _Full(words, mention.text, mention.start, times, entity, name, reason)

    def _person(self, mention: Mention, text: str, names: _Fulls, lab_named: bool) -> Link:
        words = tuple(plain(mention.text).split())
        fulls = names.get(words[-1], []) if words else []
        if exact := next((full for full in fulls if full.words == words), None):
            return _linked(mention, exact.entity, exact.name, exact.reason)
        for what, candidates in (
            ("surname", [full for full in fulls if _is_tail(words, full.stem)]),
            ("first name", [full for full in fulls if _is_head(words, full.stem)]),
            ("initials and surname", [full for full in fulls if _is_abbreviated(words, full.stem)]),
        ):
            if candidates:
                full, why = self._choose(mention, text, candidates)
                return _linked(mention, full.entity, full.name, f"{what} of {full.surface} in this article{why}")
        if (person := self.people.alone.get(" ".join(words))) and lab_named:
            return _linked(
                mention, f"person:{person.id}", person.name, f"known by this surname: listed as {person.name}"
            )
        if person := self._mononym(words):
            return _linked(mention, f"person:{person.id}", person.name, f"listed as {person.name}")
        return _linked(mention, name_key(mention.text), mention.text, "no fuller name in the article: a name key")

    def _choose(self, mention: Mention, text: str, candidates: Sequence[_Full]) -> tuple[_Full, str]:
        """Return the full name meant, and how it was chosen when others share the part that is named."""
        if len({full.entity for full in candidates}) == 1:
            return candidates[0], ""
        if found := title_gender(text, mention.start):
            title, gender = found
            fits = [full for full in candidates if self.genders.get(full.words[0]) == gender]
            if len({full.entity for full in fits}) == 1:
                return fits[0], f", the one who can be {title}"
        # Of two Amodeis the text calls by the bare surname the one it is about, and that is the one it names first and most.
        before = [full for full in candidates if full.start < mention.start] or candidates
        return max(before, key=lambda full: (full.times, -full.start)), ", the one of that name it names most"

    def _mononym(self, words: tuple[str, ...]) -> Person | None:
        return self.people.by_key.get(" ".join(words)) if len(words) == 1 else None


def _linked(mention: Mention, entity: str, name: str, reason: str) -> Link:
    return Link(replace(mention, entity=entity, name=name), reason)


def _stem(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[:-1] if words[-1] in _SUFFIXES and len(words) > 2 else words


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two full names of one article differ only in a middle name or initial that one of them leaves out."""
    if one[0] != other[0] or one[-1] != other[-1]:
        return False
    middle, other_middle = one[1:-1], other[1:-1]
    return not middle or not other_middle or middle == other_middle or _initials(middle) == _initials(other_middle)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words) if all(len(word) == 1 for word in words) else " ".join(words)


def _is_shorter(name: _Full, other: _Full) -> bool:
    """Say whether a name on no list is the surname of two words, or the initials and surname, of another."""
    if not name.entity.startswith("name:") or name.entity == other.entity:
        return False
    return _is_tail(name.words, other.stem) or (len(other.words[0]) > 1 and _is_abbreviated(name.words, other.stem))


def _is_tail(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return 0 < len(words) < len(full) and full[-len(words) :] == words


def _is_head(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return 0 < len(words) < len(full) and full[: len(words)] == words


def _is_abbreviated(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Say whether the words are initials and the surname of a full name: "D. Amodei", "J. R. Smith"."""
    return (
        len(words) > 1
        and words[-1] == full[-1]
        and all(len(word) == 1 and word == name[0] for word, name in zip(words[:-1], full, strict=False))
    )
