"""The rhetorical role, the modality and the stance of a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.extract.comparisons import relation
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.language.tokens import wordset
from ontology.model import Modality, Role

_PROPOSAL = (
    "should", "must", "need to", "needs to", "ought to", "we recommend", "is recommended",
    "are recommended", "it is time", "imperative", "is warranted", "are warranted", "are needed",
    "is needed", "requires exploration", "we propose", "we suggest that", "has to", "have to",
    "path forward", "way forward", "we urge", "we call for",
)  # fmt: skip
_HEDGES = (
    "may", "might", "could", "would", "can be", "appear", "appears", "appeared", "seem", "seems",
    "seemed", "suggest", "suggests", "suggested", "suggesting", "possible", "possibly", "potential",
    "potentially", "likely", "unlikely", "probably", "perhaps", "presumably", "it is conceivable",
    "indicating", "implicitly", "to some extent", "indicate", "indicates",
)  # fmt: skip
_CONCLUSION = (
    "in conclusion", "to conclude", "we conclude", "in summary", "to summarise", "to summarize",
    "taken together", "overall ,", "therefore ,", "these findings", "these results", "these data",
    "our findings", "our results", "our data", "this study shows", "this trial shows",
)  # fmt: skip
_METHOD = (
    "were randomised", "were randomized", "was randomised", "was randomized", "randomly assigned",
    "were eligible", "eligibility", "was defined as", "were defined as", "primary endpoint",
    "primary end point", "primary outcome", "secondary endpoint", "secondary outcome", "we used",
    "was assessed", "were assessed", "was measured", "were measured", "was calculated",
    "were calculated",
    "was estimated", "were estimated", "intention to treat", "sample size", "inclusion criteria",
    "exclusion criteria", "we enrolled", "were enrolled", "statistical analysis", "was used to",
    "were used to", "kaplan meier", "cox regression", "informed consent", "open label", "aged",
    "we analysed", "we analyzed", "log rank",
)  # fmt: skip
_BACKGROUND = (
    "is a common", "is the most", "is known", "are known", "it is known", "has been shown",
    "have been shown", "previous studies", "previous trials", "earlier studies", "remains unclear",
    "is unclear", "little is known", "extensive literature", "it is well established", "landmark",
    "we read with interest", "historically", "in recent years", "gold standard", "the aim",
    "aimed to", "the purpose", "objective", "established", "unequivocal role",
)  # fmt: skip
_NOTICES = (
    "retracted", "retraction", "partially retracted", "expression of concern",
    "expressions of concern", "erratum", "errata", "corrigendum", "reinstated",
)  # fmt: skip
"""Words by which a sentence tells what became of a work that it cites."""
_AGAINST = wordset(
    "unacceptable unacceptably toxic toxicity fatal lethal harm dismal poor poorly troubling "
    "concerning concern concerns insufficient insufficiently inferior worse failure failed "
    "unsustainable lack deficit shortcoming shortcomings imbalance disappointing "
    "disappointingly catastrophic ineffective excess burden undermining fraught inadequate "
    "alarming harmful"
)
_FOR = wordset(
    "benefit benefits beneficial effective superior superiority improved improve improves "
    "safe tolerable promising favourable favorable successful successfully encouraging better "
    "advantage efficacious well-tolerated durable"
)
_SECTIONS: tuple[tuple[str, Role], ...] = (
    ("conclusion", "conclusion"), ("interpretation", "conclusion"), ("method", "method"),
    ("patients", "method"), ("design", "method"), ("participants", "method"), ("result", "result"),
    ("finding", "result"), ("background", "background"), ("introduction", "background"),
    ("objective", "background"), ("purpose", "background"), ("aim", "background"),
)  # fmt: skip


@dataclass(slots=True)
class ClassifiedSentence:
    """A sentence with its role, modality and stance, and the cues for each."""

    parsed: ParsedSentence
    readings: list[ValueReading]
    role: Role
    modality: Modality
    stance: int
    """Negative if it speaks against its subject, positive if for it."""
    rules: dict[str, str] = field(default_factory=dict)
    relation: str | None = None
    wording: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The id of its anchor in a draft: `s`, paragraph and sentence."""
        sentence = self.parsed.sentence
        return f"s{sentence.paragraph}.{sentence.sentence}"

    @property
    def entities(self) -> frozenset[tuple[str, str]]:
        """The concepts that it mentions, as scheme and name."""
        kinds = ("endpoint", "study", "drug", "regimen", "population", "phase")
        return frozenset((m.scheme, m.name) for m in self.parsed.of(*kinds)) | frozenset(
            ("endpoint", r.endpoint) for r in self.readings if r.endpoint
        )


