"""The sections of a draft record from an extraction, for a person to correct.

The text of a claim is composed of what was recognised; its sentence stands beside it as a quote.
Every statement has its anchor, the rules that produced it, its confidence and its doubts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal, TypeVar

from ingest.arms import arm_of, in_arms
from ingest.extract.arm_aliases import aliases
from ingest.extract.arm_sizes import arm_key, sizes_told
from ingest.extract.designs import allocation, blinding, stratified_by
from ingest.extract.evidence import ProposedEvidence, lines
from ingest.extract.extractor import Extraction
from ingest.extract.fitting import fitted
from ingest.extract.general import general
from ingest.extract.group_sizes import group_sizes
from ingest.extract.known_groups import KnownGroups
from ingest.extract.measured import as_printed_count
from ingest.extract.one_arm import one_name
from ingest.extract.pairs import pairs
from ingest.extract.reading import ValueReading
from ingest.extract.roles import ClassifiedSentence
from ingest.extract.rules import AUTHOR
from ingest.extract.sums import parts
from ingest.extract.topics import Topics
from ingest.extract.wholes import Part, wholes
from ingest.extract.whose import UNLISTED
from ingest.language import strength
from ingest.language.doubts import WORDED_BY_MODEL
from ingest.language.mention import slug
from ingest.language.numbers import printable
from ingest.tables.heads import ArmHead
from ingest.tables.values import TableValue
from ontology import vocabulary
from ontology.model import (
    Allocation,
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
)
from ontology.model.texts import LONGEST_TEXT

M = TypeVar("M", StatedMeasurement, ReportedMeasurement)
C = TypeVar("C", bound=Claim)

_NUMBERS = ("value", "se", "sd", "lower", "upper", "p")
"""The fields that a record holds as printed, unless they have too many digits."""


@dataclass(slots=True)
class DraftSections:
    """The sections of a record from an extraction, and what was left out."""

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
    groups: KnownGroups | None = None,
) -> DraftSections:
    """The statements of an extraction for the record of `document` (its id).

    Studies that are not among `known_studies`, and arms and cohorts that are not among the known
    `groups` of those, are defined in the record. If the document reports a
    study of its own, the values of that study are reported by `publication` (by default the
    document); all other values are stated.
    """
    return _Drafter(extraction, document, known_studies, publication or document, groups).draft()


class _Drafter:
    def __init__(
        self, extraction: Extraction, document: str, known: Mapping[str, object],
        publication: str, groups: KnownGroups | None,
    ) -> None:  # fmt: skip
        self.extraction, self.document, self.known = extraction, document, known
        self.publication = publication
        self.groups = groups or KnownGroups()
        self.one_name = one_name(extraction.readings)
        self.entered = sizes_told(extraction.readings)
        self.sizes = group_sizes(extraction.sentences)
        self.printed = {p.name: p.text for p in extraction.proposals if p.scheme == "study"}
        named = (r.attachments["study"] for r in extraction.readings if "study" in r.attachments)
        self.printed |= {a.value: a.text for a in named if a.rule is AUTHOR and a.value and a.text}
        self.result = DraftSections()
        self.ids: set[str] = set()
        self.claimed: set[str] = set()
        self.studies: dict[str, str] = {}
        self.cohorts: dict[str, Cohort] = {}
        self.regimens: dict[str, Regimen] = {}
        self.of_reading: dict[int, str] = {}
        self.comparisons: dict[str, list[str]] = {}
        self.wholes = wholes(extraction.sentences, extraction.readings)
        self.in_tables: dict[str, int] = {}
        heads = (head for cell in extraction.tabled for head in (cell.arm, cell.compared) if head)
        self.aliases = aliases(extraction.sentences, list(dict.fromkeys(h.label for h in heads)))
        self.called: dict[str, set[str]] = {}
        """What else an arm is called: in tables, or by a longer name in the text."""

    def draft(self) -> DraftSections:
        for reading in self.extraction.readings:
            self.measurement(reading)
        for cell in self.extraction.tabled:
            self.tabled(cell)
        self.compare()
        self.divide()
        self.claims()
        drawn = self.extraction.evidence
        for line in lines(self.extraction.statements) if drawn is None else drawn:
            self.evidence(line)
        self.result.studies = [Study(id=i, label=label) for i, label in self.studies.items()]
        self.result.cohorts = list(self.cohorts.values())
        self.result.regimens = list(self.regimens.values())
        self.result.arms = list(map(self.sized, self.regimens.values()))
        of_known = self.groups.regimens
        self.result.stated = in_arms(self.result.stated, self.regimens, of_known)
        self.result.reported = in_arms(self.result.reported, self.regimens, of_known)
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
        s, q = reading.sentence, as_printed_count(reading.quantity)
        study = self.study(reading.study)
        part = self.wholes.get(id(reading), Part())
        values: dict[str, object] = {
            "id": self.name(
                f"{reading.endpoint or slug(reading.phrase)}-{s.paragraph}.{s.sentence}"
            ),
            "anchor": f"s{s.paragraph}.{s.sentence}", "study": study,
            "cohort": self.cohort(study, reading), "regimen": self.regimen(study, reading, "arm"),
            "compared_regimen": self.regimen(study, reading, "comparator"),
            "endpoint": reading.endpoint or vocabulary.UNNAMED,
            "endpoint_text": None if reading.endpoint else reading.phrase,
            "grade": reading.grade, "threshold": reading.threshold,
            "time": reading.time, "statistic": q.statistic if q.value else None,
            "value": q.value, "unit": q.unit if q.value else None,
            "operator": q.operator or None if q.value else None, "wording": q.wording,
            "numerator": part.numerator or q.numerator,
            "denominator": part.denominator or q.denominator,
            "se": q.spread if q.spread_kind == "se" else None,
            "sd": q.spread if q.spread_kind == "sd" else None,
            "lower": q.lower, "upper": q.upper, "level": q.level, "p": q.p,
            "level_unstated": True if (q.lower or q.upper) and not q.level else None,
            "p_operator": q.p_operator, "significant": q.significant, "relation": reading.relation,
            "status": "extracted", "extracted_by": _rules(reading.rules, reading.read_by),
            "confidence": _rate(reading.confidence),
            **{f"{name}_confidence": f"{of:.2f}" for name, of in reading.confidences.items()},
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
        """Add a value of a table, without anchor; a letter's table relays what others found."""
        study = self.study(value.study or self.extraction.main_study or self.extraction.commented)
        values: dict[str, object] = {
            "id": self.name(f"{value.endpoint or slug(value.label)[:60].strip('-')}-table"),
            "study": study, "regimen": self.arm_head(study, value.arm),
            "compared_regimen": self.arm_head(study, value.compared), "time": value.time,
            "endpoint": value.endpoint or vocabulary.UNNAMED,
            "endpoint_text": None if value.endpoint else value.label, **asdict(value.numbers),
            "level_unstated": True if value.numbers.lower and not value.numbers.level else None,
            "note": f"{value.place}: {value.label}", "extracted_by": "cell of a table",
            "status": "extracted",
        }  # fmt: skip
        needed = ("id", "study", "endpoint", "endpoint_text")
        doubts = ["read from a table, not measured how often right"]
        if self.extraction.source.reports and not value.cited:
            values |= {"reported_by": self.publication, "place": value.place, "note": None}
            own, refused = fitted(ReportedMeasurement, values, needed)
            self.enter(self.result.reported, own, [*doubts, *refused], value.place)
        else:
            stated, refused = fitted(
                StatedMeasurement, values | {"stated_in": self.document}, needed
            )
            self.enter(self.result.stated, stated, [*doubts, *refused], value.place)

    def arm_head(self, study: str, head: ArmHead | None) -> str | None:
        if head is None:
            return None
        label = self.aliases.get(head.label, head.label)
        name = self.arm(study, label, head.terms, head.size)
        if label != head.label:
            self.called.setdefault(name, set()).add(head.label)
        if head.size is not None:
            self.in_tables.setdefault(name, head.size)
        return name

    def enter(self, section: list[M], value: M | None, doubts: list[str], place: str) -> str | None:
        """Add a value with its doubts and return its id, or note why it is left out."""
        if value is None:
            self.result.left_out.append(f"{place}: {doubts[-1]}")
            return None
        section.append(value.model_copy(update={"doubts": tuple(doubts)}))
        return value.id

    def study(self, name: str | None) -> str:
        if name == UNLISTED:
            chosen = f"{self.document}-commented-study"
            self.studies.setdefault(chosen, "the study of the paper commented on")
            return chosen
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
        populations = "-".join(sorted(reading.populations))
        for key in filter(None, (arm_key(reading.cohort), populations)):
            if (known := self.groups.cohorts.get((study, key))) is not None:
                return known
        name = f"{study}/{called[:80].strip('-.')}-in-{self.document}"
        if name not in self.cohorts:
            self.cohorts[name] = Cohort(
                id=name, label=reading.cohort, study=study, populations=reading.populations
            )
        return name

    def regimen(
        self, study: str, reading: ValueReading, of: Literal["arm", "comparator"]
    ) -> str | None:
        arm = reading.arm if of == "arm" else reading.comparator
        if arm is None:
            return None
        size = self.entered.get((reading.study, arm_key(arm)))
        kept = self.one_name.get((reading.study, arm_key(arm)), arm)
        name = self.arm(study, kept, reading.terms_of(of), size)
        if arm_key(kept) != arm_key(arm):
            self.called.setdefault(name, set()).add(arm)
        return name

    def arm(
        self, study: str, arm: str, terms: Sequence[tuple[str, str]], size: int | None = None
    ) -> str:
        """The id of an arm's regimen, which is added with the terms in its name and its size."""
        if (known := self.groups.arms.get((study, arm_key(arm)))) is not None:
            return known
        name = f"{study}/{arm_key(arm)[:60].strip('-')}-in-{self.document}"
        if self.is_main(study):
            size = self.sizes.allocated_to(arm) or size
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

    def is_main(self, study: str) -> bool:
        """Whether a study is the one of whose groups the sentences tell the sizes."""
        return study == self.study(self.extraction.main_study or self.extraction.commented)

    def sized(self, regimen: Regimen) -> Arm:
        """The arm of a regimen, with the numbers of people that text and tables tell."""
        key = arm_key(regimen.label)
        names = tuple(sorted(self.called.get(regimen.id, ())))
        if not self.is_main(regimen.study):
            arm = arm_of(regimen, regimen.label, regimen.n)
            return arm.model_copy(update={"names": names}) if names else arm
        analysed = self.sizes.analysed.get(key) or self.in_tables.get(regimen.id)
        allocated = self.sizes.allocated_to(regimen.label)
        arm = arm_of(regimen, regimen.label, analysed)
        return arm.model_copy(update={"n_allocated": allocated, "names": names})

    # claims and evidence

    def claims(self) -> None:
        topics = Topics(self.extraction.statements)
        for statement in self.extraction.statements:
            if statement.concludes:
                self.claim(Conclusion, self.result.conclusions, statement, topics)
            elif (statement.role != "method" or _design(statement)) and not statement.says_nothing:
                self.claim(Claim, self.result.claims, statement, topics)

    def claim(
        self, model: type[C], section: list[C], statement: ClassifiedSentence, topics: Topics
    ) -> None:
        """Add the claim of a sentence with the sentence itself, unless there is one already."""
        name, entities = _claim_id(statement), statement.entities
        worded = self.extraction.wordings.get(statement.name)
        readings = (id(reading) for reading in statement.readings)
        studies = {self.study(name) for kind, name in sorted(entities) if kind == "study"}
        if name in self.ids:
            return
        self.ids.add(name)
        self.claimed.add(name)
        section.append(model(
            id=name, anchor=statement.name, status="extracted",
            extracted_by=_rules(statement.rules, worded.read_by if worded else ""),
            doubts=(WORDED_BY_MODEL,) if worded else (),
            text=worded.text if worded else topics.text(statement), quote=_quote(statement),
            position=len(section) + 1,
            role=self.role(statement),
            modality=statement.modality, wording=_wording(statement),
            says_stratified_by=stratified_by(statement.parsed.sentence.text),
            says_blinding=blinding(statement.parsed.sentence.text),
            says_allocation=_allocation(statement, studies),
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
            confidence=_rate(line.confidence), doubts=line.doubts, evidence=(one,), bears_on=two,
            direction=line.direction, why=line.why,
        ))  # fmt: skip


