"""The page of all outside codes, made from their table: `make docs` writes it to docs/codes.md."""

import sys
from collections.abc import Sequence
from itertools import groupby

from ontology.codes import NOT_FOUND, RELATIONS, Mapping, mappings, table
from ontology.identifiers import CODES

_HEAD = """# Outside codes

Made by `make docs` from `ontology/mappings.sssom.tsv`; do not edit. The table is in the form of
SSSOM and says of each code where it was seen and when. *exact*: the same thing; *close*: nearly the
same, such as a finding where the concept is the proportion of people with it; *broad*: the code is
the wider one; *narrow*: it is the narrower one; *related*: neither. The labels are those that stood
beside the codes. *None* names the registers that were searched in vain; of NCIt, RxNorm, ATC, ORDO,
LOINC and HemOnc only what public text holds of them could be searched.

How to add one: [a word](adding-a-word.md).
"""
_TITLES = {known.prefix.lower(): known.title for known in CODES} | {"hemonc": "HemOnc"}


def page(text: str) -> str:
    """The page as Markdown, by vocabulary and concept.

    >>> "| vincristine | exact " in page(table())
    True
    """
    rows = sorted(mappings(text), key=lambda row: row.subject_id)
    coded = {row.subject_id for row in rows if row.found}
    every = {row.subject_id for row in rows}
    parts = [_HEAD, f"\n{len(coded)} of {len(every)} concepts have a code.\n"]
    for scheme, some in groupby(rows, key=lambda row: row.subject_id.partition(":")[0]):
        parts.append(f"\n## {scheme.capitalize()}\n\n| concept | codes | none |\n|---|---|---|\n")
        for _, of_one in groupby(some, key=lambda row: row.subject_id):
            parts.append(_line(list(of_one)))
    return "".join(parts)


def _line(rows: Sequence[Mapping]) -> str:
    found = sorted(
        (row for row in rows if row.found), key=lambda row: RELATIONS.index(row.relation)
    )
    codes = "<br>".join(
        f"{row.relation} [{row.object_id}]({row.code}) {_plain(row.object_label)}" for row in found
    )
    missing = [row.object_source.partition(":")[2] for row in rows if row.object_id == NOT_FOUND]
    none = ", ".join(sorted(_TITLES[prefix] for prefix in missing))
    return f"| {_plain(rows[0].subject_label)} | {codes} | {none} |\n"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")


if __name__ == "__main__":
    sys.stdout.write(page(table()))
