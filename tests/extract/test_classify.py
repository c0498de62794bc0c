import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from pipeline import Extractor
from pipeline.errors import UsageError
from pipeline.extract.classify import AFTER_WORDS, BEFORE_WORDS, TITLE_WORDS, ClaimClassifier, Passage, make_context
from pipeline.model.folder import write_sums
from pipeline.resources import shipped

SENTENCES = [
    "OpenAI's board fired its chief executive on Friday.",
    "Offers ran to $100 million over four years, according to two people familiar with them.",
    "Subscribe to our newsletter",
    "Human raters compare two answers and pick the better one, and a reward model learns from their choices.",
]


def passages() -> list[Passage]:
    return [Passage(sentence, "") for sentence in SENTENCES]


def test_scores_do_not_depend_on_the_company_a_sentence_keeps(extractor: Extractor) -> None:
    together = extractor.classifier.score(passages())
    alone = np.vstack([extractor.classifier.score([passage]) for passage in passages()])
    np.testing.assert_allclose(together, alone, atol=2e-5)


def test_transformers_alone_loads_the_folder_and_scores_the_same(extractor: Extractor) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = shipped("models/claims")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        logits = model(**tokenizer(SENTENCES[0], return_tensors="pt")).logits.numpy()
    np.testing.assert_allclose(logits, extractor.classifier.logits(passages()[:1]), atol=1e-3)


def test_label_order_in_the_file_does_not_matter(extractor: Extractor, tmp_path: Path) -> None:
    folder = tmp_path / "claims"
    shutil.copytree(shipped("models/claims"), folder)
    labels = json.loads((folder / "labels.json").read_text())
    labels["calibration"] = dict(reversed(labels["calibration"].items()))
    (folder / "labels.json").write_text(json.dumps(labels))
    write_sums(folder)
    np.testing.assert_array_equal(ClaimClassifier(folder).score(passages()), extractor.classifier.score(passages()))


def test_a_sentence_longer_than_the_window_is_read_to_its_end() -> None:
    classifier = ClaimClassifier(shipped("models/claims"), window=16, stride=8)
    tail = "and OpenAI's board fired its chief executive on Friday over his pay."
    long = Passage("word " * 500 + tail, "")
    scores = dict(zip(classifier.labels, classifier.score([long])[0], strict=True))
    none = dict(zip(classifier.labels, classifier.score([Passage("word " * 500, "")])[0], strict=True))
    assert scores["governance"] > none["governance"]


def test_a_stride_that_skips_words_is_refused() -> None:
    with pytest.raises(UsageError, match="stride"):
        ClaimClassifier(shipped("models/claims"), window=10, stride=20)


def test_no_passages_give_no_rows(extractor: Extractor) -> None:
    assert extractor.classifier.score([]).shape == (0, len(extractor.classifier.labels))


def test_context_is_the_title_two_sentences_before_and_the_next() -> None:
    assert make_context(["a.", "b.", "c.", "d.", "e.", "f."], 3, "T") == "T | b. c. | e."
    assert make_context(["a.", "b."], 0, None) == " |  | b."
    assert make_context(["a."], 0, None) == ""
    long = make_context(["old " * 50 + "new.", "x", "next " * 50], 1, "word " * 50)
    assert [len(part.split()) for part in long.split("|")] == [TITLE_WORDS, BEFORE_WORDS, AFTER_WORDS]
    assert long.split(" | ")[1].endswith("new.")
