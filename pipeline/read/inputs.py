"""Open any input: files, folders, globs, or ``-`` for JSONL on standard input."""

import glob
import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.config import InputConfig
from pipeline.data import Article, Rejection, Where
from pipeline.errors import InputError
from pipeline.io import TooLargeError, open_input, read_limited
from pipeline.read.decode import DecodeError, decode
from pipeline.read.html import HtmlError, read_page
from pipeline.read.rows import read_jsonl
from pipeline.read.text import read_text

Outcome = Article | Rejection

_ONE_ARTICLE: dict[str, Callable[[str, Where], Article]] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_page,
    ".htm": read_page,
}
SUFFIXES = (*_ONE_ARTICLE, ".jsonl")


def read_inputs(inputs: Iterable[str], config: InputConfig) -> Iterator[Outcome]:
    """Yield one outcome per article of all inputs, in their order; folders are walked in sorted order.

    Raises InputError before anything is read when an input does not exist or holds no file.
    """
    paths = [path for given in inputs for path in expand(given)]
    return (outcome for path in paths for outcome in _read_path(path, config))


def expand(given: str) -> list[Path | None]:
    """Return the files an input names; None stands for standard input."""
    if given == "-":
        return [None]
    path = Path(given)
    if os.path.isdir(given):  # pathlib's own test raises on a name too long for a file
        found = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file.relative_to(path)))
    elif os.path.exists(given):
        found = [path]
    else:
        found = sorted(Path(name) for name in glob.glob(given, recursive=True) if Path(name).is_file())
    if not found:
        what = "holds no file" if os.path.isdir(given) else "does not exist"
        raise InputError(
            f"{given} {what}; an input is a file ({' '.join(SUFFIXES)}, each also .gz), a folder, a glob, or - for JSONL"
        )
    return [*found]


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _read_path(path: Path | None, config: InputConfig) -> Iterator[Outcome]:
    if path is None:
        yield from read_jsonl(sys.stdin.buffer, "-", config)
        return
    suffix = _suffix(path)
    name = os.fsencode(path).decode("utf-8", "replace")  # a name that is not UTF-8 could not be written down
    where = Where(name)
    if suffix not in SUFFIXES:
        yield Rejection(
            where, "read", "unknown_format", f"{path.suffix or 'no suffix'}; known: {' '.join(SUFFIXES)}, each also .gz"
        )
        return
    try:
        with open_input(path) as file:
            if suffix == ".jsonl":
                yield from read_jsonl(file, name, config)
            else:
                data = read_limited(file, config.max_bytes)
                yield _ONE_ARTICLE[suffix](decode(data, config.encoding), where)
    except TooLargeError as error:
        yield Rejection(where, "read", "too_large", f"{error} (input.max_bytes)")
    except (DecodeError, HtmlError) as error:
        yield Rejection(where, "read", error.reason, str(error))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Rejection(where, "read", "damaged_gzip", str(error))
    except OSError as error:
        yield Rejection(where, "read", "unreadable", error.strerror or str(error), kind="failed")


def _suffix(path: Path) -> str:
    return Path(path.stem).suffix.lower() if path.suffix == ".gz" else path.suffix.lower()
