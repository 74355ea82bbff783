"""Not seen is not absent: what was not searched for citations is not said to have none."""

from pathlib import Path

import pytest

from alltrace import EvidenceGraph

RECORD = """
record: letter
status: extracted
curation: {{curator: alltrace, date: 2030-01-01}}
document:
  id: letter
  label: Doe 2030
  type: letter
  title: Sleep in wards
{unsearched}
references:
  - {{number: 1, publication: first}}
  - {{number: 2, publication: second}}
publications:
  - {{id: first, label: First, title: First, text_seen: nothing}}
  - {{id: second, label: Second, title: Second, text_seen: nothing}}
{pointers}
"""
POINTERS = """pointers:
  - {id: p1, marker: 1, reference: 1, role: citesForInformation}
"""
IN_TABLE = "  - {id: p2, marker: 2, reference: 2, role: citesForInformation, place: table}\n"


def rules(folder: Path, unsearched: str = "", pointers: str = POINTERS) -> list[str]:
    path = folder / "letter.yaml"
    path.write_text(RECORD.format(unsearched=unsearched, pointers=pointers), encoding="utf-8")
    (audit,) = EvidenceGraph.of(path).audit()
    return [finding.rule for finding in audit.findings]


def test_a_reference_without_a_pointer_is_told_where_all_was_searched(tmp_path: Path) -> None:
    assert "reference-never-cited" in rules(tmp_path)


@pytest.mark.parametrize("what", ["the tables", "Table 1, which the file has as an image"])
def test_it_is_not_told_where_a_part_was_not_searched(tmp_path: Path, what: str) -> None:
    assert "reference-never-cited" not in rules(tmp_path, f'  unsearched: ["{what}"]')


def test_it_is_not_told_where_no_pointer_was_read_at_all(tmp_path: Path) -> None:
    assert "reference-never-cited" not in rules(tmp_path, pointers="")


def test_a_pointer_in_a_table_counts(tmp_path: Path) -> None:
    assert "reference-never-cited" not in rules(tmp_path, pointers=POINTERS + IN_TABLE)


LATER = """pointers:
  - {id: p1, marker: 1, reference: 2, role: citesForInformation}
  - {id: p2, marker: 2, reference: 1, role: citesForInformation, place: PLACE}
"""


def test_a_reference_in_a_table_has_no_place_in_the_order(tmp_path: Path) -> None:
    assert "pointers-out-of-order" not in rules(tmp_path, pointers=LATER.replace("PLACE", "table"))


def test_a_reference_that_the_text_cites_later_is_out_of_order(tmp_path: Path) -> None:
    assert "pointers-out-of-order" in rules(tmp_path, pointers=LATER.replace(", place: PLACE", ""))
