"""Check a finished run: every record against its schema, every offset against the text, every file against its commit."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from pipeline.errors import InputError
from pipeline.io import read_records, sha256
from pipeline.run.layout import KINDS, MANIFEST, commit_file, shard_file, shards
from pipeline.schema import SCHEMAS, Record, claim_id, text_digest

_VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}


def validate(out: Path) -> Iterator[str]:
    """Yield one line per fault. Raises InputError when ``out`` is no finished run at all."""
    if not (out / MANIFEST).is_file():
        raise InputError(f"{out} holds no {MANIFEST}: it is no output folder, or its run did not finish")
    try:
        manifest = json.loads((out / MANIFEST).read_bytes())
        commits: dict[str, str] = dict(manifest["commits"])
    except (ValueError, KeyError, TypeError) as error:
        yield f"{MANIFEST}: damaged: {error!r}"
        return
    for shard in shards(out):
        if shard not in commits:
            yield f"{commit_file(out, shard).name}: not in {MANIFEST}"
    totals = {"articles": 0, "rejects": 0, "claims": 0}
    for shard, digest in sorted(commits.items()):
        yield from _shard(out, shard, digest, totals)
    counts = manifest.get("counts", {})
    for key, total in totals.items():
        if counts.get(key) != total:
            yield f"{MANIFEST}: {counts.get(key)} {key}, but the shards hold {total}"
    if counts.get("inputs") != totals["articles"] + totals["rejects"]:
        yield f"{MANIFEST}: {counts.get('inputs')} inputs are not {totals['articles']} articles and {totals['rejects']} rejects"
    yield from _strangers(out, set(commits))


def _shard(out: Path, shard: str, digest: str, totals: dict[str, int]) -> Iterator[str]:
    path = commit_file(out, shard)
    if not path.is_file():
        yield f"{path.name}: missing"
        return
    data = path.read_bytes()
    if sha256(data) != digest:
        yield f"_commits/{path.name}: its sha256 is not the one of {MANIFEST}"
        return
    sound = True
    for name, file in json.loads(data)["files"].items():
        if not (out / name).is_file():
            yield f"{name}: missing"
            sound = False
        elif sha256((out / name).read_bytes()) != file["sha256"]:
            yield f"{name}: its sha256 is not the one of its commit"
            sound = False
    if sound:
        yield from _records(out, shard, totals)


def _records(out: Path, shard: str, totals: dict[str, int]) -> Iterator[str]:
    records: dict[str, list[Record]] = {}
    for kind in KINDS:
        path = shard_file(out, kind, shard)
        records[kind] = list(read_records(path)) if path.is_file() else []
        for number, record in enumerate(records[kind], start=1):
            for error in _VALIDATORS[kind].iter_errors(record):
                yield f"{path.name}:{number}: {error.json_path}: {error.message}"
    for kind in totals:
        totals[kind] += len(records[kind])
    if shard_file(out, "texts", shard).is_file():
        yield from _against_texts(shard, records)


def _against_texts(shard: str, records: dict[str, list[Record]]) -> Iterator[str]:
    texts = {record["id"]: record for record in records["texts"]}
    for text in texts.values():
        if text_digest(text["text"]) != text["text_sha256"]:
            yield f"texts-{shard}: {text['id']}: the text is not the one of its sha256"
    for article in records["articles"]:
        where = f"articles-{shard}: {article['id']}"
        if texts.get(article["id"], {}).get("text_sha256") == article["text_sha256"]:
            yield from _spans(where, article, texts[article["id"]]["text"])
        else:
            yield f"{where}: its text is missing or another"
    for claim in records["claims"]:
        where = f"claims-{shard}: {claim['id']}"
        if claim["article"]["id"] in texts:
            yield from _claim(where, claim, texts[claim["article"]["id"]])
        else:
            yield f"{where}: its article has no text"


def _claim(where: str, claim: Record, text: Record) -> Iterator[str]:
    yield from _spans(where, claim, text["text"])
    if claim["id"] != claim_id(text["id"], text["text_sha256"], claim["start"], claim["end"]):
        yield f"{where}: the id is not that of its article and span"
    if text["sentences"][claim["sentence"] : claim["sentence"] + 1] != [[claim["start"], claim["end"], True]]:
        yield f"{where}: is not sentence {claim['sentence']}"


def _spans(where: str, value: Any, text: str) -> Iterator[str]:
    """Check every object with text, start and end, however deep."""
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys() and text[value["start"] : value["end"]] != value["text"]:
            yield f"{where}: text[{value['start']}:{value['end']}] is not {value['text']!r}"
        value = [item for key, item in value.items() if key != "extra"]  # extra is the input's own
    if isinstance(value, list):
        for item in value:
            yield from _spans(where, item, text)


def _strangers(out: Path, committed: set[str]) -> Iterator[str]:
    for kind in KINDS:
        for path in sorted(out.glob(f"{kind}-*.jsonl*")):
            if path not in {shard_file(out, kind, shard) for shard in committed}:
                yield f"{path.name}: belongs to no committed shard"
