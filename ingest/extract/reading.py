"""The plain data of extraction: a sentence taken apart, and a value with what it was joined to."""

from dataclasses import dataclass, field
from itertools import accumulate

from ingest.extract.mentions import Mention
from ingest.extract.numbers import Quantity
from ingest.extract.source import Sentence
from ingest.extract.tokens import Token


@dataclass(slots=True)
class Reading:
    """One quantity of one sentence with all that it was joined to, and by which rules."""

    sentence: Sentence
    quantity: Quantity
    endpoint: str | None = None
    phrase: str = ""
    """The words taken for the endpoint; of a proposed one they are all there is."""
    threshold: str | None = None
    grade: str | None = None
    time: str | None = None
    arm: str | None = None
    arm_terms: tuple[tuple[str, str], ...] = ()
    populations: tuple[str, ...] = ()
    study: str | None = None
    relation: str | None = None
    rules: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    confidence: float = 0.0


@dataclass(slots=True)
class Parsed:
    """A sentence with its tokens, quantities and mentions."""

    sentence: Sentence
    tokens: list[Token]
    quantities: list[Quantity]
    mentions: list[Mention]
    cores: frozenset[int] = frozenset()
    """The tokens that are the numbers of the quantities."""
    depths: tuple[int, ...] = ()
    """For each token, in how many brackets it stands."""

    def __post_init__(self) -> None:
        self.cores = frozenset(q.core for q in self.quantities)
        steps = ((t.norm in ("(", "[")) - (t.norm in (")", "]")) for t in self.tokens)
        self.depths = tuple(accumulate(steps))

    def of(self, *schemes: str) -> list[Mention]:
        return [m for m in self.mentions if m.scheme in schemes]
