"""The rhetorical role, the modality and the stance of a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.extract import cues
from ingest.extract.comparisons import relation
from ingest.extract.reading import ParsedSentence, ValueReading
from ontology.model import Modality, Role

_SECTIONS: tuple[tuple[str, Role], ...] = (
    ("conclusion", "conclusion"), ("interpretation", "conclusion"), ("method", "method"),
    ("patients", "method"), ("design", "method"), ("participants", "method"),
    ("criteria", "method"), ("result", "result"),
    ("finding", "result"), ("background", "background"), ("introduction", "background"),
    ("objective", "background"), ("purpose", "background"), ("aim", "background"),
)  # fmt: skip
LEAST_WORDS = 3
"""A sentence of fewer words is a fragment: a raised citation, `(Table 2).`"""

_NEAR_OPENING = 4
"""An inference stands within so many words of its sentence's beginning, or it is about itself."""


@dataclass(frozen=True, slots=True)
class StatementRule:
    """A rule that decides what a sentence does in a document."""

    decides: Literal["role", "modality", "conclusion"]
    name: str
    why: str

    def by(self, cue: str | None = None) -> "Decision":
        """The decision of this rule, by a cue if it needed one."""
        return Decision(self, cue)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: the rule, and the cue that it found."""

    rule: StatementRule
    cue: str | None = None

    def __str__(self) -> str:
        return self.rule.name if self.cue is None else f"{self.rule.name} {self.cue!r}"


QUESTION = StatementRule("modality", "question-mark", "it ends in a question mark")
PROPOSED = StatementRule("modality", "cue", "it says what ought to be done")
HEDGED = StatementRule("modality", "hedge", "it says how sure its authors are")
ASSERTED = StatementRule("modality", "no cue", "nothing makes it less than an assertion")
RECOMMENDS = StatementRule("role", "recommendation by cue", "it says what ought to be done")
CONCLUDES = StatementRule("role", "cue", "it opens with words that sum up")
SECTION = StatementRule("role", "section", "it stands in a section of that kind")
MEASURES = StatementRule("role", "it gives a value", "a sentence with a value tells a result")
METHOD = StatementRule("role", "method cue", "it tells how a study was done")
COMPARES = StatementRule(
    "role", "it compares an endpoint and cites", "a comparison with a source tells a result"
)
BACKGROUND = StatementRule("role", "background cue", "it tells what was known before")
PLAIN = StatementRule("role", "no other cue", "what nothing else marks is a claim")


@dataclass(frozen=True, slots=True)
class ClassifiedSentence:
    """A sentence with its role, modality and stance, and the decision for each."""

    parsed: ParsedSentence
    readings: tuple[ValueReading, ...]
    role: Role
    modality: Modality
    stance: int
    """Negative if it speaks against its subject, positive if for it."""
    decisions: tuple[Decision, ...] = ()
    relation: str | None = None
    wording: tuple[str, ...] = ()
    concludes: bool = False
    """Whether the document argues for it (`ingest.extract.conclusions`)."""
    flat: str = field(default="", repr=False)
    """Its words in the form that cues are looked for in."""

    @property
    def name(self) -> str:
        """The id of its anchor in a draft: `s`, paragraph and sentence."""
        sentence = self.parsed.sentence
        return f"s{sentence.paragraph}.{sentence.sentence}"

    @property
    def paragraph(self) -> int:
        return self.parsed.sentence.paragraph

    @property
    def rules(self) -> dict[str, str]:
        """The decision for each thing that was decided, in words."""
        return {decision.rule.decides: str(decision) for decision in self.decisions}

    @property
    def measures(self) -> bool:
        """Whether it gives a value."""
        return any(r.quantity.value or r.quantity.numerator for r in self.readings)

    @property
    def says_nothing(self) -> bool:
        """Whether it is a fragment, or about the paper: thanks, funding, interests."""
        words = sum(t.kind == "word" for t in self.parsed.tokens)
        return words < LEAST_WORDS or cues.within(self.flat, "asides") is not None

    @property
    def entities(self) -> frozenset[tuple[str, str]]:
        """The concepts that it mentions, as scheme and name."""
        kinds = ("endpoint", "study", "drug", "regimen", "population", "phase")
        return frozenset((m.scheme, m.name) for m in self.parsed.of(*kinds)) | frozenset(
            ("endpoint", r.endpoint) for r in self.readings if r.endpoint
        )


def statement(parsed: ParsedSentence, readings: Sequence[ValueReading]) -> ClassifiedSentence:
    """Classify one sentence."""
    words = [t.text.lower() for t in parsed.tokens]
    flat = cues.spaced(words)
    modality, by = _modality(flat, parsed.sentence.text)
    role, because = _role(flat, parsed, readings, modality, by)
    stance = sum((w in cues.words("favour")) - (w in cues.words("against")) for w in words)
    compared = relation(parsed.tokens)
    hedges = _all(flat, "hedges") if modality == "hedged" else ()
    notices = _all(flat, "notices") if parsed.sentence.pointers else ()
    return ClassifiedSentence(
        parsed, tuple(readings), role, modality, stance, (by, because),
        compared[0] if compared else None, hedges + notices, flat=flat,
    )  # fmt: skip


def _all(flat: str, name: str) -> tuple[str, ...]:
    return tuple(cue for cue in cues.phrases(name) if f" {cue} " in flat)


def _modality(flat: str, text: str) -> tuple[Modality, Decision]:
    if text.rstrip(" ”\"'’)").endswith("?"):
        return "question", QUESTION.by()
    if (cue := proposal(flat)) is not None:
        return "proposal", PROPOSED.by(cue)
    if (cue := cues.within(flat, "hedges")) is not None:
        return "hedged", HEDGED.by(cue)
    return "asserted", ASSERTED.by()


def proposal(flat: str) -> str | None:
    """The cue of a proposal that nothing before it denies or only asks about.

    >>> proposal(" drug a should be given ")
    'should'
    >>> proposal(" there is no evidence that drug a should be given ")
    """
    return cues.undenied(flat, "proposal", "unproposed")


def _role(
    flat: str,
    parsed: ParsedSentence,
    readings: Sequence[ValueReading],
    modality: Modality,
    by: Decision,
) -> tuple[Role, Decision]:
    section = parsed.sentence.section.lower()
    at = next((role for word, role in _SECTIONS if word in section), None)
    measured = any(r.quantity.value or r.quantity.numerator for r in readings)
    if at in (None, "conclusion"):
        if modality == "proposal":
            return "recommendation", RECOMMENDS.by(by.cue)
        if not measured and (cue := sums_up(flat)) is not None:
            return "conclusion", CONCLUDES.by(cue)
    if at is not None:
        return at, SECTION.by(parsed.sentence.section)
    if measured:
        return "result", MEASURES.by()
    if (cue := cues.within(flat, "method")) is not None:
        return "method", METHOD.by(cue)
    if parsed.sentence.pointers and any(r.relation for r in readings):
        return "result", COMPARES.by()
    if (cue := cues.within(flat, "background")) is not None:
        return "background", BACKGROUND.by(cue)
    return "claim", PLAIN.by()


def sums_up(flat: str) -> str | None:
    """The words that a sentence opens with if it sums up: the results must be its subject.

    >>> sums_up(" our findings suggest a benefit ")
    'our findings'
    >>> sums_up(" doe and roe also confirm our findings ")
    """
    if (cue := cues.opening(flat, "summing_up")) is not None:
        return cue
    subject = cues.opening(flat, "results_as_subject")
    return subject if subject and cues.within(flat, "saying") else None


def draws_on(statement: ClassifiedSentence) -> str | None:
    """The word of inference by which a statement draws on what stands before it.

    A `therefore` after a comma or an `and` draws on its own sentence's first half.
    """
    if (cue := cues.opening(statement.flat, "inference")) is not None:
        return cue
    start = statement.flat.split()[:_NEAR_OPENING]
    inner = next((w for w in start if w in ("therefore", "thus", "hence")), None)
    return None if inner is None or {",", ";", "and"} & set(start) else inner
