from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from pipeline.extract.tagger import MARGIN, SCORES, TAGS, WINDOW, best_tags, cut
from pipeline.extract.tagnet import SHAPES, shape_of
from tests.conftest import ROOT

NLP = spacy.load(ROOT / "models/ner")


def test_the_pipeline_is_one_that_spacy_loads() -> None:
    doc = NLP("Marisol Achterberg left OpenAI.")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Marisol Achterberg", "PERSON"), ("OpenAI", "LAB")]
    assert all(0.5 < score <= 1 for score in doc.user_data[SCORES].values())


def test_what_was_written_reads_the_same(tmp_path: Path) -> None:
    NLP.to_disk(tmp_path / "copy")
    text = "Ngozi Adeyemi-Holm of Petrichor Labs met D. Amodei in Oslo."
    again = spacy.load(tmp_path / "copy")(text)
    assert [(e.text, e.label_) for e in again.ents] == [(e.text, e.label_) for e in NLP(text).ents]


def test_a_long_text_is_read_to_its_end() -> None:
    doc = NLP("word " * 900 + "and then Jan Leike left OpenAI.")
    assert [ent.text for ent in doc.ents] == ["Jan Leike", "OpenAI"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "x" * 5000])
def test_texts_without_names_have_none(text: str) -> None:
    assert NLP(text).ents == ()


@given(st.integers(0, 2000))
def test_every_piece_is_kept_from_exactly_one_window(length: int) -> None:
    windows = list(cut(0, length))
    kept = [piece for window in windows for piece in range(window.keep_from, window.keep_to)]
    assert kept == list(range(length))
    assert all(window.end - window.begin <= WINDOW for window in windows)
    assert all(window.begin == 0 or window.keep_from - window.begin >= MARGIN for window in windows)


_PROBABILITIES = arrays.arrays(
    float, st.tuples(st.integers(1, 8), st.just(len(TAGS))), elements=st.floats(0.01, 1, allow_nan=False)
)


@given(_PROBABILITIES)
def test_no_name_begins_inside(rows: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    tags = [TAGS[tag] for tag in best_tags(rows / rows.sum(axis=1, keepdims=True))]
    for before, tag in zip(["O", *tags], tags, strict=False):
        assert not tag.startswith("I") or (before != "O" and before[2:] == tag[2:])


@pytest.mark.parametrize(
    ("word", "shape"),
    [("Leike", "title"), ("OPENAI", "upper"), ("xAI", "mixed"), ("J.", "initial"), ("2024", "digit"), (",", "other"),
     ("team", "lower"), ("Élodie", "title"), ("OpenAI", "mixed")],
)  # fmt: skip
def test_the_shape_of_a_word(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape
