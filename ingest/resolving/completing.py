"""A record file with identifiers added to its publications, and not another byte changed.

The YAML is not written anew: its parser says where each publication stands, and the new lines are
put in there. What comes out is read again and held against what was meant.
"""

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ingest import records, yamlfile
from ingest.records import RecordFile
from ingest.references.model import ParsedReference, Person
from ingest.references.parse import parse
from ingest.resolving.model import ID_KINDS, Resolved
from ontology.errors import ResolveError
from ontology.model import Publication

_AFTER = (
    "pmcid", "pmid", "doi", "last_page", "first_page", "issue", "volume", "year", "journal", "type",
    "label", "id",
)  # fmt: skip
"""The fields after which an identifier is put; the first one that a publication has."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9./()_-]*")
_LINE_END = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reference to resolve: its number, how it is shown, its parts, and where it belongs."""

    number: int
    printed: str
    reference: ParsedReference
    publication: str | None = None
    index: int | None = None
    """The place of the publication in its record; None if another record describes it."""


def printed_lines(lines: Sequence[str]) -> list[Wanted]:
    """What printed references ask for, one a line."""
    read = [parse(line) for line in lines]
    return [
        Wanted(reference.number or number, line, reference)
        for number, (line, reference) in enumerate(zip(lines, read, strict=True), 1)
    ]


def of_record(file: RecordFile) -> list[Wanted]:
    """What a record asks for: its references, and its publications that no reference points at."""
    own = {p.id: (index, p) for index, p in enumerate(file.record.publications)}
    bundled = {p.id: p for other in records.bundled() for p in other.record.publications}
    wanted = []
    for reference in file.record.references:
        index, publication = own.get(reference.publication, (None, None))
        publication = publication or bundled.get(reference.publication)
        if publication is not None:
            parts = of_publication(publication)
        elif reference.printed:
            parts = parse(reference.printed)
        else:
            continue
        shown = reference.printed or (publication.label if publication else "")
        wanted.append(Wanted(reference.number, shown, parts, reference.publication, index))
    cited = {one.publication for one in wanted}
    number = max((one.number for one in wanted), default=0)
    for name, (index, publication) in own.items():
        if name not in cited:
            number += 1
            parts = of_publication(publication)
            wanted.append(Wanted(number, publication.label, parts, name, index))
    return wanted


def of_publication(publication: Publication) -> ParsedReference:
    """The fields of a publication as the parts of a reference."""
    return ParsedReference(
        authors=tuple(_person(name) for name in publication.authors),
        etal=publication.et_al,
        title=publication.title,
        journal=publication.journal,
        year=str(publication.year) if publication.year else None,
        volume=publication.volume,
        issue=publication.issue,
        first_page=publication.first_page,
        last_page=publication.last_page,
        doi=publication.doi,
        pmid=publication.pmid,
        pmcid=publication.pmcid,
    )


def _person(name: str) -> Person:
    """A name as records have it: "von Stackelberg A"."""
    family, _, initials = name.rpartition(" ")
    short = len(initials) <= 3 or (len(initials) == 4 and initials.isupper())
    return Person(family, initials) if family and short else Person(name)


def additions(wanted: Sequence[Wanted], found: Sequence[Resolved]) -> dict[int, dict[str, str]]:
    """The identifiers to add to each publication of a record: those that it lacks, and are sure."""
    made: dict[int, dict[str, str]] = {}
    for one, result in zip(wanted, found, strict=True):
        if one.index is None or result.outcome not in ("found", "verified"):
            continue
        new: dict[str, str] = {
            kind: value
            for kind in ID_KINDS
            if (value := getattr(result, kind)) and not getattr(one.reference, kind)
        }
        if new:
            made.setdefault(one.index, {}).update(new)
    return made


def completed(file: RecordFile, new: Mapping[int, Mapping[str, str]]) -> bytes:
    """The bytes of a record's file with identifiers added. Raises ResolveError, RecordError."""
    if not new:
        return file.source.content
    text = file.source.content.decode("utf-8")
    edits: list[tuple[int, int, str]] = []
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    publications = _publications(text)
    for index, fields in new.items():
        edits += _edits(text, starts, publications[index], fields)
    for start, end, put in sorted(edits, reverse=True):
        text = text[:start] + put + text[end:]
    made = yamlfile.parse(text.encode(), file.source.file)
    if made.data != _meant(file.source.data, new):
        raise ResolveError(
            f"{file.source.file}: the identifiers could not be put in; add them by hand"
        )
    records.validated(made)
    return made.content


def _meant(data: Any, new: Mapping[int, Mapping[str, str]]) -> Any:
    meant = copy.deepcopy(data)
    for index, fields in new.items():
        meant["publications"][index] |= fields
    return meant


def _publications(text: str) -> list[yaml.MappingNode]:
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(root, yaml.MappingNode)
    return next(list(value.value) for key, value in root.value if key.value == "publications")


def _edits(
    text: str, starts: Sequence[int], publication: yaml.MappingNode, fields: Mapping[str, str]
) -> list[tuple[int, int, str]]:
    """The stretches of text to replace so that a publication has the fields."""
    there = {key.value: (key, value) for key, value in publication.value}
    edits = []
    lines = []
    for name, value in fields.items():
        put = value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
        if name in there:  # the field stands there without a value
            node = there[name][1]
            start, end = _at(starts, node.start_mark), _at(starts, node.end_mark)
            edits.append((start, end, put if start < end else f" {put}"))
        else:
            lines.append(f"{name}: {put}")
    key, value = there[next(name for name in _AFTER if name in there and name not in fields)]
    after = _at(starts, value.end_mark)
    if publication.flow_style:
        edits += [(after, after, "".join(f", {line}" for line in lines))]
    elif lines:
        broken = _LINE_END.search(text, after)
        break_, place = (broken[0], broken.start()) if broken else ("\n", len(text))
        indent = " " * key.start_mark.column
        edits.append((place, place, "".join(f"{break_}{indent}{line}" for line in lines)))
    return edits


def _at(starts: Sequence[int], mark: yaml.Mark) -> int:
    return starts[mark.line] + mark.column
