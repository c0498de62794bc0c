"""The command line: one file per command, each of which parses, calls an ordinary function and prints."""

import os
import sys

import typer

from pipeline import __version__
from pipeline.cli import config, evaluate, run, schema, stages, stats, taxonomy, train, validate
from pipeline.errors import LabclaimsError

app = typer.Typer(
    name="labclaims",
    help="Reads news about AI labs and writes claims that can be queried, cited and trusted.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
app.command("run")(run.run_command)
app.command("validate")(validate.validate_command)
app.command("stats")(stats.stats_command)
app.command("schema")(schema.schema_command)
app.command("taxonomy")(taxonomy.taxonomy_command)
app.command("stages")(stages.stages_command)
app.command("train")(train.train_command)
app.command("evaluate")(evaluate.evaluate_command)
app.add_typer(config.app, name="config")


@app.callback(invoke_without_command=True)
def version(
    ctx: typer.Context, show: bool = typer.Option(False, "--version", help="Print the version and exit.", is_eager=True)
) -> None:
    if show:
        typer.echo(f"labclaims {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; errors that a person can act on are one line and an exit code."""
    # Set before any library of Hugging Face is imported: nothing here may ask a hub for anything.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_DATASETS_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Their progress bars would mix with ours, and stand in logs.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")
    try:
        app()
    except LabclaimsError as error:
        typer.echo(f"labclaims: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("labclaims: interrupted; the same command goes on from the last whole shard", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output (head, less) has enough. Point stdout elsewhere, or its flush at exit would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
