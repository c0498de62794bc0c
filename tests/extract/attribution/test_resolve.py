"""What pronouns and descriptions stand for."""

import pytest

from pipeline.extract.attribution.resolve import Resolver
from tests.extract.readings import read


def _resolve(text: str, words: str, **options: dict[str, str]) -> str | None:
    """Resolve the last occurrence of some words in a text; return the name."""
    reading = read(text)
    start = text.rindex(words)
    index = max(i for i, sentence in enumerate(reading.sentences) if sentence.start <= start)
    found = Resolver(reading, **options).resolve(index, start, start + len(words))
    return found.name if found else None


@pytest.mark.parametrize(
    ("construction", "text", "words", "name"),
    [
        ("a name", "Sam Altman runs OpenAI.", "Sam Altman", "Sam Altman"),
        ("a lab", "Sam Altman runs OpenAI.", "OpenAI", "OpenAI"),
        ("title and name", "The meeting was called by Mr Sam Altman.", "Mr Sam Altman", "Sam Altman"),
        (
            "lab, role and name",
            "OpenAI chief executive Sam Altman spoke.",
            "OpenAI chief executive Sam Altman",
            "Sam Altman",
        ),
        ("name and affiliation", "Jan Leike of Anthropic spoke.", "Jan Leike of Anthropic", "Jan Leike"),
        ("lab before a noun", "The OpenAI engineer spoke.", "The OpenAI engineer", None),
        ("people of a lab", "Researchers at OpenAI spoke.", "Researchers at OpenAI", None),
        ("he", "Sam Altman arrived late. He was tired.", "He", "Sam Altman"),
        ("he, gender by title", "Mr Sam Altman met Ms Mira Murati. He was tired.", "He", "Sam Altman"),
        ("she, gender by title", "Mr Sam Altman met Ms Mira Murati. She was tired.", "She", "Mira Murati"),
        ("she, past a quotation", "Mira Murati spoke. “Ask Sam Altman first.” She left.", "She", "Mira Murati"),
        ("the company", "Anthropic hired Jan Leike. The company is growing.", "The company", "Anthropic"),
        (
            "the company with adjectives",
            "Anthropic grew. The San Francisco company hired.",
            "The San Francisco company",
            "Anthropic",
        ),
        ("its", "Anthropic grew fast. Its staff doubled.", "Its", "Anthropic"),
        (
            "a role the article gave",
            "The engineer Jan Leike met Sam Altman. The engineer left.",
            "The engineer",
            "Jan Leike",
        ),
        ("an office nobody has", "Sam Altman sued. The judge agreed.", "The judge", None),
        ("an indefinite description", "Anthropic grew. A company closed.", "A company", None),
        ("a first person without a speaker", "Sam Altman spoke. We left.", "We", None),
        ("nothing before", "He was tired.", "He", None),
    ],
)
def test_resolves(construction: str, text: str, words: str, name: str | None) -> None:
    assert _resolve(text, words) == name, construction


def test_given_names_tell_gender() -> None:
    text = "Mira Murati met Sam Altman. She left."
    assert _resolve(text, "She", genders={"mira": "f", "sam": "m"}) == "Mira Murati"


def test_the_article_corrects_the_table_of_given_names() -> None:
    text = "Mr Andrea Rossi spoke. Mr Andrea Rossi met Dana Lee. He left."
    assert _resolve(text, "He", genders={"andrea": "f", "dana": "f"}) == "Andrea Rossi"


def test_the_first_person_of_a_quotation_is_its_speaker() -> None:
    text = "Sam Altman spoke. “We won.”"
    reading = read(text)
    resolver = Resolver(reading)
    speaker = resolver.resolve(0, 0, len("Sam Altman"))
    assert speaker is not None
    resolver.remember(1, speaker)
    start = text.index("We")
    assert resolver.resolve(1, start, start + 2) == speaker
