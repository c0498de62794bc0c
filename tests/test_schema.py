"""The examples and schemas in docs/ are those of the code."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pipeline.run.validate import _spans
from pipeline.schema import SCHEMAS, claim_id, text_digest
from tests.conftest import ROOT


def examples(kind: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads((ROOT / f"docs/records/{kind}.json").read_text(encoding="utf-8"))
    return records


@pytest.mark.parametrize("kind", SCHEMAS)
def test_examples_keep_their_schema(kind: str) -> None:
    validator = Draft202012Validator(SCHEMAS[kind])
    assert examples(kind)
    for record in examples(kind):
        assert list(validator.iter_errors(record)) == []
        assert list(record) == list(SCHEMAS[kind]["properties"])


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schemas_in_the_docs_are_those_of_the_code(kind: str) -> None:
    assert json.loads((ROOT / f"docs/schema/{kind}.schema.json").read_text()) == SCHEMAS[kind]


def test_offsets_of_the_examples_are_exact() -> None:
    [text] = examples("texts")
    for record in [*examples("claims"), *examples("articles")]:
        assert list(_spans("example", record, text["text"])) == []
    for claim in examples("claims"):
        assert claim["id"] == claim_id(text["id"], text_digest(text["text"]), claim["start"], claim["end"])


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": "9"},
        {"start": -1},
        {"claim_score": 1.5},
        {"unknown": 1},
        {"topics": None},
        {"attribution": {}},
    ],
)
def test_a_wrong_record_is_refused(change: dict[str, Any]) -> None:
    assert list(Draft202012Validator(SCHEMAS["claims"]).iter_errors({**examples("claims")[0], **change}))
