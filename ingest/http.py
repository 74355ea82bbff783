"""Retries of HTTP requests."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenacity import RetryCallState, Retrying


_log = logging.getLogger(__name__)


class TryAgainError(Exception):
    """A request that may succeed if it is sent again, `seconds` from now."""

    def __init__(self, message: str, seconds: float = 0.0) -> None:
        super().__init__(message)
        self.seconds = seconds


def retrying(
    tries: int,
    first_wait: float,
    longest_wait: float,
    sleep: Callable[[float], None] = time.sleep,
    log: logging.Logger = _log,
) -> "Retrying":
    """Calls a function again after a TryAgainError; after the last of `tries` it is raised.

    Each failure goes to `log`. It waits twice as long each time with some chance in it, or as long
    as the server asks, in seconds.
    """
    from tenacity import (
        Retrying,
        retry_if_exception_type,
        stop_after_attempt,
        wait_exponential_jitter,
    )

    wait = wait_exponential_jitter(multiplier=first_wait, max=longest_wait, jitter=first_wait)

    def seconds(state: "RetryCallState") -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.seconds if isinstance(error, TryAgainError) else 0.0
        return min(max(wait(state), asked), longest_wait)

    def tell(state: "RetryCallState") -> None:
        error = state.outcome.exception() if state.outcome else None
        pause = state.next_action.sleep if state.next_action else 0.0
        log.warning("try %d of %d: %s; again in %.1f s", state.attempt_number, tries, error, pause)

    return Retrying(
        retry=retry_if_exception_type(TryAgainError),
        stop=stop_after_attempt(tries),
        wait=seconds,
        sleep=sleep,
        before_sleep=tell,
        reraise=True,
    )


def retry_after(header: str) -> float:
    """The delay in seconds of a Retry-After header (RFC 9110): a number, or a date.

    >>> retry_after("30"), retry_after("soon")
    (30.0, 0.0)
    """
    if header.strip().isdecimal():
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return 0.0
    if when.tzinfo is None:  # "-0000": a time without a place
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
