"""The sections of a draft record from an extraction, for a person to correct.

The document's wording is not copied: the text of a claim is composed of what was recognised. Every
statement has its anchor, the rules that produced it, its confidence and its doubts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ingest.arms import arm_of, in_arms
from ingest.extract.arm_sizes import arm_key, sizes_told
from ingest.extract.designs import stratified_by
from ingest.extract.evidence import ProposedEvidence, lines
from ingest.extract.extractor import Extraction
from ingest.extract.fitting import fitted
from ingest.extract.general import general
from ingest.extract.pairs import pairs
from ingest.extract.reading import ValueReading
from ingest.extract.roles import ClassifiedSentence
from ingest.extract.sums import parts
from ingest.extract.table_values import TableValue
from ingest.extract.wholes import wholes
from ingest.language import strength
from ingest.language.mention import slug
from ingest.language.numbers import printable
from ingest.text import sha256
from ontology import vocabulary
from ontology.model import (
    Arm,
    Claim,
    Cohort,
    Comparison,
    Conclusion,
    EvidenceLine,
    Regimen,
    ReportedMeasurement,
    Role,
    StatedMeasurement,
    Study,
    TextAnchor,
)

M = TypeVar("M", StatedMeasurement, ReportedMeasurement)
C = TypeVar("C", bound=Claim)

_NUMBERS = ("value", "se", "sd", "lower", "upper", "p")
"""The fields that a record holds as printed, unless they have too many digits."""


@dataclass(slots=True)
class DraftSections:
    """The sections of a record from an extraction, and what was left out."""

    anchors: list[TextAnchor] = field(default_factory=list)
    studies: list[Study] = field(default_factory=list)
    cohorts: list[Cohort] = field(default_factory=list)
    regimens: list[Regimen] = field(default_factory=list)
    arms: list[Arm] = field(default_factory=list)
    stated: list[StatedMeasurement] = field(default_factory=list)
    reported: list[ReportedMeasurement] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    conclusions: list[Conclusion] = field(default_factory=list)
    evidence: list[EvidenceLine] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """What was extracted but is not in the record, one line each with the reason."""


def draft(
    extraction: Extraction,
    document: str,
    known_studies: Mapping[str, object],
    publication: str | None = None,
) -> DraftSections:
    """The statements of an extraction for the record of `document` (its id).

    Studies that are not among `known_studies` are defined in the record. If the document reports a
    study of its own, the values of that study are reported by `publication` (by default the
    document); all other values are stated.
    """
    return _Drafter(extraction, document, known_studies, publication or document).draft()


class _Drafter:
    def __init__(
        self, extraction: Extraction, document: str, known: Mapping[str, object], publication: str
    ) -> None:
        self.extraction, self.document, self.known = extraction, document, known
        self.publication = publication
        self.sizes = sizes_told(extraction.readings)
        self.printed = {p.name: p.text for p in extraction.proposals if p.scheme == "study"}
        self.result = DraftSections()
        self.ids: set[str] = set()
        self.claimed: set[str] = set()
        self.studies: dict[str, str] = {}
        self.cohorts: dict[str, Cohort] = {}
        self.regimens: dict[str, Regimen] = {}
        self.of_reading: dict[int, str] = {}
        self.comparisons: dict[str, list[str]] = {}
        self.wholes = wholes(extraction.sentences, extraction.readings)

    def draft(self) -> DraftSections:
        for reading in self.extraction.readings:
            self.measurement(reading)
        for cell in self.extraction.tabled:
            self.tabled(cell)
        self.compare()
        self.divide()
        self.claims()
        for line in lines(self.extraction.statements):
            self.evidence(line)
        self.result.anchors = self.anchors()
        self.result.studies = [Study(id=i, label=label) for i, label in self.studies.items()]
        self.result.cohorts = list(self.cohorts.values())
        self.result.regimens = list(self.regimens.values())
        self.result.arms = [arm_of(one, one.label, one.n) for one in self.regimens.values()]
        self.result.stated = in_arms(self.result.stated, self.regimens)
        self.result.reported = in_arms(self.result.reported, self.regimens)
        for sentence, value, why in self.extraction.unread:
            place = f"p{sentence.paragraph} s{sentence.sentence}"
            self.result.left_out.append(f"{place}: {value}: {why}")
        return self.result

    def name(self, wanted: str) -> str:
        """`wanted`, with a number appended where it is taken."""
        name, n = wanted, 2
        while name in self.ids:
            name, n = f"{wanted}-{n}", n + 1
        self.ids.add(name)
        return name

    def anchors(self) -> list[TextAnchor]:
        anchors: dict[str, TextAnchor] = {}
        for parsed in self.extraction.sentences:
            s = parsed.sentence
            name = f"s{s.paragraph}.{s.sentence}"
            if s.text and name not in anchors:
                anchors[name] = TextAnchor(
                    id=name, paragraph=s.paragraph, sentence=s.sentence, start=s.start, end=s.end,
                    sha256=sha256(s.text),
                )  # fmt: skip
        return list(anchors.values())

    # measurements

    def own(self, reading: ValueReading) -> bool:
        """Whether a value is the document's own result and not relayed from another work.

        A study that no record defines, named without a citation, is the document's own.
        """
        if not self.extraction.source.reports or reading.sentence.pointers:
            return False
        return reading.study in (None, self.extraction.main_study) or (
            reading.study not in self.known
        )

    def measurement(self, reading: ValueReading) -> None:
        s, q = reading.sentence, reading.quantity
        study = self.study(reading.study)
        values: dict[str, object] = {
            "id": self.name(
                f"{reading.endpoint or slug(reading.phrase)}-{s.paragraph}.{s.sentence}"
            ),
            "anchor": f"s{s.paragraph}.{s.sentence}", "study": study,
            "cohort": self.cohort(study, reading), "regimen": self.regimen(study, reading),
            "endpoint": reading.endpoint or vocabulary.UNNAMED,
            "endpoint_text": None if reading.endpoint else reading.phrase,
            "grade": reading.grade, "threshold": reading.threshold,
            "time": reading.time, "statistic": q.statistic if q.value or q.numerator else None,
            "value": q.value, "unit": q.unit if q.value else None,
            "operator": q.operator or None if q.value else None, "wording": q.wording,
            "numerator": q.numerator, "denominator": q.denominator or self.wholes.get(id(reading)),
            "se": q.spread if q.spread_kind == "se" else None,
            "sd": q.spread if q.spread_kind == "sd" else None,
            "lower": q.lower, "upper": q.upper, "level": q.level, "p": q.p,
            "level_unstated": True if (q.lower or q.upper) and not q.level else None,
            "p_operator": q.p_operator, "significant": q.significant, "relation": reading.relation,
            "status": "extracted", "extracted_by": _rules(reading.rules),
            "confidence": f"{reading.confidence:.2f}",
        }  # fmt: skip
        for key in _NUMBERS:
            if values[key] is not None and not printable(str(values[key])):
                values[key] = None
        needed = ("id", "study", "endpoint", "endpoint_text")
        place = f"p{s.paragraph} s{s.sentence}: {values['id']}"
        if self.own(reading):
            values["reported_by"] = self.publication
            own, refused = fitted(ReportedMeasurement, values, needed)
            name = self.enter(self.result.reported, own, [*reading.doubts, *refused], place)
        else:
            values["stated_in"] = self.document
            stated, refused = fitted(StatedMeasurement, values, needed)
            name = self.enter(self.result.stated, stated, [*reading.doubts, *refused], place)
        if name is not None:
            self.of_reading[id(reading)] = name

    def tabled(self, value: TableValue) -> None:
        """Add a value of a table, which the document reports; it has no anchor."""
        study, n = self.study(self.extraction.main_study), value.numbers
        values: dict[str, object] = {
            "id": self.name(f"{value.endpoint or slug(value.label)[:60].strip('-')}-table"),
            "study": study, "regimen": self.arm(study, value.arm, (), value.size),
            "endpoint": value.endpoint or vocabulary.UNNAMED,
            "endpoint_text": None if value.endpoint else value.label,
            "statistic": n.statistic, "value": n.value, "unit": n.unit, "numerator": n.numerator,
            "denominator": n.denominator, "se": n.se, "sd": n.sd,
            "note": f"{value.place}: {value.label}", "extracted_by": "cell of a table",
            "status": "extracted", "reported_by": self.publication,
        }  # fmt: skip
        own, refused = fitted(ReportedMeasurement, values, ("id", "endpoint", "endpoint_text"))
        doubts = ["read from a table, not measured how often right", *refused]
        self.enter(self.result.reported, own, doubts, value.place)

    def enter(self, section: list[M], value: M | None, doubts: list[str], place: str) -> str | None:
        """Add a value with its doubts and return its id, or note why it is left out."""
        if value is None:
            self.result.left_out.append(f"{place}: {doubts[-1]}")
            return None
        section.append(value.model_copy(update={"doubts": tuple(doubts)}))
        return value.id

    def study(self, name: str | None) -> str:
        chosen = slug(name) if name else f"{self.document}-study"
        if name in self.known:
            return str(name)
        printed = self.printed.get(name or "", name)
        self.studies.setdefault(chosen, printed or "the study of this document")
        return chosen

    def cohort(self, study: str, reading: ValueReading) -> str | None:
        if reading.cohort is None:
            return None
        called = "-".join(reading.populations) or slug(reading.cohort)
        name = f"{study}/{called[:80].strip('-.')}-in-{self.document}"
        if name not in self.cohorts:
            self.cohorts[name] = Cohort(
                id=name, label=reading.cohort, study=study, populations=reading.populations
            )
        return name

    def regimen(self, study: str, reading: ValueReading) -> str | None:
        if reading.arm is None:
            return None
        size = self.sizes.get((reading.study, arm_key(reading.arm)))
        return self.arm(study, reading.arm, reading.arm_terms, size)

    def arm(
        self, study: str, arm: str, terms: Sequence[tuple[str, str]], size: int | None = None
    ) -> str:
        """The id of an arm's regimen, which is added with the terms in its name and its size."""
        name = f"{study}/{arm_key(arm)[:60].strip('-')}-in-{self.document}"
        if name not in self.regimens:
            drugs = tuple(n for scheme, n in terms if scheme == "drug")
            kind = next((n for scheme, n in terms if scheme == "regimen"), None)
            self.regimens[name] = Regimen(
                id=name, label=arm, study=study, drugs=drugs, kind=kind, n=size
            )
        elif size is not None and self.regimens[name].n is None:
            self.regimens[name] = self.regimens[name].model_copy(update={"n": size})
        return name

    # comparisons

    def compare(self) -> None:
        """Add each pair of drafted values that a sentence compares."""
        for pair in pairs(self.extraction.sentences, self.extraction.readings):
            left, right = (self.of_reading.get(id(r)) for r in (pair.left, pair.right))
            if left is None or right is None:
                continue
            s = pair.sentence.sentence
            place = f"s{s.paragraph}.{s.sentence}"
            name = self.name(f"comparison-{s.paragraph}.{s.sentence}")
            self.comparisons.setdefault(place, []).append(name)
            self.result.comparisons.append(Comparison(
                id=name, anchor=place, left=left, relation=pair.relation, right=right,
                wording=pair.wording, status="extracted", extracted_by="comparison pair",
            ))  # fmt: skip

    def divide(self) -> None:
        """Give each drafted count of a group the counts that it is divided into."""
        of_total = {
            name: tuple(self.of_reading[id(part)] for part in listed)
            for total, listed in parts(self.extraction.sentences, self.extraction.readings).items()
            if (name := self.of_reading.get(total)) is not None
            and all(id(part) in self.of_reading for part in listed)
        }
        self.result.stated = _divided(self.result.stated, of_total)
        self.result.reported = _divided(self.result.reported, of_total)

    # claims and evidence

    def claims(self) -> None:
        concluding = {
            s.parsed.sentence.paragraph
            for s in self.extraction.statements
            if s.role == "conclusion"
        }
        for statement in self.extraction.statements:
            if statement.role == "method" or not statement.parsed.sentence.text:
                continue
            if statement.role == "conclusion" or (
                statement.role == "recommendation"
                and statement.parsed.sentence.paragraph in concluding
            ):
                self.claim(Conclusion, self.result.conclusions, statement)
            else:
                self.claim(Claim, self.result.claims, statement)

    def claim(self, model: type[C], section: list[C], statement: ClassifiedSentence) -> None:
        """Add the claim of a sentence, unless there is one already."""
        name, entities = _claim_id(statement), statement.entities
        readings = (id(reading) for reading in statement.readings)
        studies = {self.study(name) for kind, name in sorted(entities) if kind == "study"}
        if name in self.ids:
            return
        self.ids.add(name)
        self.claimed.add(name)
        section.append(model(
            id=name, anchor=statement.name, status="extracted",
            extracted_by=_rules(statement.rules),
            text=_claim_text(statement), position=len(section) + 1, role=self.role(statement),
            modality=statement.modality, wording=_wording(statement),
            says_stratified_by=stratified_by(statement.parsed.sentence.text),
            measurements=tuple(self.of_reading[r] for r in readings if r in self.of_reading),
            comparisons=tuple(self.comparisons.get(statement.name, ())),
            studies=tuple(sorted(studies)), drugs=_concepts(entities, "drug"),
            endpoints=_concepts(entities, "endpoint"),
            populations=_concepts(entities, "population"),
            treatments=_concepts(entities, "regimen"),
        ))  # fmt: skip

    def role(self, statement: ClassifiedSentence) -> Role:
        """The role of a sentence; of a result that is nobody's: what is known of the subject."""
        relays = not self.extraction.source.reports and statement.role == "result"
        known = relays and general(statement.parsed, statement.readings)
        return "background" if known else statement.role

    def evidence(self, line: ProposedEvidence) -> None:
        one, two = _claim_id(line.evidence), _claim_id(line.bears_on)
        if one not in self.claimed or two not in self.claimed or one == two:
            return
        self.result.evidence.append(EvidenceLine(
            id=self.name(f"line-{one[6:]}-{two[6:]}"), anchor=line.bears_on.name,
            status="extracted", extracted_by=f"evidence {line.rule}",
            doubts=("drawn from cues, not understood",), evidence=(one,), bears_on=two,
            direction=line.direction, why=line.why,
        ))  # fmt: skip


