"""Labels: whether what a rule attached to a drafted value stood when a person had reviewed it.

They teach the confidence of each rule to the user's own documents. A table of them has the form of
`confidence.toml`: for each field and rule, how many attachments were right, of how many.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.extract.calibration import FIELDS, Calibration, Counts
from ingest.extract.rules import MODEL, NUMBER, RULES, Field, Rule
from ontology.model import Measurement, Record, Regimen

Drafted = Mapping[str, str]
"""What a draft said of one value: of each field, and under `rules` which rules said so."""
LEFT_OUT = 3
"""One label in so many is left out of what is learnt, to see what was learnt."""
_RULE = re.compile(r"([a-z]+) ([\w' -]+)")


@dataclass(frozen=True, slots=True)
class Label:
    """Whether the attachment of a rule to one value (`about`) was right."""

    about: str
    rule: Rule
    right: bool

    @property
    def left_out(self) -> bool:
        """Whether it is kept for the test; the same label always is, or never."""
        digest = hashlib.sha256(f"{self.about} {self.rule.field}".encode()).digest()
        return digest[0] % LEFT_OUT == 0


def drafted(record: Record) -> dict[str, dict[str, str]]:
    """What a record says of each of its drafted values, by section and name."""
    names = {regimen.id: regimen for regimen in record.regimens}
    return {
        f"{section}/{value.id}": {**_fields(value, names), "rules": value.extracted_by}
        for section in ("stated", "reported")
        for value in getattr(record, section)
        if value.extracted_by and value.confidence is not None
    }


def labels(record: Record, before: Mapping[str, Drafted], name: str) -> list[Label]:
    """The labels of the reviewed values of a record that were drafted as `before` says.

    A value that a person took out says nothing, for it may have been right and not wanted.
    """
    names = {regimen.id: regimen for regimen in record.regimens}
    found = []
    for section in ("stated", "reported"):
        for value in getattr(record, section):
            told = before.get(f"{section}/{value.id}")
            if told is None or value.status != "reviewed":
                continue
            now = _fields(value, names)
            found += [
                Label(f"{name}/{value.id}", rule, now.get(rule.field) == told.get(rule.field))
                for rule in _rules(told.get("rules", ""))
            ]
    return found


def counts(found: Iterable[Label]) -> dict[Rule, Counts]:
    """How often each rule was right, of how many labels."""
    seen: Counter[Rule] = Counter()
    right: Counter[Rule] = Counter()
    for label in found:
        seen[label.rule] += 1
        right[label.rule] += label.right
    return {rule: (right[rule], seen[rule]) for rule in seen}


@dataclass(frozen=True, slots=True)
class FieldGain:
    """A field on the labels left out: how many were right, and the mean squared error of what was
    said of them before and after learning (0 is best).
    """

    field: str
    learnt_from: int
    left_out: int
    right: int
    said_before: float
    said_after: float
    error_before: float
    error_after: float


def gains(found: Iterable[Label], before: Calibration) -> list[FieldGain]:
    """What learning from two thirds of the labels gains on the third, by field."""
    listed = list(found)
    learnt = [label for label in listed if not label.left_out]
    after = before.with_own(counts(learnt))
    return [
        gain
        for field in FIELDS
        if (gain := _gain(field, learnt, [x for x in listed if x.left_out], before, after))
    ]


def _gain(
    field: Field, learnt: list[Label], test: list[Label], before: Calibration, after: Calibration
) -> FieldGain | None:
    mine = [label for label in test if label.rule.field == field]
    if not mine:
        return None

    def mean(calibration: Calibration, squared: bool) -> float:
        said = [(calibration.confidence(x.rule), float(x.right)) for x in mine]
        parts = [(s - r) ** 2 if squared else s for s, r in said]
        return round(sum(parts) / len(parts), 3)

    return FieldGain(
        field=field,
        learnt_from=sum(label.rule.field == field for label in learnt),
        left_out=len(mine),
        right=sum(label.right for label in mine),
        said_before=mean(before, False),
        said_after=mean(after, False),
        error_before=mean(before, True),
        error_after=mean(after, True),
    )


def table(learnt: Mapping[Rule, Counts]) -> str:
    """Counts as the text of a TOML file."""
    lines = ["# How often each rule was right in what you reviewed. Made by `alltrace calibrate`."]
    for field in FIELDS:
        of_field = {rule.name: pair for rule, pair in learnt.items() if rule.field == field}
        if of_field:
            lines += ["", f"[{field}]"]
            lines += [f'"{name}" = [{r}, {n}]' for name, (r, n) in sorted(of_field.items())]
    return "\n".join(lines) + "\n"


def _fields(value: Measurement, names: Mapping[str, Regimen]) -> dict[str, str]:
    regimen = names.get(value.regimen or "")
    return {
        "number": f"{value.value} {value.numerator} {value.denominator} {value.unit}",
        "endpoint": f"{value.endpoint} {value.endpoint_text or ''}",
        "study": value.study,
        "arm": regimen.label if regimen is not None else "",
        "cohort": value.cohort or "",
        "time": value.time.label if value.time is not None else "",
    }


def _rules(told: str) -> list[Rule]:
    """The rules that a value was drawn by; its number is as printed unless another says so.

    Where a language model read the same, the rule was right or wrong all the same.
    """
    told = told.partition("; ")[0].replace(f" + {MODEL}", "")
    named = {match.groups() for match in map(_RULE.fullmatch, told.split(", ")) if match}
    known = [rule for rule in RULES if (rule.field, rule.name) in named and rule.field in FIELDS]
    return known if any(rule.field == "number" for rule in known) else [NUMBER, *known]
