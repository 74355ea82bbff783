"""From an extraction to the data of a record: what a person then corrects in an editor.

Nothing of the document's wording is copied: claims get a text made of what was recognised. Every
statement has a comment that tells its place, its rules, how sure it is and what is doubtful.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.extract.evidence import Line, lines
from ingest.extract.extractor import Extraction
from ingest.extract.fitting import fitted
from ingest.extract.mentions import slug
from ingest.extract.numbers import printable
from ingest.extract.reading import Reading
from ingest.extract.roles import Statement
from ingest.extract.table_values import TableValue
from ingest.text import sha256
from ontology import vocabulary
from ontology.model import StatedMeasurement


@dataclass(slots=True)
class Draft:
    """The sections of a record as plain data, comments by section and id, and what was proposed."""

    sections: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    """What was read but is not in the record, one line each, with the reason."""


def draft(extraction: Extraction, document: str, known_studies: Mapping[str, Any]) -> Draft:
    """The statements of an extraction as sections of the record of `document` (its id).

    Studies that are not among `known_studies` are defined in the record itself. A document that
    reports a study of its own reports what it says of that study, and states all other values.
    """
    return _Writer(extraction, document, known_studies).write()


class _Writer:
    def __init__(self, extraction: Extraction, document: str, known: Mapping[str, Any]) -> None:
        self.extraction, self.document, self.known = extraction, document, known
        self.reported: list[dict[str, Any]] = []
        self.stated: list[dict[str, Any]] = []
        self.printed = {p.name: p.text for p in extraction.proposals if p.scheme == "study"}
        self.made = Draft()
        self.ids: set[str] = set()
        self.studies: dict[str, str] = {}
        self.parts: dict[str, tuple[str, dict[str, Any]]] = {}
        self.of_reading: dict[int, str] = {}

    def write(self) -> Draft:
        for reading in self.extraction.readings:
            self.measurement(reading)
        for cell in self.extraction.tabled:
            self.tabled(cell)
        claims, conclusions = self.claims()
        evidence = self.evidence(lines(self.extraction.statements), claims, conclusions)
        sections = {
            "anchors": self.anchors(),
            "stated": self.stated,
            "reported": self.reported,
            "claims": claims,
            "conclusions": conclusions,
            "evidence": evidence,
            "studies": [{"id": i, "label": label} for i, label in self.studies.items()],
            "cohorts": [data for kind, data in self.parts.values() if kind == "cohorts"],
            "regimens": [data for kind, data in self.parts.values() if kind == "regimens"],
        }
        self.made.sections = {name: items for name, items in sections.items() if items}
        for sentence, value, why in self.extraction.unread:
            place = f"p{sentence.paragraph} s{sentence.sentence}"
            self.made.left_out.append(f"{place}: {value}: {why}")
        return self.made

    def name(self, wanted: str) -> str:
        """`wanted`, or it with a number behind, so that no id occurs twice."""
        name, n = wanted, 2
        while name in self.ids:
            name, n = f"{wanted}-{n}", n + 1
        self.ids.add(name)
        return name

    def anchors(self) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for parsed in self.extraction.sentences:
            s = parsed.sentence
            if s.text:
                found.setdefault(f"s{s.paragraph}.{s.sentence}", {
                    "id": f"s{s.paragraph}.{s.sentence}", "paragraph": s.paragraph,
                    "sentence": s.sentence, "start": s.start, "end": s.end,
                    "sha256": sha256(s.text),
                })  # fmt: skip
        return list(found.values())

    # measurements

    def own(self, reading: Reading) -> bool:
        """Whether a value is the document's own result and not relayed from another work.

        A study that no record knows, named where nothing is cited, is the document's.
        """
        if not self.extraction.source.reports or reading.sentence.pointers:
            return False
        return reading.study in (None, self.extraction.main_study) or (
            reading.study not in self.known
        )

    def measurement(self, reading: Reading) -> None:
        s, q = reading.sentence, reading.quantity
        place = f"p{s.paragraph} s{s.sentence}"
        name = reading.endpoint or slug(reading.phrase)
        study = self.study(reading.study)
        data: dict[str, Any] = {
            "id": self.name(f"{name}-{s.paragraph}.{s.sentence}"),
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
        }  # fmt: skip
        data = {key: value for key, value in data.items() if value is not None}
        for key in ("value", "se", "sd", "lower", "upper", "p"):
            if key in data and not printable(data[key]):
                del data[key]
        shared = {"status": "extracted", "stated_in": self.document}
        needed = ("id", "study", "endpoint", "endpoint_text")
        kept, told = fitted(StatedMeasurement, data, needed, shared)
        if kept is None:
            self.made.left_out.append(f"{place}: {data['id']}: {told[-1]}")
        else:
            reading.doubts += told
            own = self.own(reading)
            (self.reported if own else self.stated).append(kept)
            self.of_reading[id(reading)] = kept["id"]
            kept["extracted_by"] = _rules(reading)
            kept["confidence"] = f"{reading.confidence:.2f}"
            section = "reported" if own else "stated"
            self.made.comments[section, kept["id"]] = comment(reading, place)

    def tabled(self, value: TableValue) -> None:
        """A value of a table, reported by the document; no sentence is its anchor."""
        study = self.study(self.extraction.main_study)
        data = {
            "id": self.name(f"{value.endpoint or slug(value.label)[:60].strip('-')}-table"),
            "study": study, "regimen": self.arm(study, value.arm, (), value.size),
            "endpoint": value.endpoint or vocabulary.UNNAMED,
            "endpoint_text": None if value.endpoint else value.label,
            **value.fields, "note": f"{value.place}: {value.label}",
        }  # fmt: skip
        given = {key: text for key, text in data.items() if text is not None}
        shared = {"status": "extracted", "stated_in": self.document}
        kept, told = fitted(StatedMeasurement, given, ("id", "endpoint", "endpoint_text"), shared)
        if kept is None:
            self.made.left_out.append(f"{value.place}: {told[-1]}")
            return
        doubts = "; ".join(["read from a table, not measured how often right", *told])
        self.made.comments["reported", kept["id"]] = f"{value.place}; check: {doubts}"
        self.reported.append({**kept, "extracted_by": "cell of a table"})

    def study(self, name: str | None) -> str:
        chosen = slug(name) if name else f"{self.document}-study"
        if name in self.known:
            return str(name)
        printed = self.printed.get(name or "", name)
        self.studies.setdefault(chosen, printed or "the study of this document")
        return chosen

    def cohort(self, study: str, reading: Reading) -> str | None:
        if not reading.populations:
            return None
        name = f"{study}/{'-'.join(reading.populations)[:80].strip('-.')}-in-{self.document}"
        labels = [vocabulary.label("population", p) for p in reading.populations]
        data = {"id": name, "label": ", ".join(labels), "populations": list(reading.populations)}
        self.parts.setdefault(name, ("cohorts", data))
        return name

    def regimen(self, study: str, reading: Reading) -> str | None:
        return self.arm(study, reading.arm, reading.arm_terms) if reading.arm else None

    def arm(
        self, study: str, arm: str, terms: Sequence[tuple[str, str]], size: int | None = None
    ) -> str:
        """The regimen that an arm is given, by the arm's name, the terms in it, and its size."""
        name = f"{study}/{slug(arm)[:60].strip('-')}-in-{self.document}"
        data: dict[str, Any] = {"id": name, "label": arm, "arm": arm}
        drugs = [n for scheme, n in terms if scheme == "drug"]
        kinds = [n for scheme, n in terms if scheme == "regimen"]
        data |= {"drugs": drugs} if drugs else {}
        data |= {"kind": kinds[0]} if kinds else {}
        _, kept = self.parts.setdefault(name, ("regimens", data))
        if size is not None:
            kept.setdefault("n", size)
        return name

    # claims and evidence

    def claims(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        claims: list[dict[str, Any]] = []
        conclusions: list[dict[str, Any]] = []
        concluding = {
            s.parsed.sentence.paragraph
            for s in self.extraction.statements
            if s.role == "conclusion"
        }
        for statement in self.extraction.statements:
            if statement.role == "method" or not statement.parsed.sentence.text:
                continue
            data = self.claim(statement)
            if data["id"] in self.ids:
                continue
            self.ids.add(data["id"])
            concluded = statement.role == "conclusion" or (
                statement.role == "recommendation"
                and statement.parsed.sentence.paragraph in concluding
            )
            (conclusions if concluded else claims).append(data)
            section = "conclusions" if concluded else "claims"
            s = statement.parsed.sentence
            self.made.comments[section, data["id"]] = f"p{s.paragraph} s{s.sentence}"
        return claims, conclusions

    def claim(self, statement: Statement) -> dict[str, Any]:
        measured = [self.of_reading[id(r)] for r in statement.readings if id(r) in self.of_reading]
        data: dict[str, Any] = {
            "id": f"claim-{statement.name[1:]}", "anchor": statement.name,
            "text": _told(statement), "role": statement.role, "modality": statement.modality,
            "wording": list(statement.wording), "measurements": measured,
        }  # fmt: skip
        for scheme, section in (
            ("drug", "drugs"), ("endpoint", "endpoints"), ("population", "populations"),
            ("regimen", "treatments"),
        ):  # fmt: skip
            named = {name for kind, name in statement.entities if kind == scheme}
            known = vocabulary.concepts()[scheme]
            data[section] = sorted(
                n for n in named if n in known and (scheme != "endpoint" or known[n].family)
            )
        data["extracted_by"] = ", ".join(f"{key} {rule}" for key, rule in statement.rules.items())
        data["studies"] = sorted(
            {self.study(name) for kind, name in statement.entities if kind == "study"}
        )
        return {key: value for key, value in data.items() if value != []}

    def evidence(
        self, found: list[Line], claims: list[dict[str, Any]], conclusions: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        there = {item["id"] for item in (*claims, *conclusions)}
        made = []
        for line in found:
            one, two = (f"claim-{s.name[1:]}" for s in (line.evidence, line.bears_on))
            if one in there and two in there and one != two:
                name = self.name(f"line-{one[6:]}-{two[6:]}")
                made.append({
                    "id": name, "anchor": line.bears_on.name, "evidence": [one],
                    "bears_on": two, "direction": line.direction, "why": line.why,
                    "extracted_by": f"evidence {line.rule}",
                })  # fmt: skip
                at = line.bears_on.parsed.sentence
                told = f"p{at.paragraph} s{at.sentence}; check: drawn from cues, not understood"
                self.made.comments["evidence", name] = told
        return made


def comment(reading: Reading, place: str) -> str:
    """Place, confidence and doubts of a reading, for one comment line."""
    doubts = f"; check: {'; '.join(reading.doubts)}" if reading.doubts else ""
    return f"{place}; confidence {reading.confidence:.2f}{doubts}"


def _rules(reading: Reading) -> str:
    return ", ".join(f"{key} {rule}" for key, rule in reading.rules.items())


def _told(statement: Statement) -> str:
    """A text for a claim in words of our own: its role and what it speaks of."""
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
