import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import load_config
from pipeline.data import Mention
from pipeline.extract.extractor import load_linker
from pipeline.extract.known import name_key

LINKER = load_linker(load_config())


def links(text: str, *names: str) -> list[tuple[str, str]]:
    """Link the names marked in a text, in order; a name in capitals before its colon is a lab: ``LAB:OpenAI``."""
    mentions, position = [], 0
    for name in names:
        kind, _, surface = name.rpartition(":")
        start = text.index(surface, position)
        position = start + len(surface)
        mentions.append(Mention(surface, start, position, "LAB" if kind else "PERSON", name_key(surface), surface, 1.0))
    return [(link.mention.entity, link.mention.name) for link in LINKER.link(mentions, text)]


def entities(text: str, *names: str) -> list[str]:
    return [entity for entity, _ in links(text, *names)]


def test_a_surname_goes_to_the_full_name_before_or_after_it() -> None:
    text = "Vallone joins Anthropic. Andrea Vallone led a team at OpenAI, and Vallone's deputy stays."
    found = links(text, "Vallone", "LAB:Anthropic", "Andrea Vallone", "LAB:OpenAI", "Vallone")
    assert {found[0], found[2], found[4]} == {("person:andrea-vallone", "Andrea Vallone")}


def test_two_people_of_one_surname_stay_two() -> None:
    text = "Dario Amodei runs Anthropic. Daniela Amodei presides. Daniela said so; Dario agreed."
    assert entities(text, "Dario Amodei", "LAB:Anthropic", "Daniela Amodei", "Daniela", "Dario") == [
        "person:dario-amodei",
        "lab:anthropic",
        "person:daniela-amodei",
        "person:daniela-amodei",
        "person:dario-amodei",
    ]


def test_a_shared_surname_alone_is_the_one_the_text_is_about() -> None:
    text = "Sam Altman spoke. Sam Altman's brother Jack Altman did not. Altman smiled."
    assert entities(text, "Sam Altman", "Sam Altman", "Jack Altman", "Altman")[-1] == "person:sam-altman"


def test_a_title_tells_two_people_of_one_surname_apart() -> None:
    text = "Dario Amodei and Daniela Amodei founded it. Ms. Amodei presides; Mr. Amodei runs it."
    assert entities(text, "Dario Amodei", "Daniela Amodei", "Amodei", "Amodei")[2:] == [
        "person:daniela-amodei",
        "person:dario-amodei",
    ]


@pytest.mark.parametrize(
    ("full", "part"),
    [
        ("Gabriela Ruiz Ochoa", "Ruiz Ochoa"),
        ("Ludo van der Berg", "van der Berg"),
        ("Kim Jong-un", "Kim"),
        ("Robert Okafor Jr.", "Okafor"),
        ("Amara Nwosu", "Amara"),
        ("Amara Nwosu", "AMARA NWOSU"),
        ("Amara Nwosu", "A. Nwosu"),
        ("Amara N. Nwosu", "Amara Nwosu"),
        ("Élodie Brülé", "Brule"),
    ],
)
def test_a_part_of_a_name_is_that_name(full: str, part: str) -> None:
    first, second = links(f"{full} came. {part} left.", full, part)
    assert first == second == (name_key(full), full)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "Jane Smith"),
        ("Ann Lee", "Anne Lee"),
        ("Marta Kowalska", "Marta Kowalczyk"),
        ("J. Doe", "K. Doe"),
    ],
)
def test_names_that_look_alike_are_not_merged(one: str, other: str) -> None:
    first, second = entities(f"{one} met {other}.", one, other)
    assert first != second


def test_a_common_name_needs_a_lab_beside_it() -> None:
    assert entities("Jack Clark scored twice.", "Jack Clark") == ["name:jack-clark"]
    assert entities("Jack Clark of Anthropic spoke.", "Jack Clark", "LAB:Anthropic")[0] == "person:jack-clark"


def test_a_surname_alone_is_linked_only_for_those_whom_news_calls_so() -> None:
    assert entities("Musk sued OpenAI.", "Musk", "LAB:OpenAI")[0] == "person:elon-musk"
    assert entities("Musk flowed.", "Musk") == ["name:musk"]
    assert entities("Clark left OpenAI.", "Clark", "LAB:OpenAI")[0] == "name:clark"


@pytest.mark.parametrize(
    ("surface", "entity"),
    [
        ("OpenAI, Inc.", "lab:openai"),
        ("OPENAI", "lab:openai"),
        ("Google DeepMind", "lab:google-deepmind"),
        ("Meta Superintelligence Labs", "lab:meta-superintelligence-labs"),
        ("Petrichor Labs", "name:petrichor-labs"),
    ],
)
def test_a_lab_is_linked_by_its_listed_names(surface: str, entity: str) -> None:
    assert entities(f"{surface} grew.", f"LAB:{surface}") == [entity]


def test_a_short_form_of_an_unlisted_lab_is_that_lab() -> None:
    assert links("Petrichor Labs grew. Petrichor hired.", "LAB:Petrichor Labs", "LAB:Petrichor")[1] == (
        "name:petrichor-labs",
        "Petrichor Labs",
    )


def test_every_link_says_why() -> None:
    text = "Jan Leike left OpenAI. Leike rests."
    mentions = [
        Mention("Jan Leike", 0, 9, "PERSON", "", "", 1.0),
        Mention("OpenAI", 15, 21, "LAB", "", "", 1.0),
        Mention("Leike", 23, 28, "PERSON", "", "", 1.0),
    ]
    assert [link.reason for link in LINKER.link(mentions, text)] == [
        "listed as Jan Leike",
        "listed as OpenAI",
        "surname of Jan Leike in this article",
    ]


_NAMES = st.lists(st.text("abÀ.-' \u200b\u202eJr", min_size=1, max_size=12), max_size=8)


@given(_NAMES)
def test_any_names_are_linked_and_the_same_name_always_alike(names: list[str]) -> None:
    text, mentions = "", []
    for name in [*names, *names]:
        mentions.append(Mention(name, len(text), len(text) + len(name), "PERSON", "", "", 1.0))
        text += name + ". "
    found = LINKER.link(mentions, text)
    assert [link.mention.text for link in found] == [m.text for m in mentions]
    assert [link.mention.entity for link in found[: len(names)]] == [
        link.mention.entity for link in found[len(names) :]
    ]
