"""Where the shipped configurations and models are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


def shipped(name: str) -> Path:
    """Return the path of a shipped file or folder such as ``configs/default.toml`` or ``models/claims``."""
    inside = _PACKAGE / "assets" / name
    return inside if inside.exists() else _CHECKOUT / name
