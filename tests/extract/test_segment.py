import pytest

from pipeline import Extractor
from pipeline.extract.layout import blocks
from pipeline.extract.segment import split_sentences
from pipeline.extract.view import view


def split(extractor: Extractor, text: str) -> list[str]:
    found = []
    for block in blocks(text):
        part = view(text, block.start, block.end)
        found += split_sentences(block, part, extractor.finder.nlp(part.text))
    return [text[sentence.start : sentence.end] for sentence in found]


def test_sentences_of_a_paragraph(extractor: Extractor) -> None:
    text = "Dr. Mina Okonkwo-Ruiz left the U.S. lab on Monday. She had led its safety team since 2021. Why did she go?"
    assert split(extractor, text) == [
        "Dr. Mina Okonkwo-Ruiz left the U.S. lab on Monday.",
        "She had led its safety team since 2021.",
        "Why did she go?",
    ]


def test_sentences_that_a_scraper_glued_together(extractor: Extractor) -> None:
    assert split(extractor, "How did we get here?The founder first sued the lab in 2024.") == [
        "How did we get here?",
        "The founder first sued the lab in 2024.",
    ]


def test_a_quotation_is_not_cut_inside_its_brackets(extractor: Extractor) -> None:
    text = "He said it was “time for [his] next chapter,” and thanked the team. The lab declined to comment."
    assert split(extractor, text) == [
        "He said it was “time for [his] next chapter,” and thanked the team.",
        "The lab declined to comment.",
    ]


@pytest.mark.parametrize("space", ["\u00a0", "&nbsp;", "\u200b ", "\t"])
def test_strange_spaces_do_not_enter_a_sentence(extractor: Extractor, space: str) -> None:
    text = f"The board met on Friday.{space}It dismissed the chief executive."
    assert split(extractor, text) == ["The board met on Friday.", "It dismissed the chief executive."]


@pytest.mark.parametrize(
    "after", ["The lab said nothing.", "“However, it stays,” she added.", "OpenAI has not replied."]
)
def test_a_post_on_x_ends_its_sentence(extractor: Extractor, after: str) -> None:
    before = "She confirmed the departure in a post on X."
    assert split(extractor, f"{before} {after}") == [before, after]
    kept = "The form was signed by Malcolm X. Okafor in June."
    assert split(extractor, kept) == [kept]
