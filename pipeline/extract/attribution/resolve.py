"""What a pronoun or a description ("the company", "the researcher") stands for: the best earlier name in the article.

No model: names before the words in question are weighed by distance, by whether they open their sentence, and by what the
article has shown of their gender. A name inside quotation marks is a poor antecedent for words outside them.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.data import Mention, SpeakerType
from pipeline.extract.attribution.quotes import quotations
from pipeline.extract.reading import Reading
from pipeline.extract.titles import title_gender

_GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_NEUTRAL = frozenset(("it", "its", "itself"))
_FIRST = frozenset(("i", "we", "me", "us", "my", "our", "mine", "ours"))
_PERSON_NOUNS = frozenset(
    "researcher scientist engineer executive ceo boss founder co-founder cofounder chief president "
    "chairman chairwoman chair senator congressman congresswoman lawmaker representative governor mayor "
    "minister secretary economist professor academic billionaire entrepreneur investor author writer "
    "lawyer attorney judge justice philosopher physicist mathematician technologist developer programmer "
    "director manager head leader veteran expert scholar whistleblower commissioner politician candidate "
    "historian psychologist linguist cto cfo coo newcomer man woman".split()
)
_ORG_NOUNS = frozenset(
    "company firm lab laboratory start-up startup developer maker nonprofit non-profit organization "
    "organisation giant outfit vendor unicorn corporation business conglomerate chipmaker venture "
    "enterprise".split()
)
# Of these nouns the nearest person will do; of the others only one whom the article calls so.
_PLAIN_NOUNS = frozenset(
    "researcher scientist engineer executive founder co-founder cofounder senator billionaire entrepreneur".split()
)
# Who holds an office is not told by who spoke last.
_OFFICES = frozenset(
    "ceo boss chief president chairman chairwoman chair senator congressman congresswoman lawmaker representative governor "
    "mayor minister secretary lawyer attorney judge justice director manager head leader commissioner cto cfo coo".split()
)
_DETERMINERS = frozenset(("the", "this", "that"))
_PREPOSITIONS = frozenset(["for", "of", "at", "from", "by", "with", "in", "on", "to", "against", "about", "than", "as"])
_POSTMODIFIERS = ("of ", "at ", "from ", "who ", "in ", "and ")
_HONORIFICS = frozenset(
    "Mr Mrs Ms Mx Dr Prof Professor Sir Dame Sen Senator Rep Representative President Judge Justice Gov "
    "Governor".split()
)
# Nominatives only: in "worked for her" the name beside it is somebody else's.
_GENDERED = re.compile(r"\b(?:he|himself|she|herself)\b", re.IGNORECASE)
# How far back a name may lie, in sentences, and how many names are weighed: an article can be long.
_REACH, _NEAR, _HEARD, _MAX_CANDIDATES, _MANY = 12, 2, 4, 60, 6
_CONTEXT_CHARS = 60
_APPOSED = re.compile(
    r"(?:,| is| was| \(| —) ?((?:an?|the|its|their|his|her|who is|who was|[\w.-]+['’]s)?(?: ?[\w.’'-]+){1,5})"
)
_CLAUSE_END = re.compile(r"[.;:!?\n]|, (?:and|but|said|who)\b")


# Weights of the signs, in sentences of distance.
_LEADS, _GENDER_KNOWN, _CALLED, _IN_QUOTE, _OWNER, _PER_MENTION, _SPOKE = 0.6, 1.0, 4.0, 1.5, 0.5, 0.2, 0.3


@dataclass(frozen=True, slots=True)
class Referent:
    """What words stand for: a name as the article writes it in full."""

    name: str
    entity: str | None
    type: SpeakerType


class Resolver:
    """Resolves words of one article. ``genders``: given name in lower case to "f" or "m"; the article's own signs win."""

    def __init__(self, reading: Reading, *, genders: Mapping[str, str] = {}) -> None:
        self._text = reading.text
        self._mentions = reading.mentions
        self._starts = [mention.start for mention in reading.mentions]
        self._sentences = [sentence.start for sentence in reading.sentences]
        self._ends = [sentence.end for sentence in reading.sentences]
        self._quotes = quotations(reading)
        self._quote_starts = [quote.start for quote in self._quotes]
        self._seen = Counter(mention.name for mention in reading.mentions)
        self._genders = self._learned(genders)
        self._speakers: dict[int, Referent] = {}

    def resolve(self, index: int, start: int, end: int) -> Referent | None:
        """Return what ``text[start:end]`` in sentence ``index`` stands for: a mention, a pronoun, a definite description."""
        if found := self.named(start, end):
            return found
        words = self._text[start:end].lower().replace("’", "'").split()
        if len(words) == 1:
            return self._pronoun(index, start, words[0])
        if words and words[0] in _DETERMINERS:
            return self._description(index, start, [word.removesuffix("'s") for word in words[1:]])
        return None

    def remember(self, index: int, speaker: Referent) -> None:
        """Note who speaks the quotation in sentence ``index``: whom its "I" and "we" stand for."""
        self._speakers[index] = speaker

    def mentions_in(self, index: int) -> Sequence[Mention]:
        """Return the mentions that begin in a sentence."""
        first = bisect_left(self._starts, self._sentences[index])
        last = bisect_left(self._starts, self._ends[index])
        return self._mentions[first:last]

    def is_quoted(self, offset: int) -> bool:
        """Say whether a character lies inside quotation marks."""
        at = bisect_right(self._quote_starts, offset) - 1
        return at >= 0 and offset < self._quotes[at].end

    def named(self, start: int, end: int) -> Referent | None:
        """Return the name that heads the words: of "OpenAI's Sam Altman" the man, of "the OpenAI engineer" none."""
        mention = self._head_mention(start, end)
        return _referent(mention) if mention else None

    def _head_mention(self, start: int, end: int) -> Mention | None:
        first = bisect_left(self._starts, start)
        if first and self._mentions[first - 1].end >= end:
            return self._mentions[first - 1]  # a part of a longer name
        inside = [mention for mention in self._mentions[first : first + 8] if mention.end <= end]
        if not inside:
            return None
        lead = self._text[start : inside[0].start].strip(" .*_\"'“‘")
        tail = self._text[inside[0].end : end].strip(" *_")
        if (not lead or lead in _HONORIFICS) and (not tail or tail[0] in ",(—–" or tail.startswith(_POSTMODIFIERS)):
            return inside[0]
        ahead = self._text[start : inside[-1].start].lower().split()
        rest = self._text[inside[-1].end : end].strip(" '’\"”*_").removeprefix("s")
        return None if rest or _PREPOSITIONS.intersection(ahead) else inside[-1]

    def _pronoun(self, index: int, start: int, word: str) -> Referent | None:
        if word in _FIRST:
            return self._speakers.get(index)
        if gender := _GENDER.get(word):
            return self._best(index, start, "PERSON", gender)
        return self._best(index, start, "LAB") if word in _NEUTRAL else None

    def _description(self, index: int, start: int, words: list[str]) -> Referent | None:
        """Resolve "the (former) researcher", "the San Francisco company": the noun, and what the article calls whom."""
        if len(words) > 5 or not words or _PREPOSITIONS.intersection(words):
            return None
        noun = words[-1]
        if noun in _ORG_NOUNS:
            return self._best(index, start, "LAB")
        if noun == "executive" and words[-2:-1] == ["chief"]:
            noun = "chief executive"
        elif noun not in _PERSON_NOUNS:
            return None
        return self._best(index, start, "PERSON", noun=noun)

    def _best(self, index: int, start: int, kind: str, gender: str = "", noun: str = "") -> Referent | None:
        """Return the heaviest of the names before ``start``."""
        outside = not self.is_quoted(start)
        spoke = self._speakers.get(index - 1)
        weights: dict[Referent, float] = {}
        for mention, away, leads in self._before(index, start, kind):
            known, who = self._genders.get(mention.name), _referent(mention)
            if gender and known and known != gender:
                continue
            called = bool(noun) and self._is_called(mention, noun)
            if noun and not (
                called or (who == spoke and noun not in _OFFICES) or (away <= _NEAR and noun in _PLAIN_NOUNS)
            ):
                continue
            weight = self._standing(mention) - away + _LEADS * leads + _CALLED * called
            weight += _GENDER_KNOWN * bool(gender and known) - _IN_QUOTE * (outside and self.is_quoted(mention.start))
            weights[who] = max(weights.get(who, weight), weight)
        for at in range(index - 1, max(index - _HEARD, -1), -1):
            if (heard := self._speakers.get(at)) and heard in weights:
                standing = _PER_MENTION * min(self._seen[heard.name], _MANY)
                weights[heard] = max(weights[heard], standing + _SPOKE - (index - at))
        return max(weights, key=lambda who: weights[who]) if weights else None

    def _standing(self, mention: Mention) -> float:
        """Weigh a name by how often the article has it, and less where it only owns something."""
        owner = self._text[mention.end : mention.end + 1] in ("'", "’")
        return _PER_MENTION * min(self._seen[mention.name], _MANY) - _OWNER * owner

    def _is_called(self, mention: Mention, noun: str) -> bool:
        """Say whether the article gives a name this noun beside it: "chief executive Ada Obi", "Ada Obi, an engineer"."""
        ahead = self._text[max(mention.start - 2 * len(noun), 0) : mention.start].lower()
        behind = _CLAUSE_END.split(self._text[mention.end : mention.end + _CONTEXT_CHARS].lower(), maxsplit=1)[0]
        apposed = _APPOSED.match(behind)
        return ahead.rstrip(" ,").endswith(noun) or (apposed is not None and noun in apposed[1])

    def _before(self, index: int, start: int, kind: str) -> Iterator[tuple[Mention, int, bool]]:
        """Yield names before an offset, nearest first: how many sentences away, and whether the name opens its sentence."""
        last = bisect_left(self._starts, start)
        for at in range(last - 1, max(last - _MAX_CANDIDATES, 0) - 1, -1):
            mention = self._mentions[at]
            sentence = bisect_right(self._sentences, mention.start) - 1
            if index - sentence > _REACH:
                return
            if mention.type == kind and mention.end <= start and not _is_title(mention):
                leads = at == 0 or self._mentions[at - 1].start < self._sentences[sentence]
                yield mention, index - sentence, leads

    def _learned(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the gender of each name: by title, by a pronoun that only it can be the antecedent of, by given name."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        people = [
            mention for mention in self._mentions if mention.type == "PERSON" and not self.is_quoted(mention.start)
        ]
        for mention in people:
            if found := title_gender(self._text, mention.start):
                votes[mention.name][found[1]] += 5
        starts = [mention.start for mention in people]
        for match in _GENDERED.finditer(self._text):
            sentence = bisect_right(self._sentences, match.start()) - 1
            floor = self._sentences[max(sentence - 1, 0)]
            near = {m.name for m in people[bisect_left(starts, floor) : bisect_left(starts, match.start())]}
            if len(near) == 1:
                votes[near.pop()][_GENDER[match[0].lower()]] += 1
        for name in {mention.name for mention in people}:
            if guess := given.get(name.split()[0].lower()):
                votes[name][guess] += 2
        return {name: count.most_common(1)[0][0] for name, count in votes.items()}


def _is_title(mention: Mention) -> bool:
    """Say whether a tagger took a title alone for a name: "Prime Minister"."""
    return all(word in _PERSON_NOUNS or word == "prime" for word in mention.name.lower().split())


def _referent(mention: Mention) -> Referent:
    return Referent(mention.name, mention.entity, "person" if mention.type == "PERSON" else "organisation")
