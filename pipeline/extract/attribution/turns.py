"""Interviews and transcripts: whose turn it is, by the labels before each turn ("LEX:", "Q:", "**Ana Silva:**")."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pipeline.data import Span
from pipeline.extract.attribution.quotes import paragraphs
from pipeline.extract.attribution.resolve import Referent, Resolver
from pipeline.extract.reading import Reading

# A label: up to five words with capitals, maybe a role in brackets, then a colon; bold marks and tags around it.
_LABEL = re.compile(
    r"(?:[*_]{1,3}|<b>|<strong>|\[)?(?P<name>[^\W\d_a-z][\w.’'-]{0,30}(?: [^\W\d_a-z][\w.’'-]{0,30}){0,4})"
    r"(?: \([^()\n]{1,40}\))?(?::(?:[*_]{1,3}|</b>|</strong>)?|(?:[*_]{1,3}|</b>|</strong>|\]):)(?=\s|$)"
)
_LETTER = re.compile(r"(?P<name>[QA])[.:](?=\s|$)")
_ASKS = frozenset(("q", "question", "host", "interviewer", "moderator", "reporter"))
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b", re.IGNORECASE)
_BYLINE = re.compile(r"(?:\bby|interview(?:er|ed by)?|words|host|asks|photographs?)\b[:\s]*$", re.IGNORECASE)
_I = re.compile(r"\bI\b")
_ANNOUNCED = re.compile(
    r"\b(?:interview|Q ?(?:&amp;|&) ?A|podcast|transcript|in conversation|talks to|we met|we spoke)", re.IGNORECASE
)
_TOP_CHARS = 600
_QUOTES = '"“”'
_MIN_ANSWERS, _MOST, _QUESTION_SENTENCES = 4, 0.6, 4
_ANSWERS = frozenset(("a", "answer", "guest", "interviewee"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a talk: its speaker, None for whoever asks, and the label where it stands."""

    speaker: Referent | None
    label: Span | None


def turns(reading: Reading, resolver: Resolver) -> dict[int, Turn]:
    """Return the turn that each sentence belongs to, by index; empty for an article that is no talk."""
    labels = dict(_labels(reading))
    counts = Counter(label.text for label in labels.values())
    labels = {index: label for index, label in labels.items() if counts[label.text] > 1}
    if len(labels) < 3:
        return _answers(reading)
    found = _labelled(reading, resolver, labels)
    nameless = all(label.text.lower() in _ASKS | _ANSWERS for label in labels.values())
    if nameless and not any(_I.search(_words(reading, i, i)) for i, turn in found.items() if turn.speaker):
        return {}  # a list of questions that a firm answers
    return found


def _labelled(reading: Reading, resolver: Resolver, labels: Mapping[int, Span]) -> dict[int, Turn]:
    askers = _askers(reading, labels)
    found: dict[int, Turn] = {}
    turn: Turn | None = None
    for index, sentence in enumerate(reading.sentences):
        if label := labels.get(index):
            turn = Turn(None if label.text in askers else _speaker(reading, resolver, index, label), label)
        elif not sentence.is_prose or (_is_asked(reading, index) and _begins_paragraph(reading, index)):
            turn = None
        if turn is not None:
            found[index] = turn
    return found


def _answers(reading: Reading) -> dict[int, Turn]:
    """Return the answers of an interview without labels: what follows questions, in the first person."""
    answers = list(_after_questions(reading))
    words = [_words(reading, *pair) for pair in answers]
    first_person = sum(_FIRST_PERSON.search(text) is not None for text in words)
    if first_person < _MIN_ANSWERS or first_person < _MOST * len(answers):
        return {}
    speaker = _guest(reading, answers[0][0])
    personal = sum(_I.search(text) is not None for text in words)
    if speaker is None or not (personal > _MOST * len(answers) or _is_interview(reading, speaker)):
        return {}
    turn = Turn(speaker, None)
    return {index: turn for pair in answers for index in _own_words(reading, *pair)}


