"""Count what a run found."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.io import read_records
from pipeline.run.layout import MANIFEST, shard_file, shards

_MOST_COMMON = 20


def stats(out: Path) -> dict[str, Any]:
    """Return counts of articles, claims, topics, labs, people, speakers, and rejects by reason. Raises InputError."""
    if not (out / MANIFEST).is_file():
        raise InputError(f"{out} holds no {MANIFEST}: it is no output folder, or its run did not finish")
    manifest = json.loads((out / MANIFEST).read_bytes())
    counters: dict[str, Counter[str]] = {
        key: Counter() for key in ("topics", "modality", "labs", "people", "speakers", "sources")
    }
    with_claims = 0
    for shard in shards(out):
        for record in read_records(shard_file(out, "articles", shard)):
            with_claims += record["claims"] > 0
            counters["sources"][record["source"] or "(none)"] += record["claims"]
        for record in read_records(shard_file(out, "claims", shard)):
            _count_claim(record, counters)
    return {
        "counts": {**manifest["counts"], "articles_with_claims": with_claims},
        **{
            key: dict(counter.most_common(None if key in ("topics", "modality") else _MOST_COMMON))
            for key, counter in counters.items()
        },
        "identity": manifest["identity"],
    }


def _count_claim(record: dict[str, Any], counters: dict[str, Counter[str]]) -> None:
    counters["topics"].update(topic["label"] for topic in record["topics"])
    counters["modality"][record["modality"]["label"]] += 1
    # A lab counts once a claim, however often it is named there.
    counters["labs"].update({mention["name"] for mention in record["mentions"] if mention["type"] == "LAB"})
    counters["people"].update({mention["name"] for mention in record["mentions"] if mention["type"] == "PERSON"})
    counters["speakers"].update(record["attribution"]["speakers"])
