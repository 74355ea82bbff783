"""The plain data of extraction: a parsed sentence, and a value with its attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from ingest.extract.calibration import confidence_of
from ingest.extract.rules import Attachment, Field
from ingest.extract.source import Sentence
from ingest.language.mention import Mention
from ingest.language.numbers import Quantity
from ingest.language.tokens import Token


@dataclass(frozen=True, slots=True)
class ValueReading:
    """A quantity of a sentence with one attachment for each attribute that was decided."""

    sentence: Sentence
    quantity: Quantity
    attachments: Mapping[Field, Attachment] = field(default_factory=dict)
    relation: str | None = None
    read_by: str = ""
    """The model that read it too, if one did."""
    measured: float | None = None
    """The measured rate of that model, if the endpoint is its own."""

    def _value(self, name: Field) -> str | None:
        attachment = self.attachments.get(name)
        return attachment.value if attachment is not None else None

    @property
    def endpoint(self) -> str | None:
        return self._value("endpoint")

    @property
    def phrase(self) -> str:
        """The words that name the endpoint; one outside the vocabulary has nothing else."""
        attachment = self.attachments.get("endpoint")
        return attachment.text if attachment is not None else ""

    @property
    def threshold(self) -> str | None:
        attachment = self.attachments.get("endpoint")
        return attachment.threshold if attachment is not None else None

    @property
    def arm(self) -> str | None:
        return self._value("arm")

    @property
    def arm_terms(self) -> tuple[tuple[str, str], ...]:
        attachment = self.attachments.get("arm")
        return attachment.terms if attachment is not None else ()

    @property
    def time(self) -> str | None:
        return self._value("time")

    @property
    def grade(self) -> str | None:
        return self._value("grade")

    @property
    def study(self) -> str | None:
        return self._value("study")

    @property
    def cohort(self) -> str | None:
        return self._value("cohort")

    @property
    def populations(self) -> tuple[str, ...]:
        attachment = self.attachments.get("cohort")
        terms = attachment.terms if attachment is not None else ()
        return tuple(name for scheme, name in terms if scheme == "population")

    @property
    def rules(self) -> dict[str, str]:
        """The name of the rule for each attribute."""
        return {name: attachment.how for name, attachment in self.attachments.items()}

    @property
    def doubts(self) -> list[str]:
        """What is doubtful about the number and its attributes, each once."""
        of_attributes = (a.doubt for a in self.attachments.values() if a.doubt)
        return list(dict.fromkeys([*self.quantity.doubts, *of_attributes]))

    @property
    def confidence(self) -> float | None:
        """The estimated probability that the endpoint is right; None if nobody measured it."""
        endpoint = self.attachments.get("endpoint")
        if endpoint is not None and endpoint.rule.by_model:
            return self.measured
        return confidence_of(endpoint.rule) if endpoint is not None else 0.0

    @property
    def confidences(self) -> dict[str, float]:
        """The estimated probability that each attribute is right."""
        return {name: confidence_of(one.rule) for name, one in self.attachments.items()}


@dataclass(frozen=True)
class ParsedSentence:
    """A sentence with its tokens, quantities and mentions."""

    sentence: Sentence
    tokens: list[Token]
    quantities: list[Quantity]
    mentions: list[Mention]

    @cached_property
    def cores(self) -> frozenset[int]:
        """The positions of the quantities' numbers."""
        return frozenset(q.core for q in self.quantities)

    @cached_property
    def depths(self) -> tuple[int, ...]:
        """The bracket depth of each token."""
        steps = ((t.norm in ("(", "[")) - (t.norm in (")", "]")) for t in self.tokens)
        return tuple(accumulate(steps))

    def of(self, *schemes: str) -> list[Mention]:
        return [m for m in self.mentions if m.scheme in schemes]


def places(mentions: Iterable[Mention]) -> frozenset[int]:
    """The tokens of mentions."""
    return frozenset(k for m in mentions for k in range(m.first, m.last + 1))
