import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data import Contrast
from pipeline.extract.contrast import find_contrast
from pipeline.taxonomy import Axis, load_taxonomy

AXES = load_taxonomy().axes
BOTH = ("rlhf", "cai")
POWER = Axis("source", "Source", ("coal", "wind"), (("coal*", "black stuff"), ("wind*", "turbine*")))


def contrast(sentence: str, topics: tuple[str, ...] = BOTH, axes: tuple[Axis, ...] = AXES) -> Contrast | None:
    return find_contrast(sentence, 0, len(sentence), topics, axes)


@pytest.mark.parametrize(
    "sentence",
    [
        "The lab uses written principles instead of human feedback.",
        "It trains on a constitution rather than on ratings.",
        "Unlike RLHF, Constitutional AI leaves a text behind.",
        "AI feedback replaces the human raters.",
        "RLHF needs people, whereas Constitutional AI needs a page.",
        "The paper is about human feedback versus AI feedback.",
        "Compared with RLHF, principles leave a trail.",
        "Principles are cheaper than raters.",
        "The lab moved away from human labels and wrote down its principles.",
        "Written rules stand in place of the crowd.",
        "A model can be made harmless without the need for human labels, by principles.",
        "RLHF asks what people like; on the other hand, a constitution asks what was agreed.",
        "Constitutional AI is an alternative to RLHF.",
        "While raters see humour, rules see harm.",
        "The two methods differ in who gives the label.",
        "In RLHF a contractor picks the better reply; in Constitutional AI a second model does that by a list.",
    ],
)
def test_a_contrasting_construction_makes_a_contrast(sentence: str) -> None:
    found = contrast(sentence)
    assert found is not None
    assert (found.axis, found.sides) == ("alignment_method", BOTH)


@pytest.mark.parametrize(
    "sentence",
    [
        "The lab uses RLHF and Constitutional AI.",
        "Its recipe includes human feedback, written principles and a verifier.",
        "It combines ratings by people with a list of rules.",
        "The course covers RLHF, Constitutional AI and interpretability.",
        "Training relies on human feedback as well as on a constitution.",
        "A hybrid of RLHF and AI feedback is planned.",
    ],
)
def test_listing_both_sides_makes_none(sentence: str) -> None:
    assert contrast(sentence) is None


def test_both_topics_have_to_be_on_the_claim() -> None:
    assert contrast("It uses principles instead of human feedback.", topics=("cai", "safety")) is None


def test_without_an_axis_there_is_no_contrast() -> None:
    assert contrast("It uses principles instead of human feedback.", axes=()) is None


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("Principles are cheaper than raters.", "cai"),
        ("Raters are better than a list of rules.", "rlhf"),
        ("A model with principles is less evasive than one tuned on ratings.", "cai"),
        ("Human feedback is less costly than a constitution.", "rlhf"),
        ("RLHF beats Constitutional AI.", "rlhf"),
        ("She prefers a charter to the votes of a crowd.", "cai"),
        ("Nothing beats people where the rules end.", "rlhf"),
        ("RLHF is opaque, whereas a constitution can be inspected.", "cai"),
        ("A rulebook outperformed human raters.", "cai"),
    ],
)
def test_praise_blame_and_comparison_name_the_favoured_side(sentence: str, side: str) -> None:
    found = contrast(sentence)
    assert found is not None
    assert found.favours == side


@pytest.mark.parametrize(
    "sentence",
    [
        "AI feedback replaces the human raters.",
        "RLHF asks what people like, whereas a constitution asks what was agreed.",
        "Neither human feedback nor written rules is better.",
        "Labels from a constitution are as good as labels from people.",
        "Whether RLHF or Constitutional AI is safer depends on the use.",
    ],
)
def test_a_claim_that_takes_no_side_favours_none(sentence: str) -> None:
    found = contrast(sentence)
    assert found is not None
    assert found.favours is None


def test_another_taxonomy_brings_its_own_words() -> None:
    found = contrast("Wind is cheaper than the black stuff.", topics=("coal", "wind"), axes=(POWER,))
    assert found == Contrast("source", ("coal", "wind"), "wind")
    assert contrast("The grid runs on coal and wind.", topics=("coal", "wind"), axes=(POWER,)) is None


def test_an_axis_without_words_still_contrasts_but_favours_nobody() -> None:
    plain = Axis("source", "Source", ("coal", "wind"))
    found = contrast("Wind is cheaper than coal.", topics=("coal", "wind"), axes=(plain,))
    assert found == Contrast("source", ("coal", "wind"), None)


def test_entities_and_invisible_characters_are_read_through() -> None:
    assert contrast("Prin\u200bciples are cheaper&nbsp;than raters.") == Contrast("alignment_method", BOTH, "cai")


@given(
    st.lists(
        st.sampled_from("rlhf principles than better not beats , . whereas and people rules cost".split()), max_size=40
    )
)
def test_any_order_of_words_has_an_answer_on_the_axis(words: list[str]) -> None:
    found = contrast(" ".join(words))
    assert found is None or found.favours in (None, *BOTH)


@pytest.mark.parametrize("hostile", ["rules ", "rlhf than ", "better ", "one ", "the first ", ", ", "moved "])
def test_a_very_long_sentence_is_read(hostile: str) -> None:
    contrast(hostile * 20_000)
