"""``labclaims validate``"""

import typer

from pipeline.cli.options import RunFolder


def validate_command(out: RunFolder) -> None:
    """Check every record against the schema, every offset against the text, every file against its commit.

    labclaims validate out/news
    """
    from pipeline.run.validate import validate

    faults = 0
    for fault in validate(out):
        typer.echo(fault)
        faults += 1
    typer.echo(f"{faults} faults" if faults else "nothing wrong", err=True)
    if faults:
        raise typer.Exit(1)
