import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import Extractor
from pipeline.config import load_config
from pipeline.data import Article, Extraction, Where
from pipeline.errors import ModelError, UsageError
from pipeline.extract.extractor import Extractor as ExtractorClass
from pipeline.io import encode_jsonl
from pipeline.schema import article_record, claim_records, text_record
from pipeline.taxonomy import load_taxonomy
from pipeline.text import mend_surrogates
from tests.conftest import ROOT

PROVENANCE = {"models": {"claims": "m", "ner": "n"}, "labclaims": "0", "config": "c"}


def extract(extractor: Extractor, text: str, title: str | None = None) -> Extraction:
    return extractor.extract_batch([Article(id="t", text=text, where=Where("-"), title=title)])[0]


def test_claims_stand_where_they_say(extractor: Extractor) -> None:
    text = (ROOT / "corpora/demo/report-tender-offer.txt").read_text(encoding="utf-8")
    found = extract(extractor, text)
    assert len(found.claims) >= 5
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.text
        sentence = found.sentences[claim.sentence]
        assert (sentence.start, sentence.end, sentence.is_prose) == (claim.start, claim.end, True)
        assert all(claim.start <= mention.start < mention.end <= claim.end for mention in claim.mentions)


def test_the_python_api_gives_claims_of_a_text(extractor: Extractor) -> None:
    claims = extractor.extract("The board of OpenAI fired Sam Altman on 17 November 2023, and gave no detailed reason.")
    assert [claim.text[:9] for claim in claims] == ["The board"]
    assert "governance" in claims[0].scores


def test_many_articles_come_back_in_order(extractor: Extractor) -> None:
    articles = [Article(id=str(i), text=f"OpenAI hired {i} people.", where=Where("-")) for i in range(40)]
    assert [found.article.id for found in extractor.extract_many(iter(articles))] == [str(i) for i in range(40)]


def test_a_long_article_is_read_whole(extractor: Extractor) -> None:
    sentence = "The lab said that its new model had passed the test, though outside researchers could not confirm it. "
    text = "\n\n".join([sentence * 8] * 140)
    assert len(text.split()) > 20_000
    found = extract(extractor, text)
    assert found.chars_read == len(text)
    assert len(found.sentences) == 8 * 140


def test_one_line_without_an_end_is_read_whole(extractor: Extractor) -> None:
    text = "compute and data and pay " * 6_000 + "and then the board of OpenAI fired its chief executive."
    found = extract(extractor, text)
    assert found.chars_read == len(text)
    assert max(sentence.end for sentence in found.sentences) == len(text)


def test_furniture_is_never_a_claim(extractor: Extractor) -> None:
    text = "Board fires chief\n\nBy Noor Haddad\n\nPosted:\n\n2:07 PM PDT · July 29, 2026\n\nThe board of OpenAI fired its chief."
    found = extract(extractor, text, title="Board fires chief")
    assert [claim.text for claim in found.claims] == ["The board of OpenAI fired its chief."]


def test_only_topical_claims_by_default(extractor: Extractor) -> None:
    text = "The bakery opened at seven. The bread was brown."
    assert extract(extractor, text).claims
    topical = ExtractorClass(load_config(), extractor.finder, extractor.linker, extractor.classifier, load_taxonomy())
    assert not extract(topical, text).claims


def test_a_taxonomy_of_other_labels_is_refused(extractor: Extractor) -> None:
    taxonomy = load_taxonomy()
    fewer = type(taxonomy)(taxonomy.topics[1:], ())
    with pytest.raises(UsageError, match="rlhf"):
        ExtractorClass(load_config(), extractor.finder, extractor.linker, extractor.classifier, fewer)


def test_a_missing_model_says_how_to_make_it() -> None:
    with pytest.raises(ModelError, match="labclaims train"):
        Extractor.load(load_config(overrides=["claims.model=nowhere"]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                [
                    "OpenAI",
                    "Sam Altman said",
                    "&#39;",
                    "\u00a0",
                    "\r\n\r\n",
                    "🙂",
                    "e\u0301",
                    "\u202e",
                    "\u2028",
                    "\x85",
                    "\0",
                    ". ",
                ]
            ),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_any_text_gives_records_with_exact_offsets(extractor: Extractor, parts: list[str]) -> None:
    text = mend_surrogates(" ".join(parts))
    found = extract(extractor, text)
    assert found.chars_read == len(text)
    for mention in found.mentions:
        assert text[mention.start : mention.end] == mention.text
    for sentence in found.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
    records = [article_record(found), text_record(found), *claim_records(found, PROVENANCE)]
    lines = encode_jsonl(records).decode("utf-8").split("\n")
    assert [json.loads(line) for line in lines[:-1]] == records
