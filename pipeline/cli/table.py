"""Print the claims of a run as a table, and where its files are: the end of ``make demo``.

python -m pipeline.cli.table OUT
"""

import shutil
import signal
import sys
import textwrap
from pathlib import Path

import typer

from pipeline.cli.terminal import printable
from pipeline.io import read_records
from pipeline.run.layout import shard_file, shards

_PER_ARTICLE = 4


def main(out: Path) -> None:
    """Show the first claims of every article, the surest topics first."""
    width = max(shutil.get_terminal_size((120, 24)).columns, 80) - 46
    shown: dict[str, int] = {}
    total = 0
    typer.echo(f"{'article':<22} {'topics':<22} claim")
    for shard in shards(out):
        for record in read_records(shard_file(out, "claims", shard)):
            total += 1
            title = record["article"]["title"] or record["article"]["id"]
            shown[title] = shown.get(title, 0) + 1
            if shown[title] <= _PER_ARTICLE:
                topics = ", ".join(topic["label"] for topic in record["topics"])
                typer.echo(f"{_cut(title, 22):<22} {_cut(topics, 22):<22} {_cut(record['text'], width)}")
    typer.echo(f"\n{total} claims, at most {_PER_ARTICLE} an article shown. Files of the run:")
    for path in sorted(out.iterdir()):
        if not path.name.startswith("."):
            typer.echo(f"  {path}")


def _cut(text: str, width: int) -> str:
    return textwrap.shorten(printable(text), width, placeholder=" …")


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the reader of the table may have enough of it
    main(Path(sys.argv[1]))
