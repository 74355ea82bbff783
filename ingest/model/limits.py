"""How much a model may cost: seconds, tokens and tries; and what was spent."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from ontology.errors import ModelError
from ontology.settings import MODEL_SECONDS, MODEL_TIMEOUT, MODEL_TOKENS


@dataclass(frozen=True, slots=True)
class Limits:
    """`timeout` is for one answer, `seconds` and `tokens` are for one document, sent and written.

    After `tries` failures of one question, or a second question without an answer in a row, the
    server is not asked again.
    """

    timeout: float = 120.0
    seconds: float = 1800.0
    tokens: int = 200_000
    tries: int = 2
    first_wait: float = 1.0

    @classmethod
    def of_settings(cls) -> "Limits":
        """The limits that the environment sets. Raises SettingError."""
        return cls(MODEL_TIMEOUT.seconds(), MODEL_SECONDS.seconds(), int(MODEL_TOKENS.seconds()))


class Spending:
    """What the questions about one document cost."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits, self._clock = limits, clock
        self._started = clock()
        self.written = self.tokens = 0
        self.seconds = 0.0

    def check(self) -> None:
        """Raises ModelError if nothing is left."""
        if self._clock() - self._started > self.limits.seconds:
            raise ModelError(f"the limit of {self.limits.seconds:g} s for a document is reached")
        if self.tokens >= self.limits.tokens:
            raise ModelError(f"the limit of {self.limits.tokens} tokens for a document is reached")

    def add(self, tokens: int, written: int, seconds: float) -> None:
        """Enter the tokens of an answer, those written, and how long it took."""
        self.tokens += tokens
        self.written += written
        self.seconds += seconds

    @property
    def rate(self) -> float:
        """The tokens written a second.

        >>> spending = Spending(Limits())
        >>> spending.add(300, 60, 2.0)
        >>> spending.rate
        30.0
        """
        return self.written / self.seconds if self.seconds else 0.0
