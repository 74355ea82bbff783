"""A sound letter on two invented trials, to change in one place, and its audit."""

from pathlib import Path
from typing import Any

import yaml

from alltrace import EvidenceGraph
from queries.audit.audit import DocumentAudit


def base() -> dict[str, Any]:
    """A sound letter on two invented trials; nothing in it is to be found fault with."""
    return {
        "record": "letter",
        "status": "reviewed",
        "curation": {"curator": "tests", "date": "2030-01-01"},
        "document": {"id": "letter", "label": "Letter", "type": "letter", "title": "Letter", "authors": ["Smith A"]},
        "anchors": [{"id": "s1", "paragraph": 1, "sentence": 1, "start": 0, "end": 9, "sha256": "0" * 64}],
        "references": [{"number": 1, "publication": "x-report"}, {"number": 2, "publication": "y-report"}],
        "pointers": [
            {"id": "p1", "marker": 1, "reference": 1, "role": "citesAsEvidence", "anchor": "s1"},
            {"id": "p2", "marker": 2, "reference": 2, "role": "citesAsEvidence", "anchor": "s1"},
        ],
        "trials": [
            {"id": "x", "label": "Trial X", "group": "Group X", "allocation": "randomised", "stratified_by": ["site of relapse"]},
            {"id": "y", "label": "Trial Y", "group": "Group Y", "allocation": "single-arm"},
        ],
        "cohorts": [{"id": "x/all", "label": "all of X", "n": "200"}, {"id": "y/all", "label": "all of Y"}],
        "regimens": [
            {"id": "x/a", "label": "arm A", "drugs": ["blinatumomab"]},
            {"id": "x/b", "label": "arm B", "drugs": ["chemotherapy"]},
            {"id": "y/a", "label": "arm of Y", "drugs": ["bortezomib"]},
        ],
        "publications": [
            {"id": "x-report", "label": "X 2020", "title": "Trial X", "year": "2020", "authors": ["Jones B"],
             "text_seen": "full text", "reports": ["x"], "doi": "10.1000/x"},
            {"id": "y-report", "label": "Y 2010", "title": "Trial Y", "year": "2010", "authors": ["Brown C"],
             "text_seen": "full text", "reports": ["y"]},
        ],
        "reported": [
            value("x-cr", "x", "complete-remission", "61.0", cohort="x/all", k=122, n=200, time="end of block-1", by="x-report"),
            value("y-cr", "y", "complete-remission", "48.0", cohort="y/all", time="end of block-1", by="y-report"),
        ],
        "stated": [
            value("cr-x", "x", "complete-remission", "61.0", cohort="x/all", time="end of block-1", anchor="s1"),
            value("cr-y", "y", "complete-remission", "48.0", cohort="y/all", time="end of block-1", anchor="s1"),
        ],
        "claims": [
            {"id": "c-x", "anchor": "s1", "text": "X works.", "pointers": ["p1"], "measurements": ["cr-x"]},
            {"id": "c-y", "anchor": "s1", "text": "Y works.", "pointers": ["p2"], "measurements": ["cr-y"]},
        ],
        "conclusions": [{"id": "k", "anchor": "s1", "text": "Both work."}],
        "evidence": [
            {"id": "e1", "anchor": "s1", "evidence": ["c-x", "c-y"], "bears_on": "k", "direction": "supports", "why": "Both do."},
        ],
    }  # fmt: skip


def value(
    name: str, study: str, endpoint: str, printed: str | None = None, *, k: int | None = None,
    n: int | None = None, by: str | None = None, unit: str = "%", statistic: str | None = "proportion",
    **more: Any,
) -> dict[str, Any]:  # fmt: skip
    made: dict[str, Any] = {"id": name, "study": study, "endpoint": endpoint}
    if statistic:
        made["statistic"] = statistic
    if printed is not None:
        made |= {"value": printed, "unit": unit}
    if k is not None:
        made["numerator"] = str(k)
    if n is not None:
        made["denominator"] = str(n)
    if by is not None:
        made["reported_by"] = by
    return made | more


def claim(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "anchor": "s1", "text": f"Claim {name}.", **more}


def compares(left: str, relation: str, right: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{left}-{relation}",
        "anchor": "s1",
        "left": left,
        "relation": relation,
        "right": right,
        **more,
    }


def audit_of(
    folder: Path, changes: dict[str, Any] | None = None, /, **added: list[dict[str, Any]]
) -> DocumentAudit:
    """The audit of the sound letter with sections added, and fields changed as `section.id.field`."""
    record = base()
    for section, items in added.items():
        record.setdefault(section, []).extend(items)
    for place, new in (changes or {}).items():
        section, name, key = place.split(".")
        (item,) = (i for i in record[section] if str(i.get("id", i.get("number"))) == name)
        if new is None:
            item.pop(key)
        else:
            item[key] = new
    path = folder / "letter.yaml"
    path.write_text(yaml.safe_dump(record, sort_keys=False, allow_unicode=True), encoding="utf-8")
    (audit,) = EvidenceGraph.of(path).audit()
    return audit


def with_claim(
    *values: dict[str, Any], pointers: tuple[str, ...] = ("p1",), **more: Any
) -> dict[str, list[dict[str, Any]]]:
    """A further claim that states `values`, wired to the conclusion."""
    names = [v["id"] for v in values]
    return {
        "stated": [{"anchor": "s1", **v} for v in values],
        "claims": [claim("c-new", measurements=names, pointers=list(pointers), **more)],
    }
