"""What passes between the stages. Frozen, small, and importing nothing of ours.

All offsets are Unicode code points of ``Article.text``; ``end`` is exclusive.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Modality = Literal["asserted", "hedged", "predicted"]
MentionType = Literal["PERSON", "LAB"]


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
    """A name of a person or a lab. ``entity`` is ``lab:…`` for a listed lab, else ``name:…``: a key, not an identity."""

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
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was found in one article."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    chars_read: int
