"""Invented records for benchmarks; the same seed gives the same records."""

import random
from collections.abc import Iterator

from ontology.model import Record

CLAIMS = 50
"""Number of claims per document."""
_ENDPOINTS = ("complete-remission", "mrd-negative", "mrd-positive", "infection", "sepsis", "death")


def records(claims: int, seed: int = 1331) -> Iterator[Record]:
    """Documents with `claims` claims in total, each with a value, a pointer and evidence."""
    generator = random.Random(seed)
    for number in range(max(1, claims // CLAIMS)):
        yield Record.model_validate(_document(number, min(claims, CLAIMS), generator))


def _document(number: int, claims: int, generator: random.Random) -> dict[str, object]:
    name, study = f"doc-{number}", f"trial-{number}"
    counts = [
        (generator.randint(0, n), n) for n in (generator.randint(20, 400) for _ in range(claims))
    ]
    reported_values = [f"{100 * k / n:.1f}" for k, n in counts]
    stated_values = [
        v if generator.random() > 0.05 else f"{min(99.9, float(v) + 3):.1f}"
        for v in reported_values
    ]
    common = [
        {"study": study, "cohort": f"{study}/c{i}", "endpoint": generator.choice(_ENDPOINTS),
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
            {"id": f"r{i}", **common[i], "value": reported_values[i], "numerator": k, "denominator": n}
            for i, (k, n) in enumerate(counts)
        ],
        "stated": [
            {"id": f"m{i}", "anchor": f"s{i}", **common[i], "value": stated_values[i], "restates": [f"r{i}"]}
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
