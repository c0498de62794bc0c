"""The command line: one file per command, each of which parses, calls an ordinary function and prints."""

import os
import signal
import sys
from typing import NoReturn

import typer

from pipeline import __version__
from pipeline.cli import config, evaluate, link, run, schema, stages, stats, taxonomy, train, validate
from pipeline.cli.terminal import printable
from pipeline.errors import LabclaimsError

_INTERRUPTED = 130
_LIBRARIES = {
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}

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
app.command("link")(link.link_command)
app.command("train")(train.train_command)
app.command("evaluate")(evaluate.evaluate_command)
app.add_typer(config.app, name="config")


@app.callback(invoke_without_command=True)
def version(
    show: bool = typer.Option(False, "--version", help="Print the version and exit.", is_eager=True),
    debug: bool = typer.Option(False, "--debug", help="Show the traceback of an unexpected error."),
) -> None:
    if show:
        typer.echo(f"labclaims {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; errors that a person can act on are one line and an exit code."""
    # Read when the libraries are imported: nothing here may ask a hub for anything, and their progress bars would mix with ours.
    for name, value in _LIBRARIES.items():
        os.environ.setdefault(name, value)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the reader of our output (head, less) may have enough of it
    try:
        app()
    except LabclaimsError as error:
        _stop(str(error), error.exit_code)
    except OSError as error:
        _stop(f"{error}; the same command goes on once that is put right", 1)
    except SystemExit as stop:
        if stop.code == _INTERRUPTED:
            _stop("interrupted; the same command goes on from the last whole shard", _INTERRUPTED)
        raise
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        _stop(f"a bug: {type(error).__name__}: {error}; labclaims --debug … shows where", 70)


def _stop(message: str, code: int) -> NoReturn:
    typer.echo(printable(f"labclaims: {message}"), err=True)
    sys.exit(code)
