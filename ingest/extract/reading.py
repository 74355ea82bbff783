"""The plain data of extraction: a parsed sentence, and a value with its attributes."""

from dataclasses import dataclass, field
from itertools import accumulate

from ingest.extract.mentions import Mention
from ingest.extract.numbers import Quantity
from ingest.extract.source import Sentence
from ingest.extract.tokens import Token


@dataclass(slots=True)
class ValueReading:
    """A quantity of a sentence with the attributes attached to it, and the rule for each."""

    sentence: Sentence
    quantity: Quantity
    endpoint: str | None = None
    phrase: str = ""
    """The words that name the endpoint; a proposed endpoint has nothing else."""
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
class ParsedSentence:
    """A sentence with its tokens, quantities and mentions."""

    sentence: Sentence
    tokens: list[Token]
    quantities: list[Quantity]
    mentions: list[Mention]
    cores: frozenset[int] = frozenset()
    """The positions of the quantities' numbers."""
    depths: tuple[int, ...] = ()
    """The bracket depth of each token."""

    def __post_init__(self) -> None:
        self.cores = frozenset(q.core for q in self.quantities)
        steps = ((t.norm in ("(", "[")) - (t.norm in (")", "]")) for t in self.tokens)
        self.depths = tuple(accumulate(steps))

    def of(self, *schemes: str) -> list[Mention]:
        return [m for m in self.mentions if m.scheme in schemes]
