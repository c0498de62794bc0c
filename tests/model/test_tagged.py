from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.extract.tagger import TAGS
from pipeline.model.swap import capitals, load_origins, swap_people
from pipeline.model.tagged import Tagged, marked_texts, read_marks
from tests.conftest import ROOT

ORIGINS = load_origins(ROOT / "configs/names.toml")
BEGIN, INSIDE, LAB = TAGS.index("B-PERSON"), TAGS.index("I-PERSON"), TAGS.index("B-LAB")


@given(st.lists(st.tuples(st.sampled_from(["", "p", "l"]), st.text("ab .-é", min_size=1)), max_size=8))
def test_marks_stand_where_the_names_do(parts: list[tuple[str, str]]) -> None:
    marked = "".join(f"{{{kind}:{text}}}" if kind else text for kind, text in parts)
    text, marks = read_marks(marked)
    assert text == "".join(text for _, text in parts)
    assert [text[start:end] for start, end, _ in marks] == [text for kind, text in parts if kind]


def test_the_marked_articles_are_sound() -> None:
    found = [marks for split in ("train", "dev", "gold") for _, _, marks in marked_texts(ROOT / "corpora/names", split)]
    assert len(found) >= 190
    assert sum(map(len, found)) >= 5_000


def test_a_stray_brace_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("id: a\n---\n{p:Ann} met {q:Bob}.", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt.*\{q:Bob"):
        [*marked_texts(tmp_path, "train"), *marked_texts(tmp_path, "dev"), *marked_texts(tmp_path, "gold")]


def test_a_name_is_replaced_by_the_same_name_wherever_it_stands() -> None:
    text = Tagged(["Ann", "Roe", "left", "X.", "Roe", "rests"], [BEGIN, INSIDE, 0, LAB, BEGIN, 0], [0, 4])
    swapped = swap_people(text, ORIGINS, np.random.default_rng(3))
    assert "Roe" not in swapped.words
    assert [word for word in swapped.words if word in ("left", "X.", "rests")] == ["left", "X.", "rests"]
    second = swapped.starts[1]
    surname = swapped.words[second : swapped.words.index("rests")]
    assert surname == [word for word in swapped.words[: swapped.words.index("left")] if word in surname]


@given(st.integers(0, 1000))
def test_swapping_keeps_tags_sound(seed: int) -> None:
    text = Tagged(["Mr.", "Ann", "-", "Roe", "and", "LEE"], [0, BEGIN, INSIDE, INSIDE, 0, BEGIN], [0])
    swapped = swap_people(text, ORIGINS, np.random.default_rng(seed))
    assert len(swapped.words) == len(swapped.tags)
    assert swapped.tags.count(BEGIN) == 2
    assert all(word.strip() == word and word for word in swapped.words)


def test_capitals_keep_the_tags() -> None:
    text = Tagged(["Ann", "left"], [BEGIN, 0], [0])
    assert capitals(text) == Tagged(["ANN", "LEFT"], [BEGIN, 0], [0])
