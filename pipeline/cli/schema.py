"""``labclaims schema``"""

import json

import typer

from pipeline.cli.options import AsJson


def schema_command(as_json: AsJson = False) -> None:
    """Print the fields of each kind of record, or their JSON Schemas.

    labclaims schema --json > labclaims.schema.json
    """
    from pipeline.schema import SCHEMAS

    if as_json:
        typer.echo(json.dumps(SCHEMAS, indent=1))
        return
    for name, schema in SCHEMAS.items():
        typer.echo(f"{name}-*.jsonl: {', '.join(schema['properties'])}")
