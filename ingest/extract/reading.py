"""The plain data of extraction: a parsed sentence, and a value with its attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from ingest.extract.calibration import FIELDS, confidence_of
from ingest.extract.rules import ABSENT, MAIN, NUMBER, Attachment, Field, Rule
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
    measured: Mapping[Field, float] = field(default_factory=dict)
    """The measured rates of that model, by field."""

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
    def comparator(self) -> str | None:
        """The arm that a ratio or difference is against."""
        return self._value("comparator")

    def terms_of(self, name: Field) -> tuple[tuple[str, str], ...]:
        """The terms of the vocabularies in the words of an attribute."""
        attachment = self.attachments.get(name)
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
        return tuple(name for scheme, name in self.terms_of("cohort") if scheme == "population")

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
        """The estimated probability that number, endpoint and study are all right.

        None if a model gave one of them and nobody measured how often it is right.
        """
        of = self.confidences
        if not {"number", "endpoint", "study"} <= of.keys():
            return None
        return round(of["number"] * of["endpoint"] * of["study"], 2)

    @property
    def confidences(self) -> dict[Field, float]:
        """The estimated probability that each field is right, what has no attachment included.

        Of what a model gave it is known only where somebody measured it.
        """
        made: dict[Field, Rule] = {"number": NUMBER, "study": MAIN, **ABSENT}
        made |= {name: one.rule for name, one in self.attachments.items()}
        of = {field: self._rate(field, made[field]) for field in FIELDS if field in made}
        none: dict[Field, float] = {} if "endpoint" in made else {"endpoint": 0.0}
        return {**none, **{field: rate for field, rate in of.items() if rate is not None}}

    def _rate(self, field: Field, rule: Rule) -> float | None:
        return self.measured.get(field) if rule.by_model else confidence_of(rule)


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
