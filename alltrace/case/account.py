"""The account of a case for its manifest: what was used, what was not, and what is missing."""

from importlib import metadata

from alltrace.case.folder import INBOX
from alltrace.case.inputs import Inputs
from alltrace.case.making import Made
from alltrace.case.manifest import Manifest, MissingSource, Request, UnusedSource, UsedPaper
from queries.audit.audit import DocumentAudit


def manifest_of(
    request: Request,
    given: Inputs,
    made: Made,
    audited: DocumentAudit,
    unbuilt: tuple[UnusedSource, ...],
    notes: tuple[str, ...],
    day: str,
) -> Manifest:
    """The manifest of a case, but for the hashes of its files."""
    document = made.paper.file.record.document
    return Manifest(
        alltrace=metadata.version("alltrace"),
        day=day,
        request=request,
        paper=UsedPaper(
            sha256=given.paper_sha256,
            record=made.paper.file.name,
            title=document.title if document is not None else "",
            draft=made.paper.mark(),
        ),
        links=dict(made.links),
        sources=made.used,
        unused=(*given.unused, *unbuilt),
        missing=_missing(given, made, audited),
        outcomes=audited.outcomes,
        notes=tuple(dict.fromkeys((*notes, *_notes(given)))),
    )


def _notes(given: Inputs) -> tuple[str, ...]:
    """The notes on the paper and its references that do not repeat what is told of sources."""
    told = {one.message for one in given.unused}
    of_references = (*given.matching.notes, *given.references.notes)
    return (*given.paper.notes, *(note for note in of_references if note not in told))


def _missing(given: Inputs, made: Made, audited: DocumentAudit) -> tuple[MissingSource, ...]:
    """The references of which nothing tells what they report, those cited for values first."""
    told = {source.reference for source in made.used} | {
        number
        for number, name in given.publications.items()
        if any(p.id == name for f in given.others for p in f.record.publications)
    }
    cited = [number for value in audited.values for number in value.references]
    missing = [
        MissingSource(
            reference=entry.number,
            printed=entry.printed[:200],
            cited_for=cited.count(entry.number),
            put_into=INBOX,
        )
        for entry in given.paper.references
        if entry.number not in told
    ]
    return tuple(sorted(missing, key=lambda one: (-one.cited_for, one.reference)))
