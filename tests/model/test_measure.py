import numpy as np
import pytest

from pipeline.extract.classify import Passage
from pipeline.model.calibrate import Array
from pipeline.model.corpus import Examples
from pipeline.model.folder import Calibration
from pipeline.model.measure import LabelScore, macro_f1, measure

LABELS = ("claim", "cai", "hedged", "predicted")
RAW = {label: Calibration(1.0, 0.0, 0.5) for label in LABELS}


def report(got: Array, want: Array, known: Array | None = None) -> dict[str, LabelScore]:
    """Measure predictions of 0 and 1, one sentence a row, two sentences an article."""
    sure = np.ones_like(want) if known is None else known
    articles = [f"a{row // 2}" for row in range(len(want))]
    examples = Examples(
        [Passage("Text.", "")] * len(want),
        [""] * len(want),
        want.astype(np.float32),
        sure.astype(np.float32),
        articles,
    )
    return measure(LABELS, RAW, np.where(got > 0, 8.0, -8.0), examples)


WANT = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0], [1, 1, 0, 1]], dtype=np.float64)


def test_what_is_all_right_scores_one_everywhere() -> None:
    scores = report(WANT, WANT)
    assert all((s.precision, s.recall, s.f1) == (1, 1, 1) for s in scores.values())
    assert [scores[label].n for label in LABELS] == [3, 2, 1, 1]
    assert scores["claim"].ece == pytest.approx(0, abs=0.001)


def test_precision_and_recall_count_what_was_found_and_what_was_missed() -> None:
    got = WANT.copy()
    got[0, 1], got[1, 1] = 0, 1
    cai = report(got, WANT)["cai"]
    assert (cai.precision, cai.recall, cai.f1, cai.n) == (0.5, 0.5, 0.5, 2)
    assert 0 <= cai.low <= cai.f1 <= cai.high <= 1


def test_topics_count_on_predicted_claims_only() -> None:
    got = WANT.copy()
    got[0, 0] = 0
    assert report(got, WANT)["cai"].recall == 0.5
    got[2, 1] = 1
    assert report(got, WANT)["cai"].precision == 1


def test_sentences_whose_annotation_is_unsure_are_left_out() -> None:
    got, known = WANT.copy(), np.ones_like(WANT)
    got[0, 1], known[0, 1] = 0, 0
    cai = report(got, WANT, known)["cai"]
    assert (cai.recall, cai.n) == (1, 1)


def test_a_label_without_any_sure_sentence_scores_nothing() -> None:
    known = np.ones_like(WANT)
    known[:, 1] = 0
    assert report(WANT, WANT, known)["cai"] == LabelScore(0, 0, 0, 0, 0, 0, 0)


def test_a_rare_label_that_is_always_found_has_no_doubt_about_it() -> None:
    want = np.zeros((142, 4))
    want[:, 0] = 1
    want[3, 1] = want[80, 1] = 1
    cai = report(want, want)["cai"]
    assert (cai.f1, cai.low, cai.high) == (1, 1, 1)


def test_the_interval_is_the_same_in_every_run() -> None:
    assert report(WANT[::-1], WANT) == report(WANT[::-1], WANT)


def test_macro_f1_is_the_mean_over_topics() -> None:
    scores = {
        label: LabelScore(0, 0, f1, 0, 0, 0, 0)
        for label, f1 in {"claim": 1.0, "cai": 0.5, "rlhf": 0.7, "hedged": 0}.items()
    }
    assert macro_f1(scores, ("claim", "cai", "rlhf", "hedged")) == pytest.approx(0.6)
    assert macro_f1(scores, ("claim",)) == 0
