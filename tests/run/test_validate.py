import json
from pathlib import Path

import pytest

from pipeline import Extractor
from pipeline.config import Config
from pipeline.data import Article, Where
from pipeline.errors import InputError
from pipeline.io import sha256
from pipeline.run.local import run
from pipeline.run.validate import validate


@pytest.fixture
def finished(extractor: Extractor, config: Config, tmp_path: Path) -> Path:
    text = "Sam Altman returned to OpenAI in November 2023. The board had fired him five days before."
    run(
        [Article(id="a", text=text, where=Where("x")), Article(id="b", text="x", where=Where("y"))],
        tmp_path,
        config,
        extractor,
    )
    return tmp_path


def test_a_sound_run_has_no_fault(finished: Path) -> None:
    assert list(validate(finished)) == []


@pytest.mark.parametrize(
    "name", ["claims-00000.jsonl", "articles-00000.jsonl", "texts-00000.jsonl.zst", "rejects-00000.jsonl"]
)
def test_missing_cut_and_flipped_files_are_found(finished: Path, name: str) -> None:
    path = finished / name
    data = path.read_bytes()
    for changed in (data[:-1], bytes([data[0] ^ 1]) + data[1:], data + b"\n") if data else (b"\n",):
        path.write_bytes(changed)
        assert any(name in fault for fault in validate(finished))
    path.unlink()
    assert f"{name}: missing" in list(validate(finished))


def test_every_flipped_byte_of_a_commit_is_found(finished: Path) -> None:
    path = finished / "_commits" / "00000.json"
    data = path.read_bytes()
    for position in range(0, len(data), 7):
        path.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
        assert list(validate(finished))


def test_a_wrong_offset_is_found_even_under_right_sums(finished: Path) -> None:
    claims, commit, manifest = (
        finished / "claims-00000.jsonl",
        finished / "_commits/00000.json",
        finished / "manifest.json",
    )
    records = [json.loads(line) for line in claims.read_text().splitlines()]
    records[0]["start"] += 1
    data = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    claims.write_bytes(data)
    committed = json.loads(commit.read_text())
    committed["files"][claims.name]["sha256"] = sha256(data)
    commit.write_text(json.dumps(committed))
    whole = json.loads(manifest.read_text())
    whole["commits"]["00000"] = sha256(commit.read_bytes())
    manifest.write_text(json.dumps(whole))
    faults = list(validate(finished))
    assert any("is not" in fault for fault in faults)
    assert any("the id is not that of its article and span" in fault for fault in faults)


def test_a_stray_file_is_found(finished: Path) -> None:
    (finished / "claims-00009.jsonl").write_text("")
    assert list(validate(finished)) == ["claims-00009.jsonl: belongs to no committed shard"]


def test_a_folder_of_no_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did not finish"):
        list(validate(tmp_path))
