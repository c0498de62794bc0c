"""labclaims: news about AI labs in, claims out.

from pipeline import Extractor
for claim in Extractor.load().extract(text): ...
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.extract.extractor import Extractor

__all__ = ["Extractor", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Loaded on first use: torch and spaCy take seconds to import, and most commands need neither.
    if name == "Extractor":
        return import_module("pipeline.extract.extractor").Extractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
