"""Records: what is written for each article, claim, text and reject, and the JSON Schema that each one keeps.

``labclaims schema --json`` prints the schemas; docs/records/ holds a complete example of each.
"""

from typing import Any

from pipeline.data import (
    Amount,
    Article,
    Attribution,
    Claim,
    Contrast,
    Extraction,
    Mention,
    Move,
    Party,
    Rejection,
    Span,
)
from pipeline.io import sha256

SCHEMA_VERSION = "1.0"

Record = dict[str, Any]
Schema = dict[str, Any]


def text_digest(text: str) -> str:
    return sha256(text.encode("utf-8"))


def claim_id(article_id: str, text_sha256: str, start: int, end: int) -> str:
    """Return an id that is the same in every run and for every model."""
    return "c_" + sha256(f"{article_id}\n{text_sha256}\n{start}\n{end}".encode())[:16]


def claim_records(extraction: Extraction, provenance: Record) -> list[Record]:
    """Return the records of an article's claims. ``provenance`` holds ``models``, ``labclaims`` and ``config``."""
    article = extraction.article
    digest = text_digest(article.text)
    return [_claim_record(article, digest, claim, provenance) for claim in extraction.claims]


def _claim_record(article: Article, digest: str, claim: Claim, provenance: Record) -> Record:
    return {
        "schema_version": SCHEMA_VERSION,
        "id": claim_id(article.id, digest, claim.start, claim.end),
        "article": {key: getattr(article, key) for key in ("id", "url", "title", "published", "source")},
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "sentence": claim.sentence,
        "claim_score": claim.claim_score,
        "topics": [{"label": t.label, "score": t.score, "threshold": t.threshold} for t in claim.topics],
        "scores": claim.scores,
        "contrast": _contrast_record(claim.contrast) if claim.contrast else None,
        "modality": {
            "label": claim.modality,
            "score": claim.modality_score,
            "cues": [_span_record(cue) for cue in claim.modality_cues],
        },
        "attribution": _attribution_record(claim.attribution),
        "mentions": [_mention_record(mention) for mention in claim.mentions],
        "events": [_move_record(article.id, digest, move) for move in claim.moves],
        "amounts": [_amount_record(amount) for amount in claim.amounts],
        **provenance,
    }


def _span_record(span: Span) -> Record:
    return {"text": span.text, "start": span.start, "end": span.end}


def _contrast_record(contrast: Contrast) -> Record:
    return {"axis": contrast.axis, "sides": list(contrast.sides), "favours": contrast.favours}


def _attribution_record(attribution: Attribution) -> Record:
    return {
        "kind": attribution.kind,
        "speaker": attribution.speaker,
        "speakers": list(attribution.speakers),
        "type": attribution.type,
        "entity": attribution.entity,
        "surface": _span_record(attribution.surface) if attribution.surface else None,
        "cue": _span_record(attribution.cue) if attribution.cue else None,
    }


def _move_record(article_id: str, digest: str, move: Move) -> Record:
    ends: dict[str, Party | None] = {"person": move.person, "from": move.origin, "to": move.destination}
    words = {"role": move.role, "date": move.date}
    spans = {name: [p.start, p.end] for name, p in ends.items() if p and p.start is not None and p.end is not None}
    spans |= {name: [span.start, span.end] for name, span in words.items() if span}
    facts = [article_id, digest, move.kind, str(move.trigger.start), *(p.name if p else "" for p in ends.values())]
    return {
        "type": "move",
        "id": "m_" + sha256("\n".join(facts).encode())[:16],
        "kind": move.kind,
        **{name: party.name if party else None for name, party in ends.items()},
        **{name: span.text if span else None for name, span in words.items()},
        "status": move.status,
        "trigger": _span_record(move.trigger),
        "spans": spans,
        "entities": {name: party.entity if party else None for name, party in ends.items()},
    }


def _amount_record(amount: Amount) -> Record:
    return {
        "text": amount.text,
        "start": amount.start,
        "end": amount.end,
        "low": amount.low,
        "high": amount.high,
        "currency": amount.currency,
        "kind": amount.kind,
        "period": amount.period,
    }


def _mention_record(mention: Mention) -> Record:
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "type": mention.type,
        "entity": mention.entity,
        "name": mention.name,
        "score": mention.score,
    }


def article_record(extraction: Extraction) -> Record:
    article = extraction.article
    return {
        "schema_version": SCHEMA_VERSION,
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "published_from": article.published_from,
        "source": article.source,
        "language": None,
        "where": {"file": article.where.file, "row": article.where.row},
        "text_sha256": text_digest(article.text),
        "chars_total": len(article.text),
        "chars_read": extraction.chars_read,
        "sentences": len(extraction.sentences),
        "claims": len(extraction.claims),
        "gated": False,
        "mentions": [_mention_record(mention) for mention in extraction.mentions],
        "extra": article.extra,
    }


def text_record(extraction: Extraction) -> Record:
    return {
        "id": extraction.article.id,
        "text_sha256": text_digest(extraction.article.text),
        "text": extraction.article.text,
        "sentences": [[s.start, s.end, s.is_prose] for s in extraction.sentences],
    }


