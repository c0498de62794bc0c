from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.annotated import AnnotationError, parse_article
from pipeline.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
HEADER = "id: a1\ntitle: A title\npublished: 2024-05-28\nsource: a.example\ngenre: wire\n---\n"


def parse(*lines: str) -> dict[str, Any]:
    return parse_article(HEADER + "\n".join(lines), TAXONOMY)


def texts(items: list[dict[str, Any]]) -> list[str]:
    return [item["text"] for item in items]


def test_header_text_and_every_field_of_a_sentence_are_read() -> None:
    record = parse(
        "N | By {p:Noor Haddad}",
        "",
        "C talent,?safety ; sp=p:Jan Leike ; mv=join:Jan Leike>OpenAI>- | {p:Jan Leike} {c:said} he {t:joined}.",
    )
    assert {key: record[key] for key in ("id", "title", "published", "source", "genre")} == {
        "id": "a1",
        "title": "A title",
        "published": "2024-05-28",
        "source": "a.example",
        "genre": "wire",
    }
    assert record["text"] == "By Noor Haddad\n\nJan Leike said he joined."
    first, second = record["sentences"]
    assert (first["claim"], first["modality"], first["people"]) == (
        False,
        None,
        [{"text": "Noor Haddad", "start": 3, "end": 14}],
    )
    assert (second["start"], second["end"], second["topics"], second["unsure"]) == (16, 41, ["talent"], ["safety"])
    assert (second["speaker"], second["speaker_type"], second["modality"]) == ("Jan Leike", "person", "asserted")
    assert second["moves"] == [{"kind": "join", "person": "Jan Leike", "from": "OpenAI", "to": None}]
    assert (texts(second["cues"]), texts(second["triggers"])) == (["said"], ["joined"])


def test_sentences_are_joined_as_their_lines_say() -> None:
    assert parse("N | One.", "C | Two.", "/ N | Three", "+ N | Four", "", "", "/ N | Five")["text"] == (
        "One. Two.\nThreeFour\n\nFive"
    )


def test_spans_may_be_nested() -> None:
    (sentence,) = parse("C | {s:a friend of {p:Ann Lee}} left {l:OpenAI}.")["sentences"]
    assert texts(sentence["speaker_surfaces"]) == ["a friend of Ann Lee"]
    assert texts(sentence["people"]) == ["Ann Lee"]
    assert texts(sentence["labs"]) == ["OpenAI"]


def test_amounts_are_read_with_their_spans_in_order() -> None:
    (sentence,) = parse(
        "C compensation ; mod=h ; amt=10M..20.5M USD package & - EUR salary year & 500K USD bonus once"
        " | It {m:may} pay {$:$10 to $20.5 million}, {$:a salary} and {$:$500,000}."
    )["sentences"]
    assert [(a["text"], a["low"], a["high"], a["currency"], a["kind"], a["period"]) for a in sentence["amounts"]] == [
        ("$10 to $20.5 million", 10_000_000, 20_500_000, "USD", "package", None),
        ("a salary", None, None, "EUR", "salary", "year"),
        ("$500,000", 500_000, 500_000, "USD", "bonus", "once"),
    ]
    assert sentence["modality"] == "hedged"


def test_a_contrast_names_its_sides_and_the_one_it_favours() -> None:
    one, other = parse("C rlhf,cai ; con=rlhf/cai>cai | A.", "C rlhf,cai ; con=rlhf/cai | B.")["sentences"]
    assert one["contrast"] == {"axis": "alignment_method", "sides": ["rlhf", "cai"], "favours": "cai"}
    assert other["contrast"]["favours"] is None


_PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}\n"), min_size=1, max_size=8)
_PIECES = st.lists(st.tuples(st.sampled_from(["", "p", "l", "c", "m", "t", "s"]), _PLAIN), max_size=6)
_KEYS = {
    "p": "people",
    "l": "labs",
    "c": "cues",
    "m": "modality_cues",
    "t": "triggers",
    "s": "speaker_surfaces",
}


@given(st.lists(st.tuples(st.sampled_from(["", "/ ", "+ ", "\n"]), _PIECES), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None, database=None)
def test_offsets_always_match_the_text(article: list[tuple[str, list[tuple[str, str]]]]) -> None:
    lines = [
        f"{joiner}C | x" + "".join(f"{{{kind}:{text}}}" if kind else text for kind, text in pieces)
        for joiner, pieces in article
    ]
    record = parse(*lines)
    end = 0
    for (_, pieces), sentence in zip(article, record["sentences"], strict=True):
        assert record["text"][end : sentence["start"]] in ("", " ", "\n", "\n\n")
        end = sentence["end"]
        plain = "x" + "".join(text for _, text in pieces)
        assert record["text"][sentence["start"] : end].strip() == plain.strip()
        for kind, key in _KEYS.items():
            assert [record["text"][s["start"] : s["end"]] for s in sentence[key]] == texts(sentence[key])
            assert texts(sentence[key]) == [text for k, text in pieces if k == kind]
    assert end == len(record["text"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("no bar here", "line 8: expected 'N | text'"),
        ("N | ", "line 8: expected 'N | text'"),
        ("X | Text.", "a line begins with 'N' alone or with 'C', not 'X'"),
        ("N safety | Text.", "a line begins with 'N' alone"),
        ("C safty | Text.", "unknown topic 'safty'; known: rlhf cai"),
        ("C ; who=p:Ann | Text.", "unknown attribute 'who=p:Ann'; known: mod sp mv amt con"),
        ("C ; mod=x | {m:May}.", "mod is h or p, not 'x'"),
        ("C ; mod=h | It may.", "mod= needs a {m:cue}"),
        ("C ; sp=Ann | Text.", "sp is p:, o:, d: or a: and a name, not 'Ann'"),
        ("C ; mv=join:Ann>OpenAI | Text.", "mv is kind:person>from>to with '-' for none"),
        ("C compensation ; amt=1M USD bonus | Text.", "0 amount spans but 1 amounts"),
        ("C compensation ; amt=1M dollars | {$:$1M}.", "amt is 'low..high CUR kind [period]'"),
        ("C compensation ; amt=1X USD bonus | {$:$1X}.", "a figure is a number with K, M or B"),
        ("C talent ; amt=1M USD bonus | {$:$1M}.", "amounts belong to claims on compensation"),
        ("C ; con=rlhf/cheese | Text.", "con is topic/topic"),
        ("C ; con=rlhf/cai>safety | Text.", "con is topic/topic"),
        ("C | {p:Ann left.", "a span is not closed: {p:"),
        ("C | Ann} left.", "a stray brace near '} left.'"),
        ("C | {p:} left.", "an empty span"),
    ],
)
def test_a_fault_is_told_with_its_line(line: str, message: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        parse("N | The first line is fine.", line)
    assert message in str(caught.value)
    assert "line 8: " in str(caught.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("id: a1\nN | Text.", "no '---' line"),
        (HEADER, "no sentences"),
        (HEADER.replace("id: a1\n", "") + "N | T.", "header: 'id' is missing"),
        (HEADER.replace("2024-05-28", "May 28") + "N | T.", "published is YYYY-MM-DD, not 'May 28'"),
        (HEADER.replace("genre", "gender") + "N | T.", "line 5: a header line is one of id, title"),
    ],
)
def test_a_fault_of_the_header_is_told(source: str, message: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        parse_article(source, TAXONOMY)
    assert message in str(caught.value)