def _after_questions(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the first and last sentence of each answer.

    It is the rest of a paragraph that opens with a question or, where the question is a paragraph of its own, the
    paragraphs up to the next one or to a heading.
    """
    answer: tuple[int, int] | None = None
    for first, last in paragraphs(reading):
        asked = [
            index for index in range(first, min(first + _QUESTION_SENTENCES, last + 1)) if _is_asked(reading, index)
        ]
        if asked:
            if answer is not None and answer[0] <= answer[1]:
                yield answer
            answer = (asked[-1] + 1, last)
        elif answer is not None and answer[1] == first - 1:
            alone = answer[0] > answer[1] or _begins_paragraph(reading, answer[0])
            answer = (answer[0], last) if alone else answer
    if answer is not None and answer[0] <= answer[1]:
        yield answer


def _own_words(reading: Reading, first: int, last: int) -> range:
    """Leave out what the author adds after the mark that closes an answer given in quotation marks."""
    if reading.text[reading.sentences[first].start] not in _QUOTES:
        return range(first, last + 1)
    closing = [i for i in range(first, last + 1) if reading.text[reading.sentences[i].end - 1] in _QUOTES]
    return range(first, (closing[-1] if closing else last) + 1)


def _words(reading: Reading, first: int, last: int) -> str:
    return reading.text[reading.sentences[first].start : reading.sentences[last].end]


def _guest(reading: Reading, before: int) -> Referent | None:
    """Return who is interviewed: of the people named before the first answer, the one in the title or named most."""
    limit = reading.sentences[before].start
    title = reading.article.title or ""
    named = [
        m
        for m in reading.mentions
        if m.type == "PERSON" and m.start < limit and not _BYLINE.search(reading.text, max(m.start - 40, 0), m.start)
    ]
    if not named:
        return None
    counts = Counter(m.name for m in named)
    guest = max(named, key=lambda m: (m.text in title, counts[m.name], len(m.name), m.start))
    return Referent(guest.name, guest.entity, "person")


def _is_interview(reading: Reading, guest: Referent) -> bool:
    """Say whether the article announces a talk: its guest in the title, or the word near the top."""
    top = f"{reading.article.title or ''} {reading.text[:_TOP_CHARS]}"
    return guest.name.split()[-1] in (reading.article.title or "") or _ANNOUNCED.search(top) is not None


def _labels(reading: Reading) -> Iterator[tuple[int, Span]]:
    for index, sentence in enumerate(reading.sentences):
        stop = min(sentence.end, sentence.start + 120)
        if match := _LABEL.match(reading.text, sentence.start, stop) or _LETTER.match(
            reading.text, sentence.start, stop
        ):
            yield index, Span(match["name"], *match.span("name"))


def _is_asked(reading: Reading, index: int) -> bool:
    sentence = reading.sentences[index]
    return "?" in reading.text[max(sentence.end - 4, sentence.start) : sentence.end]


def _begins_paragraph(reading: Reading, index: int) -> bool:
    return index == 0 or "\n" in reading.text[reading.sentences[index - 1].end : reading.sentences[index].start]


def _askers(reading: Reading, labels: Mapping[int, Span]) -> set[str]:
    """Return the labels of those who ask: by the word, or because most turns hold a question where others' do not."""
    names = {label.text for label in labels.values()}
    askers = {name for name in names if name.lower() in _ASKS}
    if askers or len(names) == 1:
        return askers
    asked: dict[str, list[bool]] = defaultdict(list)
    ends = [*sorted(labels), len(reading.sentences)]
    for index, after in pairwise(ends):
        asked[labels[index].text].append(any(_is_asked(reading, i) for i in range(index, min(after, index + 12))))
    share = {name: sum(flags) / len(flags) for name, flags in asked.items()}
    top = max(share, key=lambda name: share[name])
    return {top} if share[top] > 0.6 and min(share.values()) < 0.5 else set()


def _speaker(reading: Reading, resolver: Resolver, index: int, label: Span) -> Referent:
    """Resolve a label: initials, "A:" for the guest, a name or a part of one."""
    low = label.text.lower()
    people = Counter((m.name, m.entity) for m in reading.mentions if m.type == "PERSON" and m.name != label.text)
    for (name, entity), _ in people.most_common():
        parts = re.findall(r"\w+", name.lower())
        if low in parts or low == name.lower() or (len(low) > 1 and low == "".join(part[0] for part in parts)):
            return Referent(name, entity, "person")
    if low in _ANSWERS and (guest := _guest(reading, index)):
        return guest
    return resolver.resolve(index, label.start, label.end) or Referent(label.text, None, "person")
