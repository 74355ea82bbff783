"""What those who ask over HTTP share."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after(header: str) -> float:
    """The seconds that a Retry-After header asks for (RFC 9110): a number, or a date."""
    if header.strip().isdecimal():
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return 0.0
    if when.tzinfo is None:  # "-0000": a time without a place
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
