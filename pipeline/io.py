"""Files: how a run opens, reads and writes them.

A file under its final name is complete: it is written beside its place, flushed, fsynced, then renamed.
"""

import fcntl
import gzip
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import zstandard

from pipeline.errors import UsageError

TEMPORARY_PREFIX = ".tmp-"


class TooLargeError(ValueError):
    """There are more bytes than the limit allows."""


def write_atomic(path: Path, data: bytes) -> str:
    """Write ``data`` under ``path`` so that no reader ever sees a part of it; return its sha256."""
    handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())  # mkstemp makes files private
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return sha256(data)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    # Without this a rename can vanish in a power cut although the file's own bytes are safe.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def encode_jsonl(records: Iterable[dict[str, Any]]) -> bytes:
    """Encode records as UTF-8 JSONL: one newline a record, no NaN."""
    lines = (json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(", ", ": ")) for record in records)
    return "".join(line + "\n" for line in lines).encode("utf-8")


def compress(data: bytes) -> bytes:
    """Compress to one zstd frame; the same bytes for the same input."""
    return zstandard.ZstdCompressor(level=9, write_checksum=True).compress(data)


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of one of our own JSONL files, plain or .zst. Raises ValueError on a broken line or a cut file."""
    with path.open("rb") as raw:
        file = io.BufferedReader(_Frame(raw, path.name)) if path.suffix == ".zst" else raw
        for number, line in enumerate(file, start=1):
            try:
                record = json.loads(line)
            except ValueError as error:
                raise ValueError(f"{path.name}:{number}: no JSON: {error}") from None
            if not isinstance(record, dict):
                raise ValueError(f"{path.name}:{number}: not a JSON object")
            yield record


class _Frame(io.RawIOBase):
    """One zstd frame as a stream that tells a cut file from a whole one: the library's own reader just ends."""

    def __init__(self, raw: IO[bytes], name: str) -> None:
        self.raw, self.name = raw, name
        self.unpack = zstandard.ZstdDecompressor().decompressobj()
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            packed = self.raw.read(1 << 16)
            if not packed:
                if not self.unpack.eof:
                    raise ValueError(f"{self.name}: the file is cut")
                return 0
            try:
                self.rest = self.unpack.decompress(packed)
            except zstandard.ZstdError as error:
                raise ValueError(f"{self.name}: damaged: {error}") from None
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def read_limited(file: IO[bytes], limit: int) -> bytes:
    """Read all of a stream of at most ``limit`` bytes. Raises TooLargeError over it."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError(f"more than {limit:,} bytes")
    return data


def read_lines(file: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Yield lines with their newline, and None for a line of more than ``limit`` bytes, which is skipped.

    Only a line feed ends a line: U+2028 and U+0085 are text.
    """
    while line := file.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(limit)
        yield None


def open_input(path: Path) -> IO[bytes]:
    """Open a file for reading, unpacking ``.gz`` on the way."""
    return cast(IO[bytes], gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb"))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one run. Raises UsageError when another run holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be a folder to write to: {error.strerror}") from None
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"{folder} is locked by another run; wait for it, or write to another folder") from None
        yield


def remove_temporary(folder: Path) -> None:
    """Remove what a killed run left under temporary names."""
    for path in folder.glob(f"{TEMPORARY_PREFIX}*"):
        path.unlink()
