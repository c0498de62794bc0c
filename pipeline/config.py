"""The configuration of a run: configs/default.toml, a file over it, ``--set`` over both.

    config = load_config(file, ["claims.emit=all"])
    config.claims.emit

default.toml is the only place where defaults live; the classes here say which keys exist and of what type they are.
"""

import codecs
import difflib
import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pipeline.errors import UsageError
from pipeline.resources import shipped

Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class InputConfig:
    encoding: str
    id: str
    url: str
    title: str
    published: str
    source: str
    byline: str
    text: str
    html: str
    max_bytes: int
    max_line_bytes: int


@dataclass(frozen=True, slots=True)
class NerConfig:
    model: str
    labs: str
    people: str
    names: str


@dataclass(frozen=True, slots=True)
class ClaimsConfig:
    model: str
    taxonomy: str
    emit: Literal["topical", "all"]
    batch_size: int
    window: int
    stride: int


@dataclass(frozen=True, slots=True)
class OutputConfig:
    texts: bool


@dataclass(frozen=True, slots=True)
class RunConfig:
    shard_size: int


@dataclass(frozen=True, slots=True)
class Config:
    input: InputConfig
    ner: NerConfig
    claims: ClaimsConfig
    output: OutputConfig
    run: RunConfig

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that differ as soon as any value does."""
        canonical = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def to_toml(self) -> str:
        """Return the filled configuration as TOML."""
        sections = (
            f"[{section}]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in values.items())
            for section, values in asdict(self).items()
        )
        return "\n".join(sections)


_SECTIONS: dict[str, type] = {
    "input": InputConfig,
    "ner": NerConfig,
    "claims": ClaimsConfig,
    "output": OutputConfig,
    "run": RunConfig,
}


def load_config(file: Path | None = None, overrides: Iterable[str] = ()) -> Config:
    """Fill a configuration. Raises UsageError naming the file, the key and the values that would do."""
    tables: Tables = tomllib.loads(shipped("configs/default.toml").read_text(encoding="utf-8"))
    if file is not None:
        _merge(tables, _read(file), str(file))
    for override in overrides:
        _merge(tables, _parse_override(override), f"--set {override}")
    return Config(**{name: cls(**tables[name]) for name, cls in _SECTIONS.items()})


def _read(file: Path) -> Tables:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"no configuration file {file}") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} is no TOML: {error}") from None
    if loose := [key for key, value in tables.items() if not isinstance(value, dict)]:
        raise UsageError(f"{file}: {loose[0]!r} stands in no section; sections are {', '.join(_SECTIONS)}")
    return tables


def _parse_override(override: str) -> Tables:
    key, equals, value = override.partition("=")
    section, dot, name = key.strip().partition(".")
    if not equals or not dot:
        raise UsageError(f"--set {override}: expected section.key=value")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value.strip()  # a bare word is a string: --set claims.emit=all
    wanted = {field.name: field.type for field in fields(_SECTIONS[section])} if section in _SECTIONS else {}
    if wanted.get(name) not in (int, bool) and not isinstance(parsed, str | list | dict):
        parsed = value.strip()  # --set claims.model=1.10 names a folder, no number
    return {section: {name: parsed}}


def _toml(value: object) -> str:
    """Write a string, integer or boolean as TOML, whose basic strings are JSON's but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _merge(tables: Tables, changes: Tables, origin: str) -> None:
    for section, values in changes.items():
        if section not in _SECTIONS:
            raise UsageError(_unknown(origin, section, list(_SECTIONS), "section"))
        types = {field.name: field.type for field in fields(_SECTIONS[section])}
        for key, value in values.items():
            if key not in types:
                raise UsageError(_unknown(origin, f"{section}.{key}", [f"{section}.{name}" for name in types], "key"))
            tables[section][key] = _checked(value, types[key], f"{origin}: {section}.{key}")


def _unknown(origin: str, given: str, known: list[str], what: str) -> str:
    near = difflib.get_close_matches(given, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"{origin}: unknown {what} {given}.{hint} Known: {', '.join(known)}"


def _checked(value: object, kind: Any, origin: str) -> object:
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise UsageError(f"{origin} is one of {', '.join(get_args(kind))}, not {value!r}")
    elif type(value) is not kind:
        raise UsageError(f"{origin} is of type {kind.__name__}, not {value!r}")
    if origin.endswith("input.encoding") and isinstance(value, str):
        try:
            codecs.lookup(value)
        except LookupError:
            raise UsageError(f"{origin}: no encoding {value!r}; utf-8, cp1252 and latin-1 are common") from None
    if kind is int and isinstance(value, int) and value < 1:
        raise UsageError(f"{origin} is at least 1, not {value}")
    return value
