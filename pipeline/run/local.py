"""Run the pipeline over many articles, shard by shard, into an output folder.

A shard is a bounded slice of the input in its order. Its files are written whole, then its commit, which names their sha256; the
manifest comes last. A shard whose commit fits the same input is not computed again.
"""

import json
import logging
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.data import Article, Extraction, Rejection
from pipeline.errors import UsageError
from pipeline.extract.extractor import Extractor
from pipeline.io import compress, encode_jsonl, locked, remove_temporary, sha256, write_atomic
from pipeline.run.layout import (
    COMMITS,
    CONFIG,
    KINDS,
    MANIFEST,
    Identity,
    commit_file,
    identity,
    record_files,
    shard_file,
    shard_name,
    shards,
)
from pipeline.schema import Record, article_record, claim_records, reject_record, text_digest, text_record

_log = logging.getLogger(__name__)

Outcome = Article | Rejection
Report = Callable[["Summary"], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a run so far. ``inputs == articles + rejects`` always holds."""

    inputs: int = 0
    articles: int = 0
    claims: int = 0
    sentences: int = 0
    chars: int = 0
    reused_shards: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    @property
    def rejects(self) -> int:
        return self.dropped.total() + self.failed.total()


def run(
    outcomes: Iterable[Outcome],
    out: Path,
    config: Config,
    extractor: Extractor,
    *,
    recompute: bool = False,
    report: Report = lambda summary: None,
) -> Summary:
    """Extract the claims of all articles into ``out`` and return the counts.

    Raises UsageError when the folder is locked or belongs to another configuration, code or model, unless ``recompute``.
    """
    this = identity(config.fingerprint, extractor.models, extractor.lists)
    with locked(out):
        (out / COMMITS).mkdir(exist_ok=True)
        remove_temporary(out)
        remove_temporary(out / COMMITS)
        _claim_folder(out, this, config, recompute)
        write_atomic(out / CONFIG, config.to_toml().encode())
        summary, names = Summary(), []
        for number, batch in enumerate(_batches(_unique(outcomes), config.run.shard_size)):
            names.append(shard_name(number))
            commit, reused = _shard(batch, names[-1], out, config, extractor, this)
            summary = _add(summary, commit["counts"], reused)
            report(summary)
        _remove_stale(out, names)
        _write_manifest(out, this, summary, names)
    return summary


def _claim_folder(out: Path, this: Identity, config: Config, recompute: bool) -> None:
    """Make sure the folder is empty or of the same identity; with ``recompute``, empty it of another run's shards."""
    if recompute:
        (out / MANIFEST).unlink(missing_ok=True)
        _remove_stale(out, [])
    there = _identity_of(out)
    differences = this.differences(there) if there else []
    if there and there.get("config") != this.config:
        differences += _changed_keys(out / CONFIG, config)
    if differences:
        raise UsageError(
            f"{out} belongs to another run: {'; '.join(differences)}. Write to another folder, or give --recompute"
        )


def _changed_keys(path: Path, config: Config) -> list[str]:
    """Name the keys in which the configuration of the folder differs from this one."""
    try:
        there = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    here = tomllib.loads(config.to_toml())
    return [
        f"{section}.{key} is {there.get(section, {}).get(key)!r} there, {value!r} here"
        for section, values in here.items()
        for key, value in values.items()
        if there.get(section, {}).get(key) != value
    ]


def _identity_of(out: Path) -> dict[str, str] | None:
    for path in (out / MANIFEST, *(commit_file(out, shard) for shard in shards(out))):
        if path.is_file():
            try:
                found: dict[str, str] = json.loads(path.read_bytes())["identity"]
            except (ValueError, KeyError, TypeError):
                raise UsageError(
                    f"{path} is damaged; --recompute redoes the run, labclaims validate says what else is"
                ) from None
            return found
    return None


def _unique(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Turn every later article of an id already seen into a rejection."""
    seen: set[str] = set()
    for outcome in outcomes:
        if isinstance(outcome, Article):
            if outcome.id in seen:
                detail = f"an earlier article has the id {outcome.id}"
                yield Rejection(outcome.where, "read", "duplicate_id", detail, article_id=outcome.id)
                continue
            seen.add(outcome.id)
        yield outcome


def _batches(outcomes: Iterable[Outcome], size: int) -> Iterator[list[Outcome]]:
    source = iter(outcomes)
    while batch := list(islice(source, size)):
        yield batch


def _shard(
    batch: list[Outcome], shard: str, out: Path, config: Config, extractor: Extractor, this: Identity
) -> tuple[Record, bool]:
    """Compute and commit a shard, or return the commit that is there if it is of the same input; and say which."""
    digest = _input_digest(batch)
    committed = _valid_commit(out, shard, digest, this)
    if committed:
        return committed, True
    extractions, rejections = _extract(batch, extractor)
    provenance = {"models": extractor.models, "labclaims": this.labclaims, "config": this.config}
    records: dict[str, list[Record]] = {
        "claims": [record for extraction in extractions for record in claim_records(extraction, provenance)],
        "articles": [article_record(extraction) for extraction in extractions],
        "texts": [text_record(extraction) for extraction in extractions] if config.output.texts else [],
        "rejects": [reject_record(rejection) for rejection in rejections],
    }
    files = {}
    for kind in KINDS:
        if kind == "texts" and not config.output.texts:
            continue
        path = shard_file(out, kind, shard)
        data = encode_jsonl(records[kind])
        data = compress(data) if path.suffix == ".zst" else data
        files[path.name] = {"sha256": write_atomic(path, data), "bytes": len(data), "records": len(records[kind])}
    commit = {
        "shard": shard,
        "identity": asdict(this),
        "input_sha256": digest,
        "files": files,
        "counts": _counts(batch, extractions, rejections),
    }
    write_atomic(commit_file(out, shard), _json(commit))
    return commit, False


def _extract(batch: list[Outcome], extractor: Extractor) -> tuple[list[Extraction], list[Rejection]]:
    """Extract a shard's articles together; should that fail, without those that fail on their own."""
    articles = [outcome for outcome in batch if isinstance(outcome, Article)]
    rejections = [outcome for outcome in batch if isinstance(outcome, Rejection)]
    try:
        return extractor.extract_batch(articles), rejections
    except Exception:
        _log.warning("a shard failed; its articles are tried one by one", exc_info=True)
    sound = []
    for article in articles:
        try:
            extractor.extract_batch([article])
            sound.append(article)
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"
            rejections.append(
                Rejection(article.where, "extract", "error", detail, kind="failed", article_id=article.id)
            )
    return extractor.extract_batch(sound), rejections


def _input_digest(batch: list[Outcome]) -> str:
    parts = []
    for outcome in batch:
        if isinstance(outcome, Article):
            parts.append(_json(asdict(replace(outcome, text=text_digest(outcome.text)))))
        else:
            parts.append(_json(asdict(outcome)))
    return sha256(b"".join(parts))


def _valid_commit(out: Path, shard: str, input_digest: str, this: Identity) -> Record | None:
    try:
        commit: Record = json.loads(commit_file(out, shard).read_bytes())
        same = commit["input_sha256"] == input_digest and commit["identity"] == asdict(this)
        same = same and not commit["counts"]["failed"]  # what failed is tried again
        whole = all(sha256((out / name).read_bytes()) == file["sha256"] for name, file in commit["files"].items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return commit if same and whole else None


def _counts(batch: list[Outcome], extractions: list[Extraction], rejections: list[Rejection]) -> Record:
    return {
        "inputs": len(batch),
        "articles": len(extractions),
        "claims": sum(len(extraction.claims) for extraction in extractions),
        "sentences": sum(len(extraction.sentences) for extraction in extractions),
        "chars": sum(len(extraction.article.text) for extraction in extractions),
        "dropped": dict(sorted(Counter(r.reason for r in rejections if r.kind == "dropped").items())),
        "failed": dict(sorted(Counter(r.reason for r in rejections if r.kind == "failed").items())),
    }


def _add(summary: Summary, counts: Record, reused: bool) -> Summary:
    return Summary(
        inputs=summary.inputs + counts["inputs"],
        articles=summary.articles + counts["articles"],
        claims=summary.claims + counts["claims"],
        sentences=summary.sentences + counts["sentences"],
        chars=summary.chars + counts["chars"],
        reused_shards=summary.reused_shards + reused,
        dropped=summary.dropped + Counter(counts["dropped"]),
        failed=summary.failed + Counter(counts["failed"]),
    )


def _remove_stale(out: Path, names: list[str]) -> None:
    """Remove the shards that this run did not name, and files that no commit names: what a killed run left, or texts of old."""
    for shard in set(shards(out)) - set(names):
        commit_file(out, shard).unlink()  # first, so that no reader takes what follows for whole
    committed = {name for shard in names for name in json.loads(commit_file(out, shard).read_bytes())["files"]}
    for path in record_files(out):
        if path.name not in committed:
            path.unlink()


def _write_manifest(out: Path, this: Identity, summary: Summary, names: list[str]) -> None:
    counts: dict[str, Any] = {
        key: value for key, value in asdict(summary).items() if key not in ("reused_shards", "dropped", "failed")
    }
    counts |= {"rejects": summary.rejects, "dropped": dict(summary.dropped), "failed": dict(summary.failed)}
    commits = {shard: sha256(commit_file(out, shard).read_bytes()) for shard in names}
    manifest = {"schema_version": this.schema_version, "identity": asdict(this), "counts": counts, "commits": commits}
    write_atomic(out / MANIFEST, _json(manifest))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False) + "\n").encode("utf-8")
