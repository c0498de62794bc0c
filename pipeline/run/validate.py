"""Check a finished run: every record against its schema, every offset against the text, every file against its commit."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from pipeline.errors import InputError
from pipeline.io import read_records, sha256
from pipeline.run.layout import KINDS, MANIFEST, commit_file, record_files, shard_file, shards
from pipeline.schema import SCHEMAS, Record, claim_id, text_digest

_VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}


def validate(out: Path) -> Iterator[str]:
    """Yield one line per fault. Raises InputError when ``out`` is no finished run at all."""
    if not (out / MANIFEST).is_file():
        raise InputError(f"{out} holds no {MANIFEST}: it is no output folder, or its run did not finish")
    try:
        manifest = json.loads((out / MANIFEST).read_bytes())
        commits: dict[str, str] = dict(manifest["commits"])
        counts, identity = dict(manifest["counts"]), dict(manifest["identity"])
    except (ValueError, KeyError, TypeError) as error:
        yield f"{MANIFEST}: damaged: {error!r}"
        return
    for shard in set(shards(out)) - set(commits):
        yield f"_commits/{shard}.json: not in {MANIFEST}"
    totals: Counter[str] = Counter()
    named: set[str] = set()
    for shard, digest in sorted(commits.items()):
        commit = _commit(out, shard, digest)
        if isinstance(commit, str):
            yield commit
            continue
        named |= set(commit["files"])
        if commit["identity"] != identity:
            yield f"_commits/{shard}.json: of another configuration, code or model than {MANIFEST}"
        yield from _shard(out, shard, commit, totals)
    yield from _against_totals(counts, totals)
    for path in record_files(out):
        if path.name not in named:
            yield f"{path.name}: belongs to no committed shard"


def _against_totals(counts: Record, totals: Counter[str]) -> Iterator[str]:
    for key in ("articles", "rejects", "claims"):
        if counts.get(key) != totals[key]:
            yield f"{MANIFEST}: {counts.get(key)} {key}, but the shards hold {totals[key]}"
    if counts.get("inputs") != totals["articles"] + totals["rejects"]:
        yield f"{MANIFEST}: {counts.get('inputs')} inputs, but {totals['articles']} articles and {totals['rejects']} rejects"


def has_texts(out: Path) -> bool:
    """Say whether the run kept its texts: without them offsets cannot be checked."""
    return any(path.name.startswith("texts-") for path in record_files(out))


def _commit(out: Path, shard: str, digest: str) -> Record | str:
    """Return a commit, or what is wrong with it."""
    path = commit_file(out, shard)
    if not path.is_file():
        return f"_commits/{path.name}: missing"
    data = path.read_bytes()
    if sha256(data) != digest:
        return f"_commits/{path.name}: its sha256 is not the one of {MANIFEST}"
    commit: Record = json.loads(data)
    return commit


def _shard(out: Path, shard: str, commit: Record, totals: Counter[str]) -> Iterator[str]:
    sound = True
    for name, file in commit["files"].items():
        if not (out / name).is_file():
            yield f"{name}: missing"
            sound = False
        elif sha256((out / name).read_bytes()) != file["sha256"]:
            yield f"{name}: its sha256 is not the one of its commit"
            sound = False
    if not sound:
        return
    records = {kind: [*_read(out, kind, shard, commit)] for kind in KINDS}
    for kind, found in records.items():
        totals[kind] += len(found)
        for number, record in enumerate(found, start=1):
            for error in _VALIDATORS[kind].iter_errors(record):
                sound = False
                yield f"{kind}-{shard}:{number}: {error.json_path}: {error.message}"
    if sound:  # what follows takes the fields for granted
        yield from _against_articles(shard, records)
        if records["texts"]:
            yield from _against_texts(shard, records)


def _read(out: Path, kind: str, shard: str, commit: Record) -> Iterator[Record]:
    path = shard_file(out, kind, shard)
    return read_records(path) if path.name in commit["files"] else iter(())


def _against_articles(shard: str, records: dict[str, list[Record]]) -> Iterator[str]:
    claims = Counter(claim["article"]["id"] for claim in records["claims"])
    for article in records["articles"]:
        found = claims.pop(article["id"], 0)
        if found != article["claims"]:
            yield f"articles-{shard}: {article['id']}: {article['claims']} claims, but {found} are there"
    for stray in claims:
        yield f"claims-{shard}: {stray}: claims of an article that is not there (or is there twice)"


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
