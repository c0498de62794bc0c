"""``labclaims run``"""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli.options import ConfigFile, Overrides


def run_command(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for JSONL on standard input.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to write to.")],
    config: ConfigFile = None,
    overrides: Overrides = None,
    device: Annotated[Literal["auto", "cpu", "cuda"], typer.Option(help="Where the claim model runs.")] = "auto",
    recompute: Annotated[
        bool, typer.Option("--recompute", help="Redo a folder that belongs to another configuration, code or model.")
    ] = False,
) -> None:
    """Read articles and write their claims.

    Reads .txt, .md, .html and .jsonl, each also .gz. A row of .jsonl has text (or html), and may have id, url, title,
    published, source; anything else is kept under extra. Every article ends in articles-*.jsonl or, with a reason, in
    rejects-*.jsonl. The same command again goes on where the last one stopped.

    labclaims run news/ -o out/news

    labclaims run articles.jsonl.gz -o out/a --set claims.emit=all

    cat a.jsonl | labclaims run - -o out/a
    """
    from pipeline.config import load_config
    from pipeline.errors import UsageError
    from pipeline.read import read_inputs

    for given in inputs:
        if Path(given).is_dir() and out.resolve().is_relative_to(Path(given).resolve()):
            raise UsageError(f"{out} lies in the input {given}: its records would be read as articles; write elsewhere")
    filled = load_config(config, overrides or ())
    outcomes = read_inputs(inputs, filled.input)  # before the models are loaded: a wrong path is said at once

    from pipeline.cli.progress import Progress
    from pipeline.extract.extractor import Extractor
    from pipeline.run.local import run

    progress = Progress(sys.stderr)
    extractor = Extractor.load(filled, device=device)
    summary = run(progress.watch(outcomes), out, filled, extractor, recompute=recompute, report=progress.show)
    progress.finish(summary, out)
    if summary.failed:
        raise typer.Exit(1)
    if not summary.articles:
        typer.echo("labclaims: no article could be read", err=True)
        raise typer.Exit(3)
