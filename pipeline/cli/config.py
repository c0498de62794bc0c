"""``labclaims config``"""

import typer

from pipeline.cli.options import ConfigFile, Overrides

app = typer.Typer(help="The configuration of a run.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep ``show`` a command of its own: Typer would fold a single one into the group."""


@app.command("show")
def show(config: ConfigFile = None, overrides: Overrides = None) -> None:
    """Print the filled configuration as TOML, with its fingerprint.

    labclaims config show --set claims.emit=all
    """
    from pipeline.config import load_config

    filled = load_config(config, overrides or ())
    typer.echo(f"# fingerprint {filled.fingerprint}\n{filled.to_toml()}", nl=False)
