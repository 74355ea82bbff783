"""A draft record as the text of its file, with what a person may want to add at its end."""

from collections.abc import Iterator

from ingest.drafting.record import DraftRecord
from ingest.extract.mentions import Proposal
from ingest.recordtext import record_text


def as_yaml(draft: DraftRecord) -> str:
    """The text of the record's file; what was left out stands in comments at its end."""
    return record_text(draft.record, tail=tuple(_tail(draft)))


def _tail(draft: DraftRecord) -> Iterator[str]:
    if draft.left_out:
        yield "Read, and left out:"
        yield from (f"- {told}" for told in draft.left_out)
    if draft.proposals:
        yield "Proposed as new words of the vocabulary or as new studies:"
        for p in draft.proposals:
            yield f"- {p.scheme} {p.name}: {p.text} ({_place(p)}; {p.why})"


def _place(proposal: Proposal) -> str:
    return f"p{proposal.paragraph} s{proposal.sentence}" if proposal.paragraph else "the title"
