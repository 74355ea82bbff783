"""Invented documents for measuring: the same seed gives the same records."""

import random
from collections.abc import Iterator

from ontology.model import Record

CLAIMS = 50
"""Claims in each document."""
_ENDPOINTS = ("complete-remission", "mrd-negative", "mrd-positive", "infection", "sepsis", "death")


def records(claims: int, seed: int = 1331) -> Iterator[Record]:
    """Documents with `claims` claims in all, each claim with a value, a pointer and evidence."""
    chance = random.Random(seed)
    for number in range(max(1, claims // CLAIMS)):
        yield Record.model_validate(_document(number, min(claims, CLAIMS), chance))


def _document(number: int, claims: int, chance: random.Random) -> dict[str, object]:
    name, study = f"doc-{number}", f"trial-{number}"
    counts = [(chance.randint(0, n), n) for n in (chance.randint(20, 400) for _ in range(claims))]
    values = [f"{100 * k / n:.1f}" for k, n in counts]
    wrong = [v if chance.random() > 0.05 else f"{min(99.9, float(v) + 3):.1f}" for v in values]
    common = [
        {"study": study, "cohort": f"{study}/c{i}", "endpoint": chance.choice(_ENDPOINTS),
         "statistic": "proportion", "unit": "%", "time": "end of block-1"}
        for i in range(claims)
    ]  # fmt: skip
    return {
        "record": name,
        "status": "extracted",
        "curation": {"curator": "invented", "date": "2030-01-01"},
        "document": {"id": name, "label": f"Document {number}", "type": "letter", "title": "Invented"},
        "publications": [
            {"id": f"pub-{number}", "label": f"Report {number}", "title": "Invented",
             "text_seen": "full text", "reports": [study]}
        ],
        "trials": [{"id": study, "label": f"Trial {number}", "allocation": "randomised"}],
        "cohorts": [{"id": f"{study}/c{i}", "label": f"cohort {i}"} for i in range(claims)],
        "references": [{"number": 1, "publication": f"pub-{number}"}],
        "anchors": [
            {"id": f"s{i}", "paragraph": 1, "sentence": i + 1, "start": i, "end": i + 1, "sha256": "0" * 64}
            for i in range(claims)
        ],
        "pointers": [
            {"id": f"p{i}", "marker": i + 1, "reference": 1, "role": "citesAsEvidence", "anchor": f"s{i}"}
            for i in range(claims)
        ],
        "reported": [
            {"id": f"r{i}", **common[i], "value": values[i], "numerator": k, "denominator": n}
            for i, (k, n) in enumerate(counts)
        ],
        "stated": [
            {"id": f"m{i}", "anchor": f"s{i}", **common[i], "value": wrong[i], "restates": [f"r{i}"]}
            for i in range(claims)
        ],
        "claims": [
            {"id": f"c{i}", "anchor": f"s{i}", "text": f"Claim {i} of document {number}.",
             "pointers": [f"p{i}"], "measurements": [f"m{i}"], "studies": [study]}
            for i in range(claims)
        ],
        "conclusions": [{"id": "k", "anchor": "s0", "text": f"Conclusion of document {number}."}],
        "evidence": [
            {"id": f"e{i}", "anchor": f"s{i}", "evidence": [f"c{i}"], "bears_on": "k" if i < 10 else f"c{i % 10}",
             "direction": "supports", "why": "It follows."}
            for i in range(claims)
        ],
    }  # fmt: skip
