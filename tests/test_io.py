import errno
import gzip
import io
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.io import (
    TEMPORARY_PREFIX,
    TooLargeError,
    compress,
    encode_jsonl,
    locked,
    open_input,
    read_limited,
    read_lines,
    read_records,
    remove_temporary,
    sha256,
    write_atomic,
)


def _fail_on_call(monkeypatch: pytest.MonkeyPatch, name: str, number: int, error: BaseException) -> None:
    """Let the ``number``-th call of ``os.<name>`` raise."""
    real: Callable[..., Any] = getattr(os, name)
    calls = []

    def failing(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) == number:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(os, name, failing)


def test_write_atomic_writes_the_bytes_and_returns_their_digest(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    assert write_atomic(path, b"{}\n") == sha256(b"{}\n")
    assert path.read_bytes() == b"{}\n"
    assert [file.name for file in tmp_path.iterdir()] == ["claims.jsonl"]


def test_write_atomic_gives_the_mode_that_the_umask_asks_for(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomic(tmp_path / "a", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_fault_before_the_rename_leaves_the_old_file_and_no_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(b"old")
    _fail_on_call(monkeypatch, step, 1, error)
    with pytest.raises(type(error)):
        write_atomic(path, b"new" * 1000)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"manifest.json": b"old"}


def test_a_fault_in_the_first_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fail_on_call(monkeypatch, "replace", 1, OSError(errno.EIO, "Input/output error"))
    with pytest.raises(OSError, match="Input/output"):
        write_atomic(tmp_path / "a", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_after_the_rename_leaves_the_whole_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    _fail_on_call(monkeypatch, "fsync", 2, OSError(errno.EIO, "Input/output error"))
    with pytest.raises(OSError, match="Input/output"):
        write_atomic(path, b"new")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a": b"new"}


def test_encode_jsonl_writes_one_line_a_record_whatever_the_text_holds() -> None:
    data = encode_jsonl([{"text": "a\nb\u2028c\u0085d\0"}, {"text": "é"}])
    assert data == '{"text": "a\\nb\u2028c\u0085d\\u0000"}\n{"text": "é"}\n'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_encode_jsonl_refuses_what_no_reader_could_take(value: object) -> None:
    with pytest.raises(ValueError, match=r"JSON compliant|surrogates"):
        encode_jsonl([{"x": value}])


@given(
    st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.booleans() | st.none(), max_size=3), max_size=5)
)
@settings(max_examples=50, deadline=None, database=None)
def test_records_come_back_as_they_were_written(records: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = Path(folder, "a.jsonl"), Path(folder, "a.jsonl.zst")
        write_atomic(plain, encode_jsonl(records))
        write_atomic(packed, compress(encode_jsonl(records)))
        assert list(read_records(plain)) == list(read_records(packed)) == records


@pytest.mark.parametrize(
    ("data", "message"), [(b"{}\n{oops\n", r"a\.jsonl:2: no JSON"), (b"{}\n[1]\n", r"a\.jsonl:2: not a JSON object")]
)
def test_read_records_names_the_file_and_line_that_is_broken(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=message):
        list(read_records(path))


def test_read_records_does_not_take_a_cut_file_for_a_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl.zst"
    whole = compress(encode_jsonl({"id": str(number), "text": sha256(b"%d" % number)} for number in range(2000)))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match=r"texts\.jsonl\.zst"):
        list(read_records(path))


def test_compress_gives_the_same_bytes_for_the_same_input() -> None:
    assert compress(b"abc" * 100) == compress(b"abc" * 100)


def test_read_limited_takes_the_limit_and_refuses_one_byte_more() -> None:
    assert read_limited(io.BytesIO(b"12345"), 5) == b"12345"
    with pytest.raises(TooLargeError, match="more than 5 bytes"):
        read_limited(io.BytesIO(b"123456"), 5)


def test_read_lines_skips_a_line_over_the_limit_and_goes_on() -> None:
    file = io.BytesIO(b"1234\n" + b"x" * 23 + b"\n" + b"ab\n" + b"y" * 99)
    assert list(read_lines(file, 5)) == [b"1234\n", None, b"ab\n", None]


@given(st.binary(max_size=60), st.integers(min_value=1, max_value=20))
@settings(max_examples=100, deadline=None, database=None)
def test_read_lines_splits_on_line_feeds_only(data: bytes, limit: int) -> None:
    expected = [line + b"\n" for line in data.split(b"\n")[:-1]] + [line for line in data.split(b"\n")[-1:] if line]
    assert list(read_lines(io.BytesIO(data), limit)) == [line if len(line) <= limit else None for line in expected]


def test_open_input_unpacks_gzip(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"first") + gzip.compress(b" second"))
    with open_input(path) as file:
        assert file.read() == b"first second"


def test_a_folder_is_locked_for_one_run_at_a_time(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "deep"
    with (
        locked(folder),
        pytest.raises(UsageError, match="locked by another run; wait for it, or write to another"),
        locked(folder),
    ):
        pass
    with locked(folder):
        pass


def test_remove_temporary_removes_what_a_killed_run_left_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY_PREFIX}abc").write_bytes(b"half")
    (tmp_path / "claims-00000.jsonl").write_bytes(b"{}\n")
    remove_temporary(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["claims-00000.jsonl"]