def reject_record(rejection: Rejection) -> Record:
    return {
        "schema_version": SCHEMA_VERSION,
        "article_id": rejection.article_id,
        "where": {"file": rejection.where.file, "row": rejection.where.row},
        "stage": rejection.stage,
        "kind": rejection.kind,
        "reason": rejection.reason,
        "detail": rejection.detail,
    }


# JSON Schema


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_STRING: Schema = {"type": "string"}
_TEXT: Schema = {"type": "string", "minLength": 1}
_INDEX: Schema = {"type": "integer", "minimum": 0}
_SCORE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_MAYBE = _or_null(_STRING)
_DATE = _or_null({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d"})
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_VERSION: Schema = {"const": SCHEMA_VERSION}
_SPAN = _object(text=_TEXT, start=_INDEX, end=_INDEX)
_PAIR: Schema = {"type": "array", "items": _INDEX, "minItems": 2, "maxItems": 2}
_WHERE = _object(file=_STRING, row=_or_null({"type": "integer", "minimum": 1}))
_MENTION = _object(
    text=_TEXT, start=_INDEX, end=_INDEX, type={"enum": ["PERSON", "LAB"]}, entity=_TEXT, name=_TEXT, score=_SCORE
)
_MOVE: Schema = {
    "type": "object",
    "required": [
        "type",
        "id",
        "kind",
        "person",
        "from",
        "to",
        "role",
        "date",
        "status",
        "trigger",
        "spans",
        "entities",
    ],
    "properties": {
        "type": {"const": "move"},
        "kind": {"enum": ["join", "leave", "hire", "return", "fire", "found", "poach"]},
        **{key: _MAYBE for key in ("person", "from", "to", "role", "date")},
        "id": _TEXT,
        "status": {"enum": ["reported", "announced", "expected", "confirmed", "denied"]},
        "trigger": _SPAN,
        "spans": {"type": "object", "additionalProperties": _PAIR},
        "entities": {"type": "object", "additionalProperties": _MAYBE},
    },
    "additionalProperties": False,
}
_AMOUNT = _object(
    text=_TEXT,
    start=_INDEX,
    end=_INDEX,
    low=_or_null({"type": "number", "minimum": 0}),
    high=_or_null({"type": "number", "minimum": 0}),
    currency=_TEXT,
    kind={"enum": ["salary", "bonus", "equity", "package", "other"]},
    period=_MAYBE,
)
_CLAIM = _object(
    schema_version=_VERSION,
    id=_TEXT,
    article=_object(id=_TEXT, url=_MAYBE, title=_MAYBE, published=_DATE, source=_MAYBE),
    start=_INDEX,
    end=_INDEX,
    text=_TEXT,
    sentence=_INDEX,
    claim_score=_SCORE,
    topics=_list(_object(label=_TEXT, score=_SCORE, threshold=_SCORE)),
    scores={"type": "object", "additionalProperties": _SCORE},
    contrast=_or_null(_object(axis=_TEXT, sides=_list(_TEXT), favours=_MAYBE)),
    modality=_object(label={"enum": ["asserted", "hedged", "predicted"]}, score=_SCORE, cues=_list(_SPAN)),
    attribution=_object(
        kind={"enum": ["author", "quoted", "reported"]},
        speaker=_MAYBE,
        speakers=_list(_STRING),
        type=_or_null({"enum": ["person", "organisation", "document", "anonymous"]}),
        entity=_MAYBE,
        surface=_or_null(_SPAN),
        cue=_or_null(_SPAN),
    ),
    mentions=_list(_MENTION),
    events=_list(_MOVE),
    amounts=_list(_AMOUNT),
    models=_object(claims=_TEXT, ner=_TEXT),
    labclaims=_TEXT,
    config=_TEXT,
)
_ARTICLE = _object(
    schema_version=_VERSION,
    id=_TEXT,
    url=_MAYBE,
    title=_MAYBE,
    byline=_MAYBE,
    published=_DATE,
    published_from=_MAYBE,
    source=_MAYBE,
    language=_MAYBE,
    where=_WHERE,
    text_sha256=_SHA256,
    chars_total=_INDEX,
    chars_read=_INDEX,
    sentences=_INDEX,
    claims=_INDEX,
    gated={"type": "boolean"},
    mentions=_or_null(_list(_MENTION)),
    extra={"type": "object"},
)
_TEXT_RECORD = _object(
    id=_TEXT,
    text_sha256=_SHA256,
    text=_TEXT,
    sentences=_list(
        {"type": "array", "prefixItems": [_INDEX, _INDEX, {"type": "boolean"}], "minItems": 3, "maxItems": 3}
    ),
)
_REJECT = _object(
    schema_version=_VERSION,
    article_id=_MAYBE,
    where=_WHERE,
    stage=_TEXT,
    kind={"enum": ["dropped", "failed"]},
    reason={"type": "string", "pattern": "^[a-z0-9_:]+$"},
    detail=_STRING,
)

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS: dict[str, Schema] = {
    name: {"$schema": _DIALECT, "title": f"labclaims {name} {SCHEMA_VERSION}", **schema}
    for name, schema in {"claims": _CLAIM, "articles": _ARTICLE, "texts": _TEXT_RECORD, "rejects": _REJECT}.items()
}
