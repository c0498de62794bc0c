"""Measure the whole pipeline on annotated articles, from text to claims.

    labclaims evaluate corpora/gold/articles.jsonl -o report.json

A claim belongs to the gold sentence that holds most of its characters, and a sentence has the labels of all its claims: how text
was split into sentences counts too. Precision, recall and F1 come with 95% intervals (bootstrap over articles); the calibration
error is that of the claim model's scores on the gold sentences.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.data import Article, Claim, Extraction, Where
from pipeline.errors import InputError
from pipeline.extract.classify import CLAIM, HEDGED, PREDICTED
from pipeline.extract.extractor import Extractor
from pipeline.model.calibrate import expected_calibration_error
from pipeline.model.corpus import load_examples
from pipeline.model.measure import LabelScore, score_counts, sure_columns

SCORER = "1"
NONCLAIM, PERSON, LAB = "nonclaim", "PERSON", "LAB"
_SENTENCE_KEYS = ("start", "end", "claim", "topics", "unsure", "modality", "people", "labs")


def evaluate(gold: Path, extractor: Extractor) -> dict[str, Any]:
    """Return a report: every label with its interval, macro averages, figures per genre and article, what was compared."""
    articles = read_gold(gold)
    batch = [
        Article(id=a["id"], text=a["text"], where=Where(str(gold), row), title=a.get("title") or None)
        for row, a in enumerate(articles, start=1)
    ]
    extractions = list(extractor.extract_many(batch))
    labels = [CLAIM, NONCLAIM, *extractor.topics, HEDGED, PREDICTED, PERSON, LAB]
    tables = [_count_article(a, e, labels) for a, e in zip(articles, extractions, strict=True)]
    scores = _scores(tables, labels)
    errors = _calibration_errors(gold, extractor)
    genres: dict[str, list[dict[str, tuple[int, int, int]]]] = defaultdict(list)
    for article, table in zip(articles, tables, strict=True):
        genres[article.get("genre") or "(none)"].append(table)
    return {
        "scorer": SCORER,
        "gold": {
            "sha256": hashlib.sha256(gold.read_bytes()).hexdigest(),
            "articles": len(articles),
            "sentences": sum(len(a["sentences"]) for a in articles),
        },
        "models": extractor.models,
        "config": extractor.config.fingerprint,
        "labels": {label: {**asdict(score), "ece": errors.get(label)} for label, score in scores.items()},
        "core_macro_f1": _macro(scores, extractor.core_topics),
        "all_macro_f1": _macro(scores, extractor.topics),
        "documents": [_document(a, table, extractor.topics) for a, table in zip(articles, tables, strict=True)],
        "genres": {genre: _genre(rows, labels, extractor.topics) for genre, rows in sorted(genres.items())},
    }


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read annotated articles (JSONL). Raises InputError naming the line, or when there is none."""
    if not path.is_file():
        raise InputError(f"no gold file {path}")
    articles = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if line.strip():
            try:
                article = json.loads(line)
                for sentence in article["sentences"]:
                    if missing := [key for key in _SENTENCE_KEYS if key not in sentence]:
                        raise KeyError(missing[0])
                articles.append({**article, "id": str(article["id"]), "text": str(article["text"])})
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(
                    f"{path}:{number}: no annotated article ({error!r}); needs id, text, and sentences with "
                    f"{', '.join(_SENTENCE_KEYS)}"
                ) from None
    if not articles:
        raise InputError(f"{path}: no annotated article in it")
    return articles


def _count_article(
    article: Mapping[str, Any], extraction: Extraction, labels: Sequence[str]
) -> dict[str, tuple[int, int, int]]:
    sentences = article["sentences"]
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in extraction.claims:
        over = [min(claim.end, s["end"]) - max(claim.start, s["start"]) for s in sentences]
        best = int(np.argmax(over)) if over else -1
        if best >= 0 and over[best] > 0:
            claims[best].append(claim)
    right: dict[str, list[int]] = {label: [0, 0, 0] for label in labels}
    for index, sentence in enumerate(sentences):
        for label, got, want in _sentence_flags(sentence, claims[index], labels):
            right[label][0] += got and want
            right[label][1] += got
            right[label][2] += want
    for label, key in ((PERSON, "people"), (LAB, "labs")):
        found = {(m.start, m.end) for m in extraction.mentions if m.type == label}
        wanted = {(m["start"], m["end"]) for s in sentences for m in s[key] if isinstance(m, dict)}
        right[label] = [len(found & wanted), len(found), len(wanted)]
    return {label: (row[0], row[1], row[2]) for label, row in right.items()}


def _sentence_flags(
    sentence: Mapping[str, Any], claims: Sequence[Claim], labels: Sequence[str]
) -> Iterable[tuple[str, bool, bool]]:
    yield CLAIM, bool(claims), sentence["claim"]
    yield NONCLAIM, not claims, not sentence["claim"]
    topics = {topic.label for claim in claims for topic in claim.topics}
    for label in labels:
        if label in (CLAIM, NONCLAIM, PERSON, LAB) or label in sentence["unsure"]:
            continue
        if label in (HEDGED, PREDICTED):
            longest = max(claims, key=lambda claim: claim.end - claim.start, default=None)
            if longest and sentence["claim"]:  # how a claim is meant can only be judged where there is one
                yield label, longest.modality == label, sentence["modality"] == label
        else:
            yield label, label in topics, label in sentence["topics"]


def _scores(tables: Sequence[Mapping[str, tuple[int, int, int]]], labels: Sequence[str]) -> dict[str, LabelScore]:
    return {label: score_counts(np.array([table[label] for table in tables], float).T, None) for label in labels}


def _calibration_errors(gold: Path, extractor: Extractor) -> dict[str, float]:
    classifier = extractor.classifier
    examples = load_examples(gold, classifier.labels)
    scores = classifier.score(examples.passages)
    columns = sure_columns(classifier.labels, scores, examples)
    return {label: expected_calibration_error(of_label, targets) for label, of_label, targets in columns}


def _macro(scores: Mapping[str, LabelScore], labels: Sequence[str]) -> float:
    return float(np.mean([scores[label].f1 for label in labels]))


def _genre(
    rows: Sequence[Mapping[str, tuple[int, int, int]]], labels: Sequence[str], topics: Sequence[str]
) -> dict[str, float | int | None]:
    f1s = {label: _f1([table[label] for table in rows]) for label in labels}
    shown = [value for topic in topics if (value := f1s[topic]) is not None]
    return {
        "articles": len(rows),
        "claim_f1": f1s[CLAIM],
        "nonclaim_f1": f1s[NONCLAIM],
        "topics_macro_f1": float(np.mean(shown)) if shown else None,
        "topics_shown": len(shown),
    }


def _document(
    article: Mapping[str, Any], table: Mapping[str, tuple[int, int, int]], topics: Sequence[str]
) -> dict[str, str | int | float | None]:
    """Return one article's figures, null where there was nothing to find and nothing was found.

    Its topics are too few for a mean over labels, so all of them are counted together.
    """
    return {
        "id": article["id"],
        "genre": article.get("genre") or "(none)",
        "sentences": len(article["sentences"]),
        "claim_f1": _f1([table[CLAIM]]),
        "nonclaim_f1": _f1([table[NONCLAIM]]),
        "topics_micro_f1": _f1([table[topic] for topic in topics]),
    }


def _f1(counts: Sequence[tuple[int, int, int]]) -> float | None:
    right, found, wanted = (sum(column) for column in zip(*counts, strict=True))
    return float(2 * right / (found + wanted)) if found + wanted else None
