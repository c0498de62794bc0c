import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.calibrate import (
    Array,
    Bin,
    best_threshold,
    calibrated,
    expected_calibration_error,
    fit,
    fit_platt,
    reliability,
)
from pipeline.model.folder import Calibration


def sigmoid(x: Array) -> Array:
    values: Array = 1 / (1 + np.exp(-x))
    return values


def loss(slope: float, intercept: float, logits: Array, targets: Array) -> float:
    """What fit_platt minimises: the log-loss on smoothed targets, and a pull of the slope towards 1."""
    positives, z = targets.sum(), slope * logits + intercept
    smooth = np.where(targets > 0, (positives + 1) / (positives + 2), 1 / (len(targets) - positives + 2))
    return float((np.logaddexp(0, z) - smooth * z).sum() + (slope - 1) ** 2 / 2)


def test_platt_finds_the_scaling_that_made_the_targets() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 3, 20_000)
    targets = (rng.random(20_000) < sigmoid(0.5 * logits - 1)).astype(float)
    slope, intercept = fit_platt(logits, targets)
    assert slope == pytest.approx(0.5, abs=0.03)
    assert intercept == pytest.approx(-1, abs=0.1)


@given(
    seed=st.integers(0, 1000),
    mean=st.floats(-20, 20),
    gap=st.floats(0, 10),
    spread=st.floats(0.1, 4),
    size=st.integers(20, 300),
)
@settings(max_examples=60, deadline=None, database=None)
def test_platt_ends_in_the_minimum_wherever_the_logits_lie(
    seed: int, mean: float, gap: float, spread: float, size: int
) -> None:
    rng = np.random.default_rng(seed)
    targets = (np.arange(size) % 4 == 0).astype(float)
    logits = rng.normal(mean, spread, size) + gap * targets
    slope, intercept = fit_platt(logits, targets)
    here = loss(slope, intercept, logits, targets)
    neighbours = [(1.0, 0.0), (slope + 0.01, intercept), (slope - 0.01, intercept)]
    neighbours += [(slope, intercept + 0.01), (slope, intercept - 0.01)]
    assert all(here <= loss(*other, logits, targets) + 1e-6 for other in neighbours)


def test_a_small_separable_set_does_not_make_scores_extreme() -> None:
    logits, targets = np.array([-4.0] * 10 + [4.0] * 10), np.array([0.0] * 10 + [1.0] * 10)
    slope, intercept = fit_platt(logits, targets)
    assert 0.5 < sigmoid(np.array([slope * 4 + intercept]))[0] < 0.99


def test_the_threshold_lies_between_the_classes() -> None:
    scores, targets = np.array([0.1, 0.2, 0.3, 0.7, 0.8, 0.9] * 10), np.array([0, 0, 0, 1, 1, 1] * 10).astype(float)
    assert 0.3 < best_threshold(scores, targets) <= 0.7


def test_a_label_that_dev_hardly_shows_keeps_its_raw_score() -> None:
    rng = np.random.default_rng(0)
    targets = np.zeros((200, 2))
    targets[:100, 0] = 1
    targets[:7, 1] = 1
    logits = rng.normal(0, 1, (200, 2)) + 4 * targets - 2
    fitted = fit(("often", "rare"), logits, targets, np.ones((200, 2)))
    assert fitted["rare"] == Calibration(1.0, 0.0, 0.5)
    assert fitted["often"] != Calibration(1.0, 0.0, 0.5)


def test_rows_whose_annotation_is_unsure_do_not_count() -> None:
    rng = np.random.default_rng(0)
    targets = (np.arange(200) % 2).astype(float).reshape(-1, 1)
    logits = rng.normal(0, 1, (200, 1)) + 2 * targets - 1
    known = np.ones((200, 1))
    known[150:] = 0
    spoilt = logits.copy()
    spoilt[150:] *= -50
    assert fit(("a",), spoilt, targets, known) == fit(("a",), logits[:150], targets[:150], known[:150])


def test_the_calibration_error_is_the_distance_of_score_and_frequency() -> None:
    scores, targets = np.array([0.8] * 10 + [1.0] * 10), np.array([1.0] * 8 + [0.0] * 2 + [0.0] * 10)
    assert expected_calibration_error(scores[:10], targets[:10]) == pytest.approx(0)
    assert expected_calibration_error(scores, targets) == pytest.approx(0.5)
    assert expected_calibration_error(np.array([]), np.array([])) == 0


def test_the_bins_of_a_diagram_hold_every_sentence_once() -> None:
    scores, targets = np.array([0.02, 0.04, 0.55, 1.0]), np.array([0.0, 1.0, 1.0, 1.0])
    assert reliability(scores, targets) == [Bin(0.03, 0.5, 2), Bin(0.55, 1.0, 1), Bin(1.0, 1.0, 1)]


def test_calibrated_scores_are_the_sigmoid_of_the_scaled_logits() -> None:
    calibration = {"a": Calibration(2.0, -1.0, 0.5), "b": Calibration(1.0, 0.0, 0.5)}
    scores = calibrated(("b", "a"), calibration, np.array([[0.0, 0.5]]))
    np.testing.assert_allclose(scores, [[0.5, 0.5]])
