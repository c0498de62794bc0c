"""Where the shipped configurations and models are: beside the package in a checkout, inside it in a wheel."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def named(name: str, folder: str) -> Path:
    """Return the path of what a configuration names: a path if there is a slash in it, else the shipped one of ``folder``.

    A bare name never looks into the current folder: what runs must not depend on where it is run.
    """
    return Path(name) if "/" in name or os.sep in name else shipped(f"{folder}/{name}")


def shipped(name: str) -> Path:
    """Return the path of a shipped file or folder such as ``configs/default.toml`` or ``models/claims``."""
    inside = _PACKAGE / "assets" / name
    return inside if inside.exists() else _CHECKOUT / name