def _divided(values: list[M], of_total: Mapping[str, tuple[str, ...]]) -> list[M]:
    """The values, each with its parts."""
    return [
        v.model_copy(update={"parts": of_total[v.id]}) if v.id in of_total else v for v in values
    ]


def _claim_id(statement: ClassifiedSentence) -> str:
    return f"claim-{statement.name[1:]}"


def _wording(statement: ClassifiedSentence) -> tuple[str, ...]:
    """The phrases that make a sentence weaker or stronger, each once."""
    words = [token.text for token in statement.parsed.tokens]
    return tuple(dict.fromkeys((*statement.wording, *strength.said(words))))


def _concepts(entities: Collection[tuple[str, str]], scheme: str) -> tuple[str, ...]:
    """The vocabulary's concepts of a scheme in `entities`; of endpoints, those with a family."""
    known = vocabulary.concepts()[scheme]
    return tuple(sorted(
        name for kind, name in entities
        if kind == scheme and name in known and (scheme != "endpoint" or known[name].family)
    ))  # fmt: skip


def _rules(rules: Mapping[str, str]) -> str | None:
    return ", ".join(f"{key} {rule}" for key, rule in rules.items()) or None


def _claim_text(statement: ClassifiedSentence) -> str:
    """The text of a claim in words of our own: its role, its concepts and its values."""
    labels = []
    for scheme, name in sorted(statement.entities):
        concept = vocabulary.concepts().get(scheme, {}).get(name)
        labels.append(concept.label if concept else name.upper())
    about = f" about {', '.join(dict.fromkeys(labels))}" if labels else ""
    values = [
        f"{r.quantity.operator if r.quantity.operator != '=' else ''}{r.quantity.value}"
        f"{' ' + r.quantity.unit if r.quantity.unit else ''}"
        for r in statement.readings
        if r.quantity.value and r.endpoint
    ]
    given = f": {', '.join(values)}" if values else ""
    return f"{statement.role.capitalize()}{about}{given} (to be worded)."
