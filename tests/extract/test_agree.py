from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.data import Mention, MentionType
from pipeline.extract.agree import agree
from pipeline.extract.known import load_labs

LABS = load_labs()


def agreed(text: str, *marked: tuple[str, MentionType, int]) -> list[tuple[str, str, int]]:
    """Mark the nth place of each name, and return (name, kind, start) of what the article then holds, in order."""
    mentions = []
    for surface, kind, nth in marked:
        start = -1
        for _ in range(nth):
            start = text.index(surface, start + 1)
        mentions.append(Mention(surface, start, start + len(surface), kind, "", surface, 0.95))
    return sorted((m.text, m.type, m.start) for m in agree(mentions, text, LABS))


def test_a_surname_that_was_missed_is_found() -> None:
    text = "Andrea Vallone left. The team will miss Vallone."
    assert agreed(text, ("Andrea Vallone", "PERSON", 1)) == [
        ("Andrea Vallone", "PERSON", 0),
        ("Vallone", "PERSON", 40),
    ]


def test_a_surname_that_was_taken_for_a_lab_is_a_person() -> None:
    found = agreed("Yann LeCun spoke. LeCun left.", ("Yann LeCun", "PERSON", 1), ("LeCun", "LAB", 2))
    assert [kind for _, kind, _ in found] == ["PERSON", "PERSON"]


def test_a_new_lab_that_was_missed_once_is_found() -> None:
    text = "Petrichor grew. A rival of Petrichor hired there. Later on Petrichor answered."
    assert len(agreed(text, ("Petrichor", "LAB", 1), ("Petrichor", "LAB", 2))) == 3


def test_a_name_inside_another_name_is_left_alone() -> None:
    text = "James Brown sang. He studied at Brown University, the Brown-Forman story says."
    assert agreed(text, ("James Brown", "PERSON", 1)) == [("James Brown", "PERSON", 0)]


def test_a_surname_that_is_also_a_word_of_the_text_is_left_alone() -> None:
    assert len(agreed("Ann Marks left marks. Marks stayed.", ("Ann Marks", "PERSON", 1))) == 1


def test_a_listed_lab_keeps_its_kind() -> None:
    found = agreed("Nikola Tesla met no one. Tesla builds cars.", ("Nikola Tesla", "PERSON", 1), ("Tesla", "LAB", 2))
    assert [kind for _, kind, _ in found] == ["PERSON", "LAB"]


@given(st.lists(st.sampled_from(["Amara Osei", "Osei", "Petrichor", "(", "\\", ". ", " ", "\u202e"]), max_size=30))
def test_every_mention_stands_where_it_says_and_none_overlaps(parts: list[str]) -> None:
    text, mentions = "", []
    for index, part in enumerate(parts):
        if part[0].isalpha() and index % 2:
            kind: MentionType = "LAB" if part == "Petrichor" else "PERSON"
            mentions.append(Mention(part, len(text), len(text) + len(part), kind, "", part, 0.9))
        text += part
    found = sorted(agree(mentions, text, LABS), key=lambda mention: mention.start)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
