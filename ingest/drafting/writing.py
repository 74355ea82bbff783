"""A draft record as the text of its file, with omissions and proposals in comments at the end."""

from collections.abc import Iterator

from ingest.drafting.record import DraftRecord
from ingest.language.mention import Proposal
from ingest.recordtext import record_text


def as_yaml(draft: DraftRecord) -> str:
    """The text of the record's file, with what was left out in comments at its end."""
    return record_text(draft.record, tail=tuple(_tail(draft)))


def _tail(draft: DraftRecord) -> Iterator[str]:
    if draft.left_out:
        yield "Read, and left out:"
        yield from (f"- {line}" for line in draft.left_out)
    if draft.proposals:
        yield "Proposed as new words of the vocabulary or as new studies:"
        for proposal in draft.proposals:
            where = f"{_place(proposal)}; {proposal.why}"
            yield f"- {proposal.scheme} {proposal.name}: {proposal.text} ({where})"


def _place(proposal: Proposal) -> str:
    return f"p{proposal.paragraph} s{proposal.sentence}" if proposal.paragraph else "the title"
