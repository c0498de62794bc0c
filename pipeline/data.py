"""What passes between the stages. Frozen, small, and importing nothing of ours.

All offsets are Unicode code points of ``Article.text``; ``end`` is exclusive.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Modality = Literal["asserted", "hedged", "predicted"]
MentionType = Literal["PERSON", "LAB"]
AttributionKind = Literal["author", "quoted", "reported"]
SpeakerType = Literal["person", "organisation", "document", "anonymous"]
MoveKind = Literal["join", "leave", "hire", "return", "fire", "found", "poach"]
MoveStatus = Literal["reported", "announced", "expected", "confirmed", "denied"]
AmountKind = Literal["salary", "bonus", "equity", "package", "other"]
Period = Literal["year", "month", "week", "day", "hour", "once"]


@dataclass(frozen=True, slots=True)
class Where:
    """Where an article was read: a file (or ``-``) and, for formats of many rows, the row, counted from 1."""

    file: str
    row: int | None = None

    def __str__(self) -> str:
        return self.file if self.row is None else f"{self.file}:{self.row}"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read. The text is decoded once and never changed afterwards."""

    id: str
    text: str
    where: Where
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    published_from: str | None = None
    source: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejection:
    """An article that was not kept, and why. ``dropped``: it is at fault; ``failed``: we are, and it is tried again."""

    where: Where
    stage: str
    reason: str
    detail: str
    kind: Literal["dropped", "failed"] = "dropped"
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a line of page furniture. Only prose can be a claim."""

    start: int
    end: int
    is_prose: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a person or a lab. ``entity`` is ``lab:…`` or ``person:…`` if listed, else ``name:…``: a key, not an identity."""

    text: str
    start: int
    end: int
    type: MentionType
    entity: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Topic:
    label: str
    score: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a claim. ``speaker`` is the resolved name, ``surface`` the words that stand for it; null for the author's own."""

    kind: AttributionKind = "author"
    speaker: str | None = None
    speakers: tuple[str, ...] = ()
    type: SpeakerType | None = None
    entity: str | None = None
    surface: Span | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """One end of a move: its name, where it stands (null when it was resolved from elsewhere), its entity if it has one."""

    name: str
    start: int | None = None
    end: int | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A person or a described group that goes from one organisation to another. Ends that are not stated are null."""

    kind: MoveKind
    status: MoveStatus
    trigger: Span
    person: Party
    origin: Party | None = None
    destination: Party | None = None
    role: Span | None = None
    date: Span | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of pay, in full units of ``currency`` (ISO 4217). "up to": ``low`` is null; "at least": ``high`` is null."""

    text: str
    start: int
    end: int
    low: float | None
    high: float | None
    currency: str
    kind: AmountKind
    period: Period | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """A claim that sets the two sides of an axis of the taxonomy against each other, and the side it favours if it does."""

    axis: str
    sides: tuple[str, str]
    favours: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that asserts something, with what could be said of it."""

    start: int
    end: int
    text: str
    sentence: int
    claim_score: float
    topics: tuple[Topic, ...]
    scores: dict[str, float]
    modality: Modality
    modality_score: float
    modality_cues: tuple[Span, ...]
    attribution: Attribution
    contrast: Contrast | None
    mentions: tuple[Mention, ...]
    moves: tuple[Move, ...]
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was found in one article."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    chars_read: int
