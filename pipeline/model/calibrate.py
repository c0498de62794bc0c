"""Turn logits into scores that mean what they say, and choose thresholds: per label, on dev."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.model.folder import Calibration

Array = npt.NDArray[np.float64]

# With fewer positives than this a fit says more about them than about the label.
_MIN_POSITIVES = 8
_RIDGE = 1.0


def fit_platt(logits: Array, targets: Array) -> tuple[float, float]:
    """Return (slope, intercept) of Platt's sigmoid, by Newton steps on the penalised log-likelihood.

    The targets are smoothed as in Platt (1999), and the slope is drawn towards 1, so a small dev set cannot make scores extreme.
    """
    positives, total = targets.sum(), len(targets)
    high, low = (positives + 1) / (positives + 2), 1 / (total - positives + 2)
    smooth = np.where(targets > 0, high, low)
    point = np.array([1.0, 0.0])
    for _ in range(100):
        p = _sigmoid(point[0] * logits + point[1])
        weight = np.maximum(p * (1 - p), 1e-9)
        gradient = np.array([((p - smooth) * logits).sum() + _RIDGE * (point[0] - 1), (p - smooth).sum()])
        cross = (weight * logits).sum()
        hessian = np.array([[(weight * logits**2).sum() + _RIDGE, cross], [cross, weight.sum()]])
        step = -np.linalg.solve(hessian, gradient)
        # A full step can overshoot where the curve is flat: halve it until the loss falls (Armijo's rule).
        size, before = 1.0, _platt_loss(point, logits, smooth)
        while (
            _platt_loss(point + size * step, logits, smooth) > before + 1e-4 * size * float(gradient @ step)
            and size > 1e-10
        ):
            size /= 2
        point = point + size * step
        if np.abs(size * step).max() < 1e-8:
            break
    return float(point[0]), float(point[1])


def _platt_loss(point: Array, logits: Array, smooth: Array) -> float:
    z = point[0] * logits + point[1]
    return float((np.logaddexp(0, z) - smooth * z).sum() + _RIDGE * (point[0] - 1) ** 2 / 2)


def best_threshold(scores: Array, targets: Array) -> float:
    """Return the threshold of the highest F1, smoothed over its neighbours: one lucky sentence must not decide it."""
    grid = np.arange(0.10, 0.91, 0.01)
    values = np.array([_f1(scores >= threshold, targets > 0) for threshold in grid])
    smooth = np.convolve(np.pad(values, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    return round(float(grid[int(smooth.argmax())]), 2)


def fit(labels: tuple[str, ...], logits: Array, targets: Array, known: Array) -> dict[str, Calibration]:
    """Calibrate every label on dev. Labels that dev hardly shows keep their raw score and a threshold of one half."""
    fitted = {}
    for column, label in enumerate(labels):
        rows = known[:, column] > 0
        x, y = logits[rows, column], targets[rows, column]
        if y.sum() < _MIN_POSITIVES:
            fitted[label] = Calibration(1.0, 0.0, 0.5)
            continue
        slope, intercept = fit_platt(x, y)
        threshold = best_threshold(_sigmoid(slope * x + intercept), y)
        fitted[label] = Calibration(round(slope, 5), round(intercept, 5), threshold)
    return fitted


def calibrated(labels: Sequence[str], calibration: Mapping[str, Calibration], logits: Array) -> Array:
    """Return the calibrated scores of raw logits, both [sentences, labels]."""
    slopes = np.array([calibration[label].slope for label in labels])
    intercepts = np.array([calibration[label].intercept for label in labels])
    return _sigmoid(slopes * logits + intercepts)


class Bin(NamedTuple):
    """Sentences whose score fell into one bin: their mean score, the share of them that have the label, their number."""

    score: float
    frequency: float
    n: int


def reliability(scores: Array, targets: Array, bins: int = 10) -> list[Bin]:
    """Return the filled bins of equal width, lowest first: the points of a reliability diagram."""
    index = np.minimum((scores * bins).astype(int), bins - 1)
    return [
        Bin(float(scores[index == b].mean()), float(targets[index == b].mean()), int((index == b).sum()))
        for b in np.unique(index)
    ]


def expected_calibration_error(scores: Array, targets: Array, bins: int = 10) -> float:
    """Return the mean distance between score and frequency over equal-width bins, weighted by their size."""
    return sum(abs(b.score - b.frequency) * b.n for b in reliability(scores, targets, bins)) / max(len(scores), 1)


def _sigmoid(x: Array) -> Array:
    result: Array = 1 / (1 + np.exp(-np.clip(x, -60, 60)))
    return result


def _f1(got: npt.NDArray[np.bool_], want: npt.NDArray[np.bool_]) -> float:
    hits = float((got & want).sum())
    return 2 * hits / max(float(got.sum() + want.sum()), 1.0)
