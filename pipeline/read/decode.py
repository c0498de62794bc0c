"""Bytes to text: the one place where an encoding is decided."""

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x1b\x85")


class DecodeError(ValueError):
    """Bytes that are no text; ``reason`` is the short code of the reject record."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def decode(data: bytes, encoding: str) -> str:
    """Decode by byte-order mark, else as ``encoding``. Raises DecodeError: ``empty``, ``binary`` or ``encoding``."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), encoding)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if _looks_binary(data.decode("latin-1")):
            raise DecodeError("binary", "not a text file") from None
        bad = data[error.start : error.start + 1].hex()
        raise DecodeError(
            "encoding",
            f"byte 0x{bad} at offset {error.start} is not {encoding}; "
            "if the file is in another encoding, say so: --set input.encoding=cp1252",
        ) from None
    if _looks_binary(text):
        raise DecodeError("binary", "not a text file")
    if not text.strip():
        raise DecodeError("empty", "no text in it")
    return text


def _looks_binary(text: str) -> bool:
    sample = text[:65536]
    controls = sum(1 for char in sample if char < " " and char not in _ALLOWED_CONTROLS)
    return "\0" in sample or controls > len(sample) / 50
