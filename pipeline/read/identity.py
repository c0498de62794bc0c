"""Identity and dates of an article."""

import email.utils
import hashlib
import re
from datetime import date, datetime


def article_id(url: str | None, text: str) -> str:
    """Return the id of an article that was given none: a hash of its address and text."""
    digest = hashlib.sha256(f"{url or ''}\n{text}".encode()).hexdigest()
    return f"a_{digest[:16]}"


def iso_date(value: str) -> str | None:
    """Return an ISO 8601 date or time as it is, a date of a mail header as ISO 8601, anything else as None."""
    value = value.strip()
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            parse(value)
        except ValueError:
            continue
        return value if re.match(r"\d{4}-\d\d-\d\d", value, re.ASCII) else parse(value).isoformat()
    try:
        return email.utils.parsedate_to_datetime(value).isoformat()
    except (ValueError, OverflowError):
        return None
