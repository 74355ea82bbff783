"""`make fuzz`: atheris throws bytes at what reads untrusted files, until one raises or hangs.

`python tests/fuzz.py readers|references|drafts [SECONDS]`. Not part of the suite: the properties in
`test_readers.py`, `test_references.py` and `test_draft.py` are; what is found here becomes a case there.
"""

import sys

import atheris

with atheris.instrument_imports(include=["ingest"]):
    from ingest import readers, records
    from ingest.drafting.known import known
    from ingest.drafting.record import draft_record, record_name
    from ingest.readers.document import Paper
    from ingest.references.parse import parse
    from ontology.errors import ReadingError

SLOW = 20
"""Seconds after which an input counts as one that hangs."""
BACKGROUND = known(records.bundled())


def paper(data: bytes) -> Paper | None:
    """The document in some bytes, unless it is refused as it should be."""
    try:
        return readers.read_bytes(data, "fuzz")
    except ReadingError:
        return None


def read(data: bytes) -> None:
    """Read bytes as a document of whatever format."""
    paper(data)


def reference(data: bytes) -> None:
    """Read a printed reference."""
    parse(atheris.FuzzedDataProvider(data).ConsumeUnicodeNoSurrogates(4_000))


def draft(data: bytes) -> None:
    """Draft a record from a document."""
    found = paper(data)
    if found is not None:
        draft_record(found, BACKGROUND, "2030-01-01", record_name(found, BACKGROUND))


TARGETS = {"readers": read, "references": reference, "drafts": draft}


def main() -> None:
    """Fuzz one target for some seconds."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"fuzz: name one of {', '.join(TARGETS)}")
    seconds = sys.argv[2] if len(sys.argv) > 2 else "60"
    options = [f"-max_total_time={seconds}", f"-timeout={SLOW}", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *options], TARGETS[sys.argv[1]])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
