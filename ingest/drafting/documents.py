"""The documents of which there are drafts, compared by what identifies them, not by names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest import yamlfile
from ontology.errors import RecordError
from ontology.model import Document

KINDS = ("pmid", "doi", "pmcid", "text_sha256")
"""The fields that identify a document, the strongest first."""
_HEAD = re.compile(r"(?m)^(?:record|curation|document):.*(?:\n(?:[ #}\]].*)?)*")
"""The sections of a record's file that say which document it is of."""


@dataclass(slots=True)
class DraftedDocument:
    """A document, the name of its record, and the file of its draft if there is one.

    `source` is the name of the document's file, `read_from` the file of this batch.
    """

    record: str
    identifiers: dict[str, str]
    title: str = ""
    source: str = ""
    place: Path | None = None
    read_from: Path | None = None

    @classmethod
    def of(cls, record: str, document: Document | None, source: str | None) -> "DraftedDocument":
        """The document of a record."""
        fields = {} if document is None else document.model_dump(include={*KINDS, "title"})
        return cls(record, _identifiers(fields), str(fields.get("title", "")), source or "")

    @property
    def registered(self) -> bool:
        """Whether it has an identifier beside its text."""
        return any(kind in self.identifiers for kind in KINDS[:-1])

    def lookup_keys(self) -> Iterator[tuple[str, ...]]:
        """What it is found by, the strongest first."""
        yield from self.identifiers.items()
        yield "record", self.record
        if not self.registered and self.title and self.source:
            yield "source", self.source, self.title

    def same_text(self, other: "DraftedDocument") -> bool:
        """Whether nothing is known to differ in their texts."""
        texts = {one.identifiers.get("text_sha256") for one in (self, other)} - {None}
        return len(texts) < 2

    def is_same(self, other: "DraftedDocument") -> bool:
        """Whether they are one document: the strongest identifier that both have decides.

        A name and a text in common are enough where a person corrected the identifiers.
        """
        shared = [kind for kind in KINDS if kind in self.identifiers and kind in other.identifiers]
        if "text_sha256" in shared and self.record == other.record and self.same_text(other):
            return True
        return bool(shared) and self.identifiers[shared[0]] == other.identifiers[shared[0]]

    def is_version(self, other: "DraftedDocument") -> bool:
        """Whether neither has an identifier, and file name and title are the same."""
        return (
            not (self.registered or other.registered)
            and bool(self.title and self.source)
            and (self.source, self.title) == (other.source, other.title)
        )


class DocumentIndex:
    """The documents of a folder of drafts and of a batch."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        """The names of records and files that are in use."""
        self._by_key: dict[tuple[str, ...], list[DraftedDocument]] = {}

    @classmethod
    def of_folder(cls, folder: Path, others: Iterable[Path] = ()) -> "DocumentIndex":
        """The documents of `others` and of the record files in a folder, which need not exist."""
        index = cls()
        in_folder = sorted(folder.glob("*.yaml"))
        elsewhere = {path.resolve(): path for path in others}
        for path in in_folder:
            elsewhere.pop(path.resolve(), None)
        for path in (*elsewhere.values(), *in_folder):
            index.names.add(path.stem)
            if document := _in_file(path):
                index.enter(document, None)
        return index

    def find(self, document: DraftedDocument) -> DraftedDocument | None:
        """The same document, or an earlier version of it, if it was entered."""
        candidates = [one for key in document.lookup_keys() for one in self._by_key.get(key, ())]
        same = (one for one in candidates if one.is_same(document))
        versions = (o for o in candidates if o.read_from is None and o.is_version(document))
        return next(same, None) or next(versions, None)

    def enter(
        self,
        document: DraftedDocument,
        read_from: Path | None,
        earlier: DraftedDocument | None = None,
    ) -> None:
        """Enter a document that was read from a file, as `earlier` if that is the same."""
        entry = earlier or document
        entry.read_from = read_from
        entry.identifiers = {**entry.identifiers, **document.identifiers}
        self.names.add(entry.record)
        for key in {*document.lookup_keys(), *entry.lookup_keys()}:
            entries = self._by_key.setdefault(key, [])
            if all(one is not entry for one in entries):
                entries.append(entry)


def _in_file(path: Path) -> DraftedDocument | None:
    """The document of a record file; only its head is parsed, for a folder may be large."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
        data = yamlfile.parse("\n".join(_HEAD.findall(text)).encode(), path.name).data
    except (OSError, RecordError):
        return None
    head = data if isinstance(data, dict) else {}
    document, curation = head.get("document"), head.get("curation")
    if not isinstance(document, dict):
        return None
    source = curation.get("source") if isinstance(curation, dict) else None
    return DraftedDocument(
        record=str(head.get("record") or path.stem),
        identifiers=_identifiers(document),
        title=str(document.get("title") or ""),
        source=str(source or ""),
        place=path,
    )


def _identifiers(fields: Mapping[str, Any]) -> dict[str, str]:
    """The identifiers of a document; DOIs are case-insensitive."""
    return {kind: str(fields[kind]).lower() for kind in KINDS if fields.get(kind)}
