"""``labclaims evaluate``"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.options import AsJson


def evaluate_command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated articles, JSONL (corpora/README.md).")],
    model: Annotated[str, typer.Option(help="A claim model: a folder, or the name of a shipped one.")] = "claims",
    ner: Annotated[str, typer.Option(help="A NER pipeline: a folder, or the name of a shipped one.")] = "ner",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the report there, as JSON.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the pipeline on annotated articles: precision, recall, F1 with 95% intervals, calibration, per genre and article.

    labclaims evaluate corpora/gold/articles.jsonl -o report.json
    """
    from pipeline.config import load_config
    from pipeline.errors import UsageError
    from pipeline.io import write_atomic
    from pipeline.model.evaluate import read_gold

    if out is not None and not out.parent.is_dir():
        raise UsageError(f"no folder {out.parent} to write the report to")
    read_gold(gold)  # before the models are loaded: a wrong file is said at once

    from pipeline.extract.extractor import Extractor
    from pipeline.model.evaluate import evaluate

    config = load_config(None, ["claims.emit=all", f"claims.model={model}", f"ner.model={ner}"])
    report = evaluate(gold, Extractor.load(config))
    if out is not None:
        write_atomic(out, (json.dumps(report, indent=1) + "\n").encode())
    typer.echo(json.dumps(report, indent=1) if as_json else _table(report))


def _table(report: dict[str, Any]) -> str:
    lines = [f"{'label':<18} precision  recall  F1     95%          n     ECE"]
    for label, row in report["labels"].items():
        ece = f"{row['ece']:.3f}" if row["ece"] is not None else ""
        interval = f"{row['low']:.3f}-{row['high']:.3f}"
        lines.append(
            f"{label:<18} {row['precision']:.3f}      {row['recall']:.3f}   {row['f1']:.3f}  {interval}  {row['n']:<5} {ece}"
        )
    lines.append(
        f"core topics macro-F1 {report['core_macro_f1']:.3f}   all topics macro-F1 {report['all_macro_f1']:.3f}"
    )
    for genre, row in report["genres"].items():
        lines.append(
            f"{genre:<12} {row['articles']:>3} articles  claim F1 {_figure(row['claim_f1'])}"
            f"  non-claim F1 {_figure(row['nonclaim_f1'])}"
            f"  topics macro-F1 {_figure(row['topics_macro_f1'])} over {row['topics_shown']}"
        )
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
