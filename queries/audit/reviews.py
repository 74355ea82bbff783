"""What a reviewer made of the findings: a YAML file beside the record.

```yaml
reviews:
  - finding: mohetaer-2026.number-uncited.infectious-toxicity
    verdict: dismissed
    reason: The sentence belongs to the one before, which cites reference 1.
    by: A. Reviewer
```

A dismissed finding stays in every report, as dismissed, and no longer makes the audit fail.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest import yamlfile
from ontology.errors import Problem, RecordError, shown, suggestion
from ontology.model import Finding, Text
from queries.audit.audit import DocumentAudit

SUFFIX = ".reviews.yaml"


class Review(BaseModel):
    """One finding accepted or dismissed, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    finding: str
    verdict: Literal["accepted", "dismissed"]
    reason: Text
    by: Text | None = None
    date: Text | None = None


class Reviews(BaseModel):
    """The content of a reviews file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reviews: tuple[Review, ...] = ()


def beside(record: Path) -> Path | None:
    """The reviews file beside a record file, if there is one."""
    path = record.with_name(record.stem + SUFFIX)
    return path if path.is_file() else None


def apply(
    audits: Sequence[DocumentAudit], path: Path, *, strict: bool = True
) -> list[DocumentAudit]:
    """The audits with each reviewed finding marked.

    Raises RecordError if the file is faulty, or, if `strict`, reviews a finding that there is not.
    """
    source = yamlfile.read(path)
    try:
        given = Reviews.model_validate(source.data or {})
    except ValidationError as error:
        raise RecordError(
            Problem(
                source.file, source.line(tuple(d["loc"])), ".".join(map(str, d["loc"])), d["msg"]
            )
            for d in error.errors()
        ) from None
    known = {finding.id for audit in audits for finding in audit.findings}
    stale = [
        Problem(
            source.file,
            source.line(("reviews", n, "finding")),
            f"reviews[{n + 1}].finding",
            f"no finding is called {shown(review.finding)}{suggestion(review.finding, known)}",
        )
        for n, review in enumerate(given.reviews)
        if review.finding not in known
    ]
    if stale and strict:
        raise RecordError(stale)
    by_id = {review.finding: review for review in given.reviews}
    applied = f"{source.file} sha256:{source.sha256}"
    return [
        replace(
            audit,
            findings=[_reviewed(f, by_id.get(f.id)) for f in audit.findings],
            reviews=(*audit.reviews, applied),
        )
        if any(f.id in by_id for f in audit.findings)
        else audit
        for audit in audits
    ]


def _reviewed(finding: Finding, review: Review | None) -> Finding:
    if review is None:
        return finding
    return finding.model_copy(update={"review": review.verdict, "review_reason": review.reason})
