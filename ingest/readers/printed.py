"""The parts of a printed reference, from the parser of single references."""

from ingest.readers.document import ReferenceParts


def parts_of(printed: str) -> ReferenceParts | None:
    """The parts of one reference as printed; None where no parser is there to find them."""
    del printed
    return None
