"""Precision, recall and F1 per label, with bootstrap intervals over articles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.extract.classify import CLAIM, HEADS
from pipeline.model.calibrate import Array, calibrated, expected_calibration_error
from pipeline.model.corpus import Examples
from pipeline.model.folder import Calibration

_RESAMPLES = 1000
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LabelScore:
    """``low`` and ``high`` bound the 95% interval of F1; ``n`` counts the positives; ``ece`` is the calibration error."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    n: int
    ece: float | None


def measure(
    labels: Sequence[str], calibration: dict[str, Calibration], logits: Array, examples: Examples
) -> dict[str, LabelScore]:
    """Score every label over the sentences whose annotation is sure; each counts only where the sentence is taken for a claim."""
    thresholds = np.array([calibration[label].threshold for label in labels])
    scores = calibrated(labels, calibration, logits)
    got, want, known = scores >= thresholds, examples.targets > 0, examples.known > 0
    claims = got[:, list(labels).index(CLAIM)]
    articles = np.unique(np.array(examples.articles), return_inverse=True)[1]
    report = {}
    for column, label in enumerate(labels):
        rows = known[:, column]
        hits = got[rows, column] if label == CLAIM else (got[:, column] & claims)[rows]
        error = expected_calibration_error(scores[rows, column], want[rows, column].astype(float))
        report[label] = _label_score(hits, want[rows, column], articles[rows], error)
    return report


def sure_columns(labels: Sequence[str], scores: Array, examples: Examples) -> Iterator[tuple[str, Array, Array]]:
    """Yield (label, scores, targets) of every label over the sentences whose annotation is sure."""
    for column, label in enumerate(labels):
        rows = examples.known[:, column] > 0
        yield label, scores[rows, column], examples.targets[rows, column].astype(float)


def _label_score(got: Flags, want: Flags, articles: npt.NDArray[np.intp], ece: float) -> LabelScore:
    size = int(articles.max()) + 1 if len(articles) else 0
    return score_counts(
        np.stack([np.bincount(articles, weights=f, minlength=size) for f in (got & want, got, want)]), ece
    )


def score_counts(table: Array, ece: float | None) -> LabelScore:
    """Score (right, found, wanted) counted per article, [3, articles].

    The interval is a bootstrap over whole articles, since sentences of an article are alike, with a fixed seed; draws in which
    the label neither occurs nor is found say nothing about F1 and are left out.
    """
    draws = np.random.default_rng(0).integers(0, table.shape[1], (_RESAMPLES, table.shape[1]))
    samples = table[:, draws].sum(axis=2)
    samples = samples[:, samples[1] + samples[2] > 0]
    f1s = 2 * samples[0] / (samples[1] + samples[2]) if samples.size else np.zeros(1)
    hits, found, wanted = table.sum(axis=1)
    low, high = np.percentile(f1s, [2.5, 97.5])
    return LabelScore(
        precision=float(hits / max(found, 1)),
        recall=float(hits / max(wanted, 1)),
        f1=float(2 * hits / max(found + wanted, 1)),
        low=float(low),
        high=float(high),
        n=int(wanted),
        ece=ece,
    )


def macro_f1(report: dict[str, LabelScore], labels: Sequence[str]) -> float:
    """Return the mean F1 of the given labels; heads that are no topics are left out."""
    values = [report[label].f1 for label in labels if label not in HEADS]
    return float(np.mean(values)) if values else 0.0
