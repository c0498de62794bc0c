"""Moves by construction: what a sentence says of who goes from where to where, and what says nothing of the kind."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.data import Move, Party
from pipeline.extract.attribution.resolve import Resolver
from pipeline.extract.moves.events import find_moves, needs_parse
from tests.conftest import ROOT
from tests.extract.readings import read

Said = tuple[str, str | None, str | None]


def moves_of(text: str) -> list[Move]:
    """Return the moves of every sentence, as the pipeline looks for them."""
    reading = read(text)
    resolver = Resolver(reading)
    worth = (index for index, parsed in reading.parsed.items() if needs_parse(parsed.view.text))
    return [move for index in worth for move in find_moves(reading, index, resolver)]


def said(move: Move) -> Said:
    origin, destination = (end.name if end else None for end in (move.origin, move.destination))
    return (move.person.name, origin, destination)


# Names that the list knows and the shipped model finds: what is tested is syntax, not the finding of names.
MOVES: dict[str, tuple[str, list[Said]]] = {
    "leave": ("Jan Leike left OpenAI in May.", [("Jan Leike", "OpenAI", None)]),
    "leave for": ("Jan Leike left OpenAI for Anthropic in May.", [("Jan Leike", "OpenAI", "Anthropic")]),
    "leave a firm on no list": ("Jan Leike left Stripe for Anthropic.", [("Jan Leike", "Stripe", "Anthropic")]),
    "is leaving": ("Mira Murati is leaving OpenAI after six years.", [("Mira Murati", "OpenAI", None)]),
    "quit": ("Geoffrey Hinton quit Google on Monday.", [("Geoffrey Hinton", "Google", None)]),
    "resign from": ("Greg Brockman resigned from OpenAI that evening.", [("Greg Brockman", "OpenAI", None)]),
    "resign as": ("Emad Mostaque resigned as head of Stability AI.", [("Emad Mostaque", "Stability AI", None)]),
    "resign alone": ("Ilya Sutskever resigned on Tuesday.", [("Ilya Sutskever", None, None)]),
    "step down": ("Sam Altman stepped down as chief executive of OpenAI.", [("Sam Altman", "OpenAI", None)]),
    "depart": ("Miles Brundage departed from OpenAI in October.", [("Miles Brundage", "OpenAI", None)]),
    "walk out": ("Ilya Sutskever walked out of OpenAI in May.", [("Ilya Sutskever", "OpenAI", None)]),
    "part ways": ("John Schulman parted ways with Anthropic in February.", [("John Schulman", "Anthropic", None)]),
    "part ways, said of the lab": ("Meta has parted ways with Yann LeCun.", [("Yann LeCun", "Meta", None)]),
    "give up a seat": ("Reid Hoffman gave up his seat on the board of OpenAI.", [("Reid Hoffman", "OpenAI", None)]),
    "leave a team": ("Andrej Karpathy left Tesla's vision team in July.", [("Andrej Karpathy", "Tesla", None)]),
    "leave to found": (
        "Mustafa Suleyman left Google to found Inflection AI.",
        [("Mustafa Suleyman", "Google", "Inflection AI")],
    ),
    "leave to start nothing named": (
        "Yann LeCun is leaving Meta to start a company of his own.",
        [("Yann LeCun", "Meta", None)],
    ),
    "join": ("Jan Leike joined Anthropic in May.", [("Jan Leike", None, "Anthropic")]),
    "join from": ("Amar Subramanya joined Microsoft from Google.", [("Amar Subramanya", "Google", "Microsoft")]),
    "join as": ("Karén Simonyan joined as chief scientist.", [("Karén Simonyan", None, None)]),
    "after leaving": ("Jan Leike joined Anthropic after leaving OpenAI.", [("Jan Leike", "OpenAI", "Anthropic")]),
    "leave and join": ("Jan Leike left OpenAI and joined Anthropic.", [("Jan Leike", "OpenAI", "Anthropic")]),
    "leave to join": ("Jan Leike left OpenAI to join Anthropic.", [("Jan Leike", "OpenAI", "Anthropic")]),
    "move": ("John Schulman moved from OpenAI to Anthropic.", [("John Schulman", "OpenAI", "Anthropic")]),
    "go": ("Ruoming Pang went to Meta in July.", [("Ruoming Pang", None, "Meta")]),
    "come from": ("Mike Liberatore came from Airbnb to xAI.", [("Mike Liberatore", "Airbnb", "xAI")]),
    "defect": ("Andrew Tulloch defected to Meta in October.", [("Andrew Tulloch", None, "Meta")]),
    "follow": ("Tom Gunter followed him to Meta.", [("Tom Gunter", None, "Meta")]),
    "accept a post": ("Paul Christiano accepted a job at Anthropic.", [("Paul Christiano", None, "Anthropic")]),
    "turn up": ("Andrew Tulloch turned up at Meta in October.", [("Andrew Tulloch", None, "Meta")]),
    "return": ("Noam Shazeer returned to Google in August.", [("Noam Shazeer", None, "Google")]),
    "go back": ("Barret Zoph went back to OpenAI in January.", [("Barret Zoph", None, "OpenAI")]),
    "rejoin": ("Luke Metz rejoined OpenAI on Wednesday.", [("Luke Metz", None, "OpenAI")]),
    "be back": ("Sam Altman is back at OpenAI.", [("Sam Altman", None, "OpenAI")]),
    "hire": ("Microsoft has hired Mustafa Suleyman.", [("Mustafa Suleyman", None, "Microsoft")]),
    "hire from": (
        "Meta hired Lucas Beyer and Xiaohua Zhai from OpenAI.",
        [("Lucas Beyer", "OpenAI", "Meta"), ("Xiaohua Zhai", "OpenAI", "Meta")],
    ),
    "poach": ("Meta poached Ruoming Pang from Apple.", [("Ruoming Pang", "Apple", "Meta")]),
    "lure": ("Meta lured Ruoming Pang away from Apple.", [("Ruoming Pang", "Apple", "Meta")]),
    "take on": ("Amazon took on David Luan in June.", [("David Luan", None, "Amazon")]),
    "take back": ("OpenAI has taken back Barret Zoph.", [("Barret Zoph", None, "OpenAI")]),
    "bring back": ("Google brought Noam Shazeer back in August.", [("Noam Shazeer", None, "Google")]),
    "a group from": ("Meta has hired four researchers from OpenAI.", [("four researchers", "OpenAI", "Meta")]),
    "a group of a lab": ("Two of OpenAI's engineers resigned.", [("Two of OpenAI's engineers", "OpenAI", None)]),
    "fire": ("Google fired Timnit Gebru in December.", [("Timnit Gebru", "Google", None)]),
    "be fired": ("Sam Altman was fired by OpenAI on Friday.", [("Sam Altman", "OpenAI", None)]),
    "fired as": ("Sam Altman was fired as head of OpenAI.", [("Sam Altman", "OpenAI", None)]),
    "the board of": ("The board of OpenAI dismissed Sam Altman.", [("Sam Altman", "OpenAI", None)]),
    "a lab's board": ("OpenAI's board ousted Sam Altman on Friday.", [("Sam Altman", "OpenAI", None)]),
    "lay off": ("Meta laid off about 600 employees on Wednesday.", [("about 600 employees", "Meta", None)]),
    "let go": ("Meta let 600 people go on Wednesday.", [("600 people", "Meta", None)]),
    "get rid of": ("OpenAI got rid of Sam Altman on Friday.", [("Sam Altman", "OpenAI", None)]),
    "lose to": ("Apple lost Ruoming Pang to Meta in July.", [("Ruoming Pang", "Apple", "Meta")]),
    "possessed departure": ("Jan Leike's departure from OpenAI was noticed.", [("Jan Leike", "OpenAI", None)]),
    "departure of": ("The departure of Jan Leike from OpenAI was noticed.", [("Jan Leike", "OpenAI", None)]),
    "hiring of": (
        "Amazon's hiring of David Luan from Adept was noticed.",
        [("David Luan", "Adept AI", "Amazon")],
    ),
    "relative clause": ("Jan Leike, who left OpenAI in May, wrote a post.", [("Jan Leike", "OpenAI", None)]),
    "reduced relative": ("Ruoming Pang, hired by Meta in July, wrote a post.", [("Ruoming Pang", None, "Meta")]),
    "two persons": (
        "Ilya Sutskever and Jan Leike left OpenAI.",
        [("Ilya Sutskever", "OpenAI", None), ("Jan Leike", "OpenAI", None)],
    ),
    "employer before the name": (
        "OpenAI researcher Jan Leike joined Anthropic.",
        [("Jan Leike", "OpenAI", "Anthropic")],
    ),
    "employer in apposition": (
        "Igor Babuschkin, a co-founder of xAI, is leaving.",
        [("Igor Babuschkin", "xAI", None)],
    ),
    "employer in a relative clause": (
        "Mrinank Sharma, who led safeguards research at Anthropic, has resigned.",
        [("Mrinank Sharma", "Anthropic", None)],
    ),
    "employer stated earlier": (
        "OpenAI researcher Jan Leike wrote a post. On Friday Leike resigned.",
        [("Jan Leike", "OpenAI", None)],
    ),
    "a pronoun": ("Jan Leike wrote a post. He left OpenAI in May.", [("Jan Leike", "OpenAI", None)]),
    "the company": (
        "Mira Murati ran research at OpenAI. Murati left the company in September.",
        [("Mira Murati", "OpenAI", None)],
    ),
    "decided to": ("Jan Leike decided to leave OpenAI.", [("Jan Leike", "OpenAI", None)]),
}

NO_MOVES: dict[str, str] = {
    "negated": "Mira Murati has not left OpenAI.",
    "tried": "Meta tried to hire Andrew Tulloch in the summer.",
    "declined": "Noam Brown declined to join Meta.",
    "denied": "Satya Nadella denied that Microsoft had hired Mira Murati.",
    "threatened": "Jan Leike threatened to leave OpenAI.",
    "if": "If Sam Altman left OpenAI, Microsoft would suffer.",
    "counterfactual": "Sam Altman would have left OpenAI without a word.",
    "question": "Will Demis Hassabis leave Google?",
    "modal": "Sam Altman should leave OpenAI.",
    "an offer to": "Noam Brown turned down an offer to join Meta.",
    "without leaving": "Jan Leike wrote the paper without leaving OpenAI.",
    "object of another kind": "Ilya Sutskever left a mark on OpenAI.",
    "travel": "Sam Altman left for Tokyo on Sunday.",
    "former title": "Helen Toner, a former director of OpenAI, testified.",
    "joining a call": "Jack Clark joined a call with Anthropic.",
    "joining in": "Stuart Russell joined Yoshua Bengio in criticising OpenAI.",
    "generic people": "Researchers who leave Google sign a paper.",
    "generic person": "An engineer who quits Nvidia loses a bonus.",
    "vague hiring": "OpenAI is hiring researchers in London.",
    "founding": "Demis Hassabis founded DeepMind in London.",
    "a model": "Gemini is leaving beta, Google said.",
    "dismissed claims": "The judge dismissed the claims against Meta.",
    "appointed committee": "OpenAI appointed a committee on safety.",
    "co-occurrence": "Elon Musk sued OpenAI and praised Google.",
}


@pytest.mark.parametrize(("text", "expected"), MOVES.values(), ids=MOVES)
def test_construction_says_a_move(text: str, expected: list[Said]) -> None:
    assert [said(move) for move in moves_of(text)] == expected


@pytest.mark.parametrize("text", NO_MOVES.values(), ids=NO_MOVES)
def test_construction_says_no_move(text: str) -> None:
    assert moves_of(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Jan Leike left OpenAI in May.", "reported"),
        ("Jan Leike will leave OpenAI in May.", "expected"),
        ("Jan Leike plans to leave OpenAI.", "expected"),
        ("Jan Leike announced that he is leaving OpenAI.", "announced"),
        ("Jan Leike confirmed that he is leaving OpenAI.", "confirmed"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert [move.status for move in moves_of(text)] == [status]


def test_trigger_role_and_date_are_spans_of_the_text() -> None:
    text = "In May 2024 Jan Leike joined Anthropic as head of alignment."
    (move,) = moves_of(text)
    assert move.trigger.text == "joined"
    assert move.role is not None
    assert move.role.text == "head of alignment"
    assert move.date is not None
    assert move.date.text == "May 2024"
    assert all(text[span.start : span.end] == span.text for span in (move.trigger, move.role, move.date))


def test_a_sentence_without_a_parse_has_no_moves() -> None:
    reading = read("Jan Leike left OpenAI in May.")
    unparsed = type(reading)(reading.article, reading.sentences, reading.mentions)
    assert find_moves(unparsed, 0, Resolver(unparsed)) == ()


def test_hard_negatives_give_hardly_any_move() -> None:
    lines = (ROOT / "corpora/moves/negatives.txt").read_text(encoding="utf-8").splitlines()
    sentences = [line for line in lines if line and not line.startswith("#")]
    wrong = [sentence for sentence in sentences if moves_of(sentence)]
    assert len(sentences) >= 160
    assert len(wrong) <= 0.05 * len(sentences), wrong


def test_few_sentences_need_a_parse() -> None:
    assert not needs_parse("Anthropic released a new model on Thursday, and it costs half as much as the old one.")
    assert not needs_parse("The company said the results were in line with what analysts had expected.")


def test_needs_parse_is_quick_on_hostile_text() -> None:
    for text in ("went " * 20_000, "went" + " ," * 40_000, "set " + "a" * 100_000, "let it " * 20_000):
        needs_parse(text)


_WORDS = [
    "Jan Leike",
    "OpenAI",
    "Anthropic",
    "left",
    "joined",
    "hired",
    "was fired by",
    "and",
    "who",
    ",",
    "\u00a0",
    "&amp;",
    "from",
    "😀",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14))
def test_offsets_are_those_of_the_stored_text(words: list[str]) -> None:
    text = " ".join(words) + "."
    for move in moves_of(text):
        for span in (move.trigger, move.role, move.date):
            assert span is None or text[span.start : span.end] == span.text
        for end in (move.person, move.origin, move.destination):
            assert end is None or _stands_in(text, end)


def _stands_in(text: str, end: Party) -> bool:
    if end.start is None or end.end is None:
        return end.start is end.end
    return 0 <= end.start < end.end <= len(text)


def test_moves_come_in_the_order_of_the_text() -> None:
    found = moves_of("Jan Leike left OpenAI in May, and in August Google brought back Noam Shazeer.")
    assert all(a.trigger.start <= b.trigger.start for a, b in pairwise(found))
    assert len(found) == 2
