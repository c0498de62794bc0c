"""Read annotated articles (the format of corpora/GUIDELINE.md) into plain records with offsets.

    parse_article(text, taxonomy) -> dict     header fields, "text", and "sentences" with every field of the guideline

Offsets are code points of the article's text, as everywhere in labclaims. Every error names the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.taxonomy import Taxonomy

MODALITY = {"h": "hedged", "p": "predicted"}
SPEAKER_TYPES = {"p": "person", "o": "organisation", "d": "document", "a": "anonymous"}
SPAN_KINDS = {
    "p": "people",
    "l": "labs",
    "c": "cues",
    "m": "modality_cues",
    "t": "triggers",
    "$": "amounts",
    "s": "speaker_surfaces",
}
MOVE_KINDS = ("join", "leave", "hire", "return", "fire", "found", "poach")
AMOUNT_KINDS = ("salary", "bonus", "equity", "package", "other")
PERIODS = ("year", "month", "hour", "once")
HEADER = ("id", "title", "published", "source", "genre")
SCALE = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9}
_STOPS = '.!?:;,…"”’)]'
JOINERS = {"/ ": "\n", "+ ": ""}


class AnnotationError(ValueError):
    """An annotated article breaks the format; the message names the line."""


@dataclass
class Span:
    kind: str
    start: int
    end: int


@dataclass
class Line:
    """One annotated sentence before it has a place in the article."""

    claim: bool
    attributes: dict[str, str]
    topics: list[str]
    unsure: list[str]
    text: str
    spans: list[Span] = field(default_factory=list)


def parse_article(source: str, taxonomy: Taxonomy) -> dict[str, Any]:
    """Return the article as a record: header fields, text, sentences with absolute offsets.

    Raises AnnotationError with the number of the offending line.
    """
    head, found, body = source.partition("\n---\n")
    if not found:
        raise AnnotationError("no '---' line between header and sentences")
    record: dict[str, Any] = dict(_header(head))
    first_line = head.count("\n") + 3
    text, gap = "", ""
    sentences: list[dict[str, Any]] = []
    for number, raw in enumerate(body.split("\n"), start=first_line):
        if not raw.strip():
            gap = "\n\n"
            continue
        joiner, raw = (JOINERS[raw[:2]], raw[2:]) if raw[:2] in JOINERS else (_joiner(text, sentences), raw)
        try:
            line = _parse_line(raw, taxonomy)
            if text:
                text += gap or joiner
            sentences.append(_sentence(line, len(text), taxonomy))
        except AnnotationError as error:
            raise AnnotationError(f"line {number}: {error}") from None
        text += line.text
        gap = ""
    if not sentences:
        raise AnnotationError("no sentences")
    return {**record, "text": text, "sentences": sentences}


def _joiner(text: str, sentences: list[dict[str, Any]]) -> str:
    """Join with a space; but after a heading or other furniture that no stop ends, with a line break, as pages do."""
    return "\n" if sentences and not sentences[-1]["claim"] and text[-1] not in _STOPS else " "


def _header(head: str) -> Iterator[tuple[str, str]]:
    seen = dict.fromkeys(HEADER, "")
    for number, raw in enumerate(head.split("\n"), start=1):
        key, colon, value = raw.partition(":")
        if not colon or key not in seen:
            raise AnnotationError(f"line {number}: a header line is one of {', '.join(HEADER)}, then ': value'")
        seen[key] = value.strip()
    for key in ("id", "genre", "source"):
        if not seen[key]:
            raise AnnotationError(f"header: '{key}' is missing")
    if seen["published"] and not re.fullmatch(r"\d{4}-\d\d-\d\d", seen["published"]):
        raise AnnotationError(f"header: published is YYYY-MM-DD, not {seen['published']!r}")
    yield from seen.items()


def _parse_line(raw: str, taxonomy: Taxonomy) -> Line:
    code, bar, marked = raw.partition("|")
    if not bar or not marked.strip():
        raise AnnotationError("expected 'N | text' or 'C topics ; key=value | text'")
    first, *rest = (part.strip() for part in code.split(";"))
    letter, _, topic_list = first.partition(" ")
    if letter not in ("C", "N") or (letter == "N" and (topic_list or rest)):
        raise AnnotationError(f"a line begins with 'N' alone or with 'C', not {code.strip()!r}")
    attributes = {}
    for part in rest:
        key, equals, value = part.partition("=")
        if not equals or key not in ("mod", "sp", "mv", "amt", "con"):
            raise AnnotationError(f"unknown attribute {part!r}; known: mod sp mv amt con")
        attributes[key] = value.strip()
    names = [name.strip() for name in topic_list.split(",") if name.strip()]
    for name in names:
        if name.removeprefix("?") not in taxonomy.ids:
            raise AnnotationError(f"unknown topic {name!r}; known: {' '.join(taxonomy.ids)}")
    text, spans = _unmark(marked.strip())
    return Line(
        claim=letter == "C",
        attributes=attributes,
        topics=[name for name in names if not name.startswith("?")],
        unsure=[name[1:] for name in names if name.startswith("?")],
        text=text,
        spans=spans,
    )


def _unmark(marked: str) -> tuple[str, list[Span]]:
    """Take `{k:…}` marks out of a sentence; spans are relative to the plain text, in order of their start."""
    text: list[str] = []
    open_spans: list[Span] = []
    spans: list[Span] = []
    position = 0
    while position < len(marked):
        mark = re.match(r"\{([plcmts$]):", marked[position:])
        if mark:
            open_spans.append(Span(mark[1], len(text), -1))
            position += mark.end()
        elif marked[position] == "}" and open_spans:
            span = open_spans.pop()
            span.end = len(text)
            if span.end <= span.start:
                raise AnnotationError("an empty span")
            spans.append(span)
            position += 1
        elif marked[position] in "{}":
            raise AnnotationError(
                f"a stray brace near {marked[position : position + 20]!r}; marks are {{p: {{l: {{c: {{m: {{t: {{$: {{s:"
            )
        else:
            text.append(marked[position])
            position += 1
    if open_spans:
        raise AnnotationError(f"a span is not closed: {{{open_spans[-1].kind}:")
    return "".join(text), sorted(spans, key=lambda span: (span.start, -span.end))


def _sentence(line: Line, offset: int, taxonomy: Taxonomy) -> dict[str, Any]:
    spans: dict[str, list[dict[str, Any]]] = {name: [] for name in SPAN_KINDS.values()}
    for span in line.spans:
        spans[SPAN_KINDS[span.kind]].append(
            {"text": line.text[span.start : span.end], "start": offset + span.start, "end": offset + span.end}
        )
    attributes = line.attributes
    mod = attributes.get("mod")
    if mod is not None and mod not in MODALITY:
        raise AnnotationError(f"mod is h or p, not {mod!r}")
    if mod and not spans["modality_cues"]:
        raise AnnotationError("mod= needs a {m:cue} in the sentence")
    speaker, speaker_type = _speaker(attributes.get("sp"))
    amounts = _amounts(attributes.get("amt"), spans.pop("amounts"))
    if amounts and "compensation" not in line.topics + line.unsure:
        raise AnnotationError("amounts belong to claims on compensation")
    return {
        "start": offset,
        "end": offset + len(line.text),
        "claim": line.claim,
        "topics": line.topics,
        "unsure": line.unsure,
        "speaker": speaker,
        "speaker_type": speaker_type,
        "modality": (MODALITY[mod] if mod else "asserted") if line.claim else None,
        "people": spans["people"],
        "labs": spans["labs"],
        "moves": _moves(attributes.get("mv")),
        "amounts": amounts,
        "contrast": _contrast(attributes.get("con"), taxonomy),
        "cues": spans["cues"],
        "modality_cues": spans["modality_cues"],
        "triggers": spans["triggers"],
        "speaker_surfaces": spans["speaker_surfaces"],
    }


def _speaker(value: str | None) -> tuple[str | None, str | None]:
    if not value:
        return None, None
    kind, colon, name = value.partition(":")
    if not colon or kind not in SPEAKER_TYPES or not name.strip():
        raise AnnotationError(f"sp is p:, o:, d: or a: and a name, not {value!r}")
    return name.strip(), SPEAKER_TYPES[kind]


def _moves(value: str | None) -> list[dict[str, str | None]]:
    moves = []
    for item in value.split(" & ") if value else []:
        kind, colon, ends = item.strip().partition(":")
        parts = [part.strip() for part in ends.split(">")]
        if not colon or kind not in MOVE_KINDS or len(parts) != 3 or not all(parts):
            raise AnnotationError(
                f"mv is kind:person>from>to with '-' for none, kind one of {' '.join(MOVE_KINDS)}, not {item!r}"
            )
        person, source, target = (None if part == "-" else part for part in parts)
        moves.append({"kind": kind, "person": person, "from": source, "to": target})
    return moves


def _amounts(value: str | None, spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    items = value.split(" & ") if value else []
    if len(items) != len(spans):
        raise AnnotationError(f"{len(spans)} amount spans but {len(items)} amounts in amt=")
    amounts = []
    for item, span in zip(items, spans, strict=True):
        match = re.fullmatch(r"(\S+?)(?:\.\.(\S+))? ([A-Z]{3}) (\w+)(?: (\w+))?", item.strip())
        if not match or match[4] not in AMOUNT_KINDS or match[5] not in (None, *PERIODS):
            raise AnnotationError(
                f"amt is 'low..high CUR kind [period]', not {item!r}; kinds {AMOUNT_KINDS}, periods {PERIODS}"
            )
        low = _figure(match[1])
        high = _figure(match[2]) if match[2] else low
        amounts.append({**span, "low": low, "high": high, "currency": match[3], "kind": match[4], "period": match[5]})
    return amounts


def _figure(word: str) -> float | None:
    if word == "-":
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([KMB]?)", word)
    if not match:
        raise AnnotationError(f"a figure is a number with K, M or B, or '-', not {word!r}")
    return round(float(match[1]) * SCALE[match[2]], 2)  # an hour's pay has cents


def _contrast(value: str | None, taxonomy: Taxonomy) -> dict[str, Any] | None:
    if not value:
        return None
    sides, _, favours = (part.strip() for part in value.partition(">"))
    names = [side.strip() for side in sides.split("/")]
    axis = next((axis.id for axis in taxonomy.axes if sorted(axis.sides) == sorted(names)), None)
    if axis is None or favours not in ("", *names):
        known = ", ".join("/".join(axis.sides) for axis in taxonomy.axes)
        raise AnnotationError(f"con is topic/topic or topic/topic>favoured, on one of the axes {known}; not {value!r}")
    return {"axis": axis, "sides": names, "favours": favours or None}
