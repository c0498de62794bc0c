"""``labclaims validate``"""

import typer

from pipeline.cli.options import RunFolder
from pipeline.cli.terminal import printable


def validate_command(out: RunFolder) -> None:
    """Check every record against the schema, every offset against the text, every file against its commit.

    labclaims validate out/news
    """
    from pipeline.run.validate import has_texts, validate

    faults = 0
    for fault in validate(out):
        typer.echo(printable(fault))
        faults += 1
    if not has_texts(out):
        typer.echo("offsets were not checked: the run kept no texts (output.texts=false)", err=True)
    typer.echo(f"{faults} faults" if faults else "nothing wrong", err=True)
    if faults:
        raise typer.Exit(1)