def _divided(values: list[M], of_total: Mapping[str, tuple[str, ...]]) -> list[M]:
    """The values, each with its parts."""
    return [
        v.model_copy(update={"parts": of_total[v.id]}) if v.id in of_total else v for v in values
    ]


def _claim_id(statement: ClassifiedSentence) -> str:
    return f"claim-{statement.name[1:]}"


def _design(statement: ClassifiedSentence) -> bool:
    """Whether a sentence on methods says what others may contradict: open label, one group."""
    text = statement.parsed.sentence.text
    return blinding(text) is not None or allocation(text) in ("single-arm", "non-randomised")


def _allocation(statement: ClassifiedSentence, studies: Collection[str]) -> Allocation | None:
    """What a sentence on one study, or on none by name, says of allocation."""
    return allocation(statement.parsed.sentence.text) if len(studies) < 2 else None


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


def _rules(rules: Mapping[str, str], read_by: str = "") -> str | None:
    by_rule = ", ".join(f"{key} {rule}" for key, rule in rules.items())
    return "; ".join(filter(None, (by_rule, read_by))) or None


def _rate(confidence: float | None) -> str | None:
    return None if confidence is None else f"{confidence:.2f}"


def _quote(statement: ClassifiedSentence) -> str | None:
    """The sentence, unless it is longer than a text of a record may be."""
    text = statement.parsed.sentence.text.strip()
    return text if 0 < len(text) <= LONGEST_TEXT else None
