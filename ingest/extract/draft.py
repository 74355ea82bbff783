"""The sections of a draft record from an extraction, for a person to correct.

The text of a claim is composed of what was recognised; its sentence stands beside it as a quote.
Every statement has its anchor, the rules that produced it, its confidence and its doubts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ingest.extract.evidence import ProposedEvidence, lines
from ingest.extract.extractor import Extraction
from ingest.extract.fitting import fitted
from ingest.extract.mentions import slug
from ingest.extract.numbers import printable
from ingest.extract.reading import ValueReading
from ingest.extract.roles import ClassifiedSentence
from ingest.extract.table_values import TableValue
from ingest.extract.topics import Topics
from ingest.text import sha256
from ontology import vocabulary
from ontology.model import (
    Anchor,
    Claim,
    Cohort,
    Conclusion,
    EvidenceLine,
    Regimen,
    ReportedMeasurement,
    StatedMeasurement,
    Study,
)
from ontology.model.texts import LONGEST_TEXT

M = TypeVar("M", StatedMeasurement, ReportedMeasurement)
C = TypeVar("C", bound=Claim)

_NUMBERS = ("value", "se", "sd", "lower", "upper", "p")
"""The fields that a record holds as printed, unless they have too many digits."""


@dataclass(slots=True)
class DraftSections:
    """The sections of a record from an extraction, and what was left out."""

    anchors: list[Anchor] = field(default_factory=list)
    studies: list[Study] = field(default_factory=list)
    cohorts: list[Cohort] = field(default_factory=list)
    regimens: list[Regimen] = field(default_factory=list)
    stated: list[StatedMeasurement] = field(default_factory=list)
    reported: list[ReportedMeasurement] = field(default_factory=list)
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
        self.printed = {p.name: p.text for p in extraction.proposals if p.scheme == "study"}
        self.result = DraftSections()
        self.ids: set[str] = set()
        self.claimed: set[str] = set()
        self.studies: dict[str, str] = {}
        self.cohorts: dict[str, Cohort] = {}
        self.regimens: dict[str, Regimen] = {}
        self.of_reading: dict[int, str] = {}

    def draft(self) -> DraftSections:
        for reading in self.extraction.readings:
            self.measurement(reading)
        for cell in self.extraction.tabled:
            self.tabled(cell)
        self.claims()
        for line in lines(self.extraction.statements):
            self.evidence(line)
        self.result.anchors = self.anchors()
        self.result.studies = [Study(id=i, label=label) for i, label in self.studies.items()]
        self.result.cohorts = list(self.cohorts.values())
        self.result.regimens = list(self.regimens.values())
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

    def anchors(self) -> list[Anchor]:
        anchors: dict[str, Anchor] = {}
        for parsed in self.extraction.sentences:
            s = parsed.sentence
            name = f"s{s.paragraph}.{s.sentence}"
            if s.text and name not in anchors:
                anchors[name] = Anchor(
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
            "numerator": q.numerator, "denominator": q.denominator,
            "se": q.spread if q.spread_kind == "se" else None,
            "sd": q.spread if q.spread_kind == "sd" else None,
            "lower": q.lower, "upper": q.upper, "level": q.level, "p": q.p,
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
        if not reading.populations:
            return None
        name = f"{study}/{'-'.join(reading.populations)[:80].strip('-.')}-in-{self.document}"
        if name not in self.cohorts:
            label = ", ".join(vocabulary.label("population", p) for p in reading.populations)
            self.cohorts[name] = Cohort(
                id=name, label=label, study=study, populations=reading.populations
            )
        return name

    def regimen(self, study: str, reading: ValueReading) -> str | None:
        return self.arm(study, reading.arm, reading.arm_terms) if reading.arm else None

    def arm(
        self, study: str, arm: str, terms: Sequence[tuple[str, str]], size: int | None = None
    ) -> str:
        """The id of an arm's regimen, which is added with the terms in its name and its size."""
        name = f"{study}/{slug(arm)[:60].strip('-')}-in-{self.document}"
        if name not in self.regimens:
            drugs = tuple(n for scheme, n in terms if scheme == "drug")
            kind = next((n for scheme, n in terms if scheme == "regimen"), None)
            self.regimens[name] = Regimen(
                id=name, label=arm, arm=arm, study=study, drugs=drugs, kind=kind, n=size
            )
        elif size is not None and self.regimens[name].n is None:
            self.regimens[name] = self.regimens[name].model_copy(update={"n": size})
        return name

    # claims and evidence

    def claims(self) -> None:
        topics = Topics(self.extraction.statements)
        for statement in self.extraction.statements:
            if statement.concludes:
                self.claim(Conclusion, self.result.conclusions, statement, topics)
            elif statement.role != "method" and not statement.says_nothing:
                self.claim(Claim, self.result.claims, statement, topics)

    def claim(
        self, model: type[C], section: list[C], statement: ClassifiedSentence, topics: Topics
    ) -> None:
        """Add the claim of a sentence with the sentence itself, unless there is one already."""
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
            text=topics.text(statement), quote=_quote(statement), position=len(section) + 1,
            role=statement.role, modality=statement.modality, wording=tuple(statement.wording),
            measurements=tuple(self.of_reading[r] for r in readings if r in self.of_reading),
            studies=tuple(sorted(studies)), drugs=_concepts(entities, "drug"),
            endpoints=_concepts(entities, "endpoint"),
            populations=_concepts(entities, "population"),
            treatments=_concepts(entities, "regimen"),
        ))  # fmt: skip

    def evidence(self, line: ProposedEvidence) -> None:
        one, two = _claim_id(line.evidence), _claim_id(line.bears_on)
        if one not in self.claimed or two not in self.claimed or one == two:
            return
        self.result.evidence.append(EvidenceLine(
            id=self.name(f"line-{one[6:]}-{two[6:]}"), anchor=line.bears_on.name,
            status="extracted", extracted_by=f"evidence {line.rule}",
            confidence=f"{line.confidence:.2f}",
            doubts=("drawn from cues, not understood",), evidence=(one,), bears_on=two,
            direction=line.direction, why=line.why,
        ))  # fmt: skip


def _claim_id(statement: ClassifiedSentence) -> str:
    return f"claim-{statement.name[1:]}"


def _concepts(entities: Collection[tuple[str, str]], scheme: str) -> tuple[str, ...]:
    """The vocabulary's concepts of a scheme in `entities`; of endpoints, those with a family."""
    known = vocabulary.concepts()[scheme]
    return tuple(sorted(
        name for kind, name in entities
        if kind == scheme and name in known and (scheme != "endpoint" or known[name].family)
    ))  # fmt: skip


def _rules(rules: Mapping[str, str]) -> str | None:
    return ", ".join(f"{key} {rule}" for key, rule in rules.items()) or None


def _quote(statement: ClassifiedSentence) -> str | None:
    """The sentence, unless it is longer than a text of a record may be."""
    text = statement.parsed.sentence.text.strip()
    return text if 0 < len(text) <= LONGEST_TEXT else None