def statement(parsed: ParsedSentence, readings: Sequence[ValueReading]) -> ClassifiedSentence:
    """Classify one sentence."""
    norms = [t.text.lower() for t in parsed.tokens]
    flat = f" {' '.join(n for n in norms if n != '-')} "
    rules: dict[str, str] = {}
    modality = _modality(flat, parsed.sentence.text, rules)
    role = _role(flat, parsed, readings, modality, rules)
    against, favour = sum(n in _AGAINST for n in norms), sum(n in _FOR for n in norms)
    compared = relation(parsed.tokens)
    hedges = tuple(h for h in _HEDGES if f" {h} " in flat) if modality == "hedged" else ()
    notices = tuple(w for w in _NOTICES if parsed.sentence.pointers and f" {w} " in flat)
    return ClassifiedSentence(
        parsed, list(readings), role, modality, favour - against, rules,
        compared[0] if compared else None, hedges + notices,
    )  # fmt: skip


def _first(flat: str, cues: Sequence[str]) -> str | None:
    return next((cue for cue in cues if f" {cue} " in flat), None)


def _modality(flat: str, text: str, rules: dict[str, str]) -> Modality:
    if text.rstrip(" ”\"'’)").endswith("?"):
        rules["modality"] = "question-mark"
        return "question"
    cue = _first(flat, _PROPOSAL)
    if cue is not None:
        rules["modality"] = f"cue {cue!r}"
        return "proposal"
    cue = _first(flat, _HEDGES)
    if cue is not None:
        rules["modality"] = f"cue {cue!r}"
        return "hedged"
    rules["modality"] = "no cue"
    return "asserted"


def _role(
    flat: str,
    parsed: ParsedSentence,
    readings: Sequence[ValueReading],
    modality: Modality,
    rules: dict[str, str],
) -> Role:
    section = parsed.sentence.section.lower()
    at = next((role for word, role in _SECTIONS if word in section), None)
    if modality == "proposal" and at in (None, "conclusion"):
        rules["role"] = f"recommendation by {rules['modality']}"
        return "recommendation"
    cue = _first(flat, _CONCLUSION)
    measured = [r for r in readings if r.quantity.value or r.quantity.numerator]
    if cue is not None and at in (None, "conclusion") and not measured:
        rules["role"] = f"cue {cue!r}"
        return "conclusion"
    if at is not None:
        rules["role"] = f"section {parsed.sentence.section!r}"
        return at
    if measured:
        rules["role"] = "it gives a value"
        return "result"
    cue = _first(flat, _METHOD)
    if cue is not None:
        rules["role"] = f"cue {cue!r}"
        return "method"
    if readings and any(r.relation for r in readings) and parsed.sentence.pointers:
        rules["role"] = "it compares an endpoint and cites"
        return "result"
    cue = _first(flat, _BACKGROUND)
    if cue is not None:
        rules["role"] = f"cue {cue!r}"
        return "background"
    rules["role"] = "no other cue"
    return "claim"


def mark_conclusions(statements: Sequence[ClassifiedSentence]) -> None:
    """Make the claims of a last paragraph that opens with a conclusion conclusions as well.

    Changes the statements in place.
    """
    if not statements:
        return
    last = statements[-1].parsed.sentence.paragraph
    closing = [s for s in statements if s.parsed.sentence.paragraph == last]
    if closing[0].role != "conclusion":
        return
    for statement in closing[1:]:
        if statement.role == "claim" and statement.modality != "question":
            statement.role = "conclusion"
            statement.rules["role"] = "in the concluding paragraph"
