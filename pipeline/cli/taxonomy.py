"""``labclaims taxonomy``"""

from typing import Annotated

import typer


def taxonomy_command(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="A taxonomy file; without it the shipped one.")
    ] = "taxonomy.toml",
) -> None:
    """Print the topics a claim can carry and the axes it can contrast them on."""
    from pipeline.taxonomy import load_taxonomy

    taxonomy = load_taxonomy(file)
    for topic in taxonomy.topics:
        typer.echo(f"{topic.id:<18} {topic.group:<9} {topic.description}")
    for axis in taxonomy.axes:
        typer.echo(f"{axis.id:<18} axis      {' / '.join(axis.sides)}")
