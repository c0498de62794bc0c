import pytest

from pipeline.extract.modality import cues, decide


@pytest.mark.parametrize(
    ("hedged", "predicted", "label"),
    [
        (0.1, 0.1, "asserted"),
        (0.8, 0.1, "hedged"),
        (0.1, 0.8, "predicted"),
        (0.6, 0.9, "predicted"),
        (0.9, 0.6, "hedged"),
    ],
)
def test_the_score_further_over_its_threshold_wins(hedged: float, predicted: float, label: str) -> None:
    assert decide(hedged, predicted, 0.5, 0.5)[0] == label


def test_cues_have_offsets_in_the_article() -> None:
    text = "Title. The lab may reportedly close. It will not say."
    found = cues(text, 7, 36, "hedged")
    assert [cue.text for cue in found] == ["may", "reportedly"]
    assert all(text[cue.start : cue.end] == cue.text for cue in found)
    assert [cue.text for cue in cues(text, 37, len(text), "predicted")] == ["will"]
    assert cues(text, 0, len(text), "asserted") == ()


def test_a_cue_is_a_whole_word() -> None:
    assert cues("Mayor Maynard spoke.", 0, 20, "hedged") == ()


def test_a_month_and_a_man_are_no_cues() -> None:
    text = "In May 2026 Will Smith may go,\u00a0and he is going\u00a0to stay."
    assert [cue.text for cue in cues(text, 0, len(text), "hedged")] == ["may"]
    assert [cue.text for cue in cues(text, 0, len(text), "predicted")] == ["going\u00a0to"]
