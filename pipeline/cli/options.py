"""Options and arguments that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ConfigFile = Annotated[
    Path | None, typer.Option("--config", "-c", help="A TOML file that names what it changes of configs/default.toml.")
]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", help="Set one key: --set claims.emit=all. May be given again.")
]
RunFolder = Annotated[Path, typer.Argument(metavar="OUT", help="The folder a run wrote.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
