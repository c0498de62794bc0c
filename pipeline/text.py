"""What must hold of every text before it is stored."""


def mend_surrogates(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates, which no UTF-8 file can hold, by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
