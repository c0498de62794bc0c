import gzip
import io
import os
import sys
from pathlib import Path

import pytest

from pipeline.config import InputConfig, load_config
from pipeline.data import Article, Rejection
from pipeline.errors import InputError
from pipeline.io import encode_jsonl
from pipeline.read.inputs import expand, read_inputs

CONFIG = load_config().input
NOISE = bytes(range(256)) * 40


def texts(inputs: list[str], config: InputConfig = CONFIG) -> list[str]:
    outcomes = list(read_inputs(inputs, config))
    assert all(isinstance(outcome, Article) for outcome in outcomes)
    return [outcome.text for outcome in outcomes if isinstance(outcome, Article)]


def test_every_format_is_read_plain_and_packed(tmp_path: Path) -> None:
    page = b"<html><body><article><p>From HTML.</p></article></body></html>"
    files = {
        "a.txt": b"From text.",
        "b.md": b"From Markdown.",
        "c.html": page,
        "d.HTM": page,
        "e.jsonl": b'{"text": "From row 1."}\n{"text": "From row 2."}\n',
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data))
    once = ["From text.", "From Markdown.", "From HTML.", "From HTML.", "From row 1.", "From row 2."]
    assert texts([str(tmp_path / name) for name in files]) == once
    assert texts([str(tmp_path / f"{name}.gz") for name in files]) == once


def test_a_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert texts([str(tmp_path)]) == ["a/z.txt", "b.txt"]


def test_globs_and_names_that_look_like_globs_are_read(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "[odd].txt"):
        (tmp_path / name).write_text(name)
    assert texts([f"{tmp_path}/a*.txt", f"{tmp_path}/[odd].txt"]) == ["a1.txt", "a2.txt", "[odd].txt"]


def test_a_dash_reads_rows_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "From a pipe."}\n')))
    (outcome,) = read_inputs(["-"], CONFIG)
    assert isinstance(outcome, Article)
    assert (outcome.text, str(outcome.where)) == ("From a pipe.", "-:1")


@pytest.mark.parametrize("name", ["none.txt", "none/*.txt", "x" * 300, "nul\0.txt"])
def test_a_missing_input_is_named_with_what_can_be_given(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    with pytest.raises(InputError, match=r"does not exist; an input is a file .*, a folder, a glob, or -") as caught:
        read_inputs([str(tmp_path / "a.txt"), f"{tmp_path}/{name}"], CONFIG)
    assert name in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_folder_without_files_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("x")
    with pytest.raises(InputError, match="holds no file; an input is"):
        expand(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "data", "reason", "message"),
    [
        ("m.txt", b"", "empty", "no text in it"),
        ("m.jsonl.gz", b"plain", "damaged_gzip", "Not a gzipped file"),
        ("m.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary", "not a text file"),
        ("m.md", b"caf\xe9 au lait", "encoding", "--set input.encoding=cp1252"),
        ("m.html", b"<html></html>", "no_article", "no article text in the page"),
        ("m.txt", b"a" * 3000, "too_large", "more than 2,000 bytes (input.max_bytes)"),
        ("m.txt.gz", gzip.compress(b"a" * 1_000_000), "too_large", "more than 2,000 bytes (input.max_bytes)"),
        ("m.txt.gz", gzip.compress(b"some words " * 50)[:-9], "damaged_gzip", "ended before"),
        ("m.jpg", b"\xff\xd8\xff", "unknown_format", ".jpg; known: .txt .md"),
        ("m", b"no suffix", "unknown_format", "no suffix; known: .txt .md"),
        ("m.gz", gzip.compress(b"no suffix"), "unknown_format", "known: .txt .md"),
    ],
)
def test_a_bad_file_is_rejected_alone_with_its_reason(
    tmp_path: Path, name: str, data: bytes, reason: str, message: str
) -> None:
    (tmp_path / "a.txt").write_text("Before.")
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text("After.")
    before, bad, after = read_inputs([str(tmp_path)], load_config(None, ["input.max_bytes=2000"]).input)
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    assert isinstance(bad, Rejection)
    assert (before.text, after.text) == ("Before.", "After.")
    assert (bad.where.file, bad.stage, bad.kind, bad.reason) == (str(tmp_path / name), "read", "dropped", reason)
    assert message in bad.detail


def test_a_folder_of_unknown_files_gives_a_reject_for_each(tmp_path: Path) -> None:
    for name in ("a.png", "b.zip"):
        (tmp_path / name).write_bytes(NOISE)
    outcomes = list(read_inputs([str(tmp_path)], CONFIG))
    assert [o.reason for o in outcomes if isinstance(o, Rejection)] == ["unknown_format", "unknown_format"]


def test_the_rows_before_a_cut_are_kept(tmp_path: Path) -> None:
    rows = b"".join(b'{"text": "Row %d."}\n' % number for number in range(2000))
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(rows)[:-2000])
    *articles, last = read_inputs([str(path)], CONFIG)
    assert [a.text for a in articles if isinstance(a, Article)][:2] == ["Row 0.", "Row 1."]
    assert isinstance(last, Rejection)
    assert (last.reason, last.where.file) == ("damaged_gzip", str(path))


def test_a_file_that_vanishes_is_a_failure_to_be_tried_again(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    outcomes = read_inputs([str(tmp_path)], CONFIG)
    (tmp_path / "a.txt").unlink()
    gone, kept = outcomes
    assert isinstance(gone, Rejection)
    assert (gone.reason, gone.kind, gone.detail) == ("unreadable", "failed", "No such file or directory")
    assert isinstance(kept, Article)


def test_a_file_name_that_is_no_utf8_can_be_written_in_a_record(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Text.")
    (outcome,) = read_inputs([str(tmp_path)], CONFIG)
    assert isinstance(outcome, Article)
    assert encode_jsonl([{"file": outcome.where.file}])
