"""``labclaims train``"""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer


def train_command(
    config: Annotated[Path, typer.Option("--config", "-c", help="The training configuration.")] = Path(
        "configs/train.toml"
    ),
    out: Annotated[Path, typer.Option("-o", "--out", help="The model folder to write.")] = Path("models/claims"),
    taxonomy: Annotated[str, typer.Option(help="The taxonomy whose topics are learnt.")] = "taxonomy.toml",
    device: Annotated[Literal["auto", "cpu", "cuda"], typer.Option(help="Where to train.")] = "auto",
) -> None:
    """Fine-tune the claim model on the annotated corpus and write a model folder.

    A stopped training goes on from its last whole epoch. The folder is replaced only at the end.

    labclaims train -o models/claims
    """
    from pipeline.model.train import train

    def progress(line: str) -> None:
        # One line that moves on a terminal; in a log only what ends with a newline.
        if terminal:
            sys.stderr.write(f"\r\x1b[2K{line}")
        elif line.endswith("\n"):
            sys.stderr.write(line)
        sys.stderr.flush()

    terminal = sys.stderr.isatty()
    train(config, out, taxonomy, device=device, progress=progress)
