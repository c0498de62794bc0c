from pathlib import Path

import pytest

from pipeline import Extractor
from pipeline.data import Article, Where
from pipeline.errors import ModelError, UsageError
from pipeline.extract.entities import load_ner
from pipeline.extract.known import load_labs, name_key
from pipeline.model.folder import write_sums


def mentions(extractor: Extractor, text: str) -> list[tuple[str, str, str]]:
    [extraction] = extractor.extract_batch([Article(id="t", text=text, where=Where("-"))])
    assert all(text[m.start : m.end] == m.text for m in extraction.mentions)
    return [(m.text, m.type, m.entity) for m in extraction.mentions]


def test_listed_labs_get_their_id(extractor: Extractor) -> None:
    found = mentions(extractor, "Anthropic PBC hired a researcher from Google DeepMind, not from OpenAI’s board.")
    assert [entity for _, kind, entity in found if kind == "LAB"] == [
        "lab:anthropic",
        "lab:google-deepmind",
        "lab:openai",
    ]
    assert [text for text, _, _ in found] == ["Anthropic PBC", "Google DeepMind", "OpenAI"]


def test_every_mention_counts(extractor: Extractor) -> None:
    found = mentions(extractor, "OpenAI sued. OpenAI won, and OpenAI moved on.")
    assert len(found) == 3


def test_a_person_who_bears_a_listed_name_stays_a_person(extractor: Extractor) -> None:
    found = mentions(
        extractor, "The museum said that Nikola Tesla had met Mr. Westinghouse in 1888, as Maria Lopez wrote."
    )
    assert "lab:tesla" not in [entity for text, _, entity in found if text != "Tesla"]


def test_titles_and_possessives_are_not_part_of_a_name(extractor: Extractor) -> None:
    found = mentions(
        extractor, "The memo said that Dr. Priya Raghunathan’s team at OpenAI would report to Sam Altman's deputy."
    )
    people = [text for text, kind, _ in found if kind == "PERSON"]
    assert "Priya Raghunathan" in people
    assert "Sam Altman" in people


def test_offsets_hold_in_messy_text(extractor: Extractor) -> None:
    text = "🙂 &quot;No,&quot; said Sam Alt\u200bman of Open\u200bAI&#39;s board.\r\n\r\nAnthropic\u00a0PBC agreed."
    found = mentions(extractor, text)
    assert ("Open\u200bAI", "LAB", "lab:openai") in found
    assert ("Anthropic\u00a0PBC", "LAB", "lab:anthropic") in found


@pytest.mark.parametrize(
    "name",
    [
        "Sam \u202eAltman\u202c",
        "Noor\u200d Haddad",
        "Zoe\u0308 Bru\u0308hl",
        "Sam <b>Altman</b>",
        "<script>alert(1)</script> Altman",
        "&lt;Ann&gt; Roe",
        "Å" * 1000,
        "A\u0301" * 500 + " Altman",
        "O\u2019Neil\u00ad-Okafor",
        "\ufeffMaria\u2060Lopez",
    ],
    ids=["bidi", "joiner", "combining", "tags", "script", "entities", "long token", "long name", "soft hyphen", "bom"],
)
def test_hostile_names_keep_offsets_exact(extractor: Extractor, name: str) -> None:
    text = f"{name} left OpenAI. Later {name}'s team at Anthropic said that {name} had gone.\n\nBy {name}"
    mentions(extractor, text)  # asserts every offset
    [found] = extractor.extract_batch([Article(id="t", text=text, where=Where("-"))])
    assert {"lab:openai", "lab:anthropic"} <= {mention.entity for mention in found.mentions}


@pytest.mark.parametrize("name", ["İlker Ökçün", "ilker ökçün", "I\u0307lker O\u0308kc\u0327u\u0308n"])
def test_a_name_key_is_the_same_however_the_name_is_written(name: str) -> None:
    assert name_key(name) == "name:ilker-okcun"


def test_the_list_of_labs_is_sound() -> None:
    labs = load_labs().labs
    ids = {lab.id for lab in labs}
    surfaces = [surface for lab in labs for surface in lab.surfaces]
    assert len(labs) >= 90
    assert len(set(surfaces)) == len(surfaces)
    assert {lab.parent for lab in labs if lab.parent} <= ids


def test_a_broken_list_is_named(tmp_path: Path) -> None:
    path = tmp_path / "labs.toml"
    path.write_text('lab = [{ id = "x", nam = "X", aliases = [] }]')
    with pytest.raises(UsageError, match=r"labs\.toml.*nam"):
        load_labs(str(path))


def test_a_pipeline_with_code_of_its_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text(
        '[nlp]\nlang = "en"\npipeline = ["x"]\n[components]\n[components.x]\nfactory = "evil"\n'
    )
    write_sums(tmp_path)
    with pytest.raises(ModelError, match="evil"):
        load_ner(tmp_path)
