"""``labclaims stats``"""

import json
from typing import Any

import typer

from pipeline.cli.options import AsJson, RunFolder


def stats_command(out: RunFolder, as_json: AsJson = False) -> None:
    """Count articles, claims, topics, labs, people and speakers, and the rejects by reason.

    labclaims stats out/news --json
    """
    from pipeline.run.stats import stats

    found = stats(out)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for section, values in found.items():
        typer.echo(section)
        for key, value in values.items():
            typer.echo(f"  {key:<28} {_shown(value)}")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {count:,}" for key, count in value.items()) or "0"
    return f"{value:,}" if isinstance(value, int) else str(value)
