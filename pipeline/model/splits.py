"""Check annotated articles and write the three splits of the corpus as JSONL.

python -m pipeline.model.splits check FILE…     say what breaks the format; write nothing
python -m pipeline.model.splits stats [DIR]     counts per label of the files under DIR
python -m pipeline.model.splits                 check all, then write corpora/{train,dev,gold}/articles.jsonl
"""

import collections
import hashlib
import json
import pathlib
import sys
from typing import Any

import typer

from pipeline.model.annotated import AnnotationError, parse_article
from pipeline.taxonomy import load_taxonomy

_CORPORA = pathlib.Path("corpora")
# Shares of the splits, by a hash of the article's id: an article never changes its split when others are added.
GOLD_SHARE, DEV_SHARE = 0.16, 0.12


def split_of(article_id: str) -> str:
    point = int(hashlib.sha256(article_id.encode()).hexdigest()[:8], 16) / 2**32
    return "gold" if point < GOLD_SHARE else "dev" if point < GOLD_SHARE + DEV_SHARE else "train"


def read(paths: list[pathlib.Path]) -> tuple[list[dict[str, Any]], list[str]]:
    taxonomy = load_taxonomy()
    articles, errors = [], []
    for path in paths:
        try:
            article = parse_article(path.read_text(encoding="utf-8"), taxonomy)
            if article["id"] != path.stem:
                raise AnnotationError(f"id {article['id']!r} is not the file's name")
            articles.append(article)
        except (AnnotationError, UnicodeDecodeError) as error:
            errors.append(f"{path}: {error}")
    return articles, errors


def stats(articles: list[dict[str, Any]]) -> dict[str, int]:
    counts: collections.Counter[str] = collections.Counter()
    for article in articles:
        counts["articles"] += 1
        for sentence in article["sentences"]:
            counts["sentences"] += 1
            counts["claims"] += sentence["claim"]
            counts[f"modality:{sentence['modality']}"] += 1
            counts["speakers"] += sentence["speaker"] is not None
            counts["contrasts"] += sentence["contrast"] is not None
            for topic in sentence["topics"]:
                counts[f"topic:{topic}"] += 1
            for key in ("people", "labs", "moves", "amounts"):
                counts[key] += len(sentence[key])
    return dict(sorted(counts.items()))


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else "build"
    given = [pathlib.Path(argument) for argument in arguments[1:]] or [_CORPORA / "articles"]
    paths = sorted(file for path in given for file in (path.rglob("*.txt") if path.is_dir() else [path]))
    articles, errors = read(paths)
    for error in errors:
        typer.echo(error, err=True)
    if command in ("check", "stats") or errors:
        typer.echo(
            json.dumps(stats(articles), indent=1)
            if command == "stats"
            else f"{len(articles)} articles fine, {len(errors)} with errors"
        )
        return 1 if errors else 0
    for split in ("train", "dev", "gold"):
        (_CORPORA / split).mkdir(exist_ok=True)
        chosen = [article for article in articles if split_of(article["id"]) == split]
        lines = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in chosen)
        (_CORPORA / split / "articles.jsonl").write_text(lines, encoding="utf-8")
        typer.echo(f"{split}: {len(chosen)} articles, {sum(len(a['sentences']) for a in chosen)} sentences")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
