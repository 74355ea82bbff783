"""Identifiers added to a record's file, and not another byte changed."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flaherty_records import HEAD, STYLES
from hypothesis import given
from hypothesis import strategies as st
from played_services import MEK_DOI, MEK_PMID

from ingest import records, yamlfile
from ingest.resolving import completing
from ingest.sources.work import well_formed

Writer = Callable[..., Path]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("doi", [MEK_DOI, "10.1002/(SICI)1:1<1::AID-X>3.0.CO;2-X", '10.1/"#{,'])
def test_identifiers_are_added_and_no_other_byte_is_changed(
    style: str, line_end: str, doi: str
) -> None:
    doi = doi.replace("10.1/", "10.1234/")
    text = (HEAD + STYLES[style]).replace("\n", line_end)
    file = records.validated(yamlfile.parse(text.encode(), "mek.yaml"))
    made = completing.completed(file, {0: {"doi": doi, "pmid": MEK_PMID}, 1: {"pmid": "7"}})
    publications = yamlfile.parse(made, "mek.yaml").data["publications"]
    assert (publications[0]["doi"], publications[0]["pmid"]) == (doi, MEK_PMID)
    assert publications[1]["pmid"] == "7"
    old, new = text.split(line_end), made.decode().split(line_end)
    kept = [line for line in new if line in old]
    changed = [line for line in old if line not in new]
    assert [line for line in old if line not in changed] == kept
    assert all("other-2001" in line or "first_page: 107" in line or "doi:" in line or "pmid:" in line
               for line in changed)  # fmt: skip


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "😀", "\r", "e\u0301", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff", "---\n"])
def test_odd_characters_before_a_publication_move_nothing(start: str, odd: str) -> None:
    text = HEAD + f"# {odd}\n" + STYLES["block"]
    text = start + text.replace('label: "Flaherty', f'label: "{odd} Flaherty').replace("\t\n", "\n")
    file = records.validated(yamlfile.parse(text.encode(), "mek.yaml"))
    made = completing.completed(file, {0: {"pmid": MEK_PMID}}).decode()
    assert made.replace("\n    pmid: 22663011", "", 1) == text


_FIELDS = {
    "label": '"Flaherty: 2012"', "type": "article", "year": "2012", "volume": "'367'", "issue": "2",
    "first_page": "0107", "title": "Improved survival", "journal": "N Engl J Med",
    "note": '"a # b"', "authors": "[Flaherty KT]", "doi": "", "pmid": "~", "text_seen": "abstract",
}  # fmt: skip


@given(
    st.permutations(sorted(_FIELDS)),
    st.sets(
        st.sampled_from(["type", "year", "volume", "issue", "journal", "doi", "pmid", "authors"])
    ),
    st.sampled_from(["", "  # why", " #"]),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=12),
)
def test_in_whatever_order_the_fields_stand(
    order: list[str], left_out: set[str], comment: str, flow: bool, suffix: str
) -> None:
    doi = well_formed("doi", f"10.1234/{suffix}") or "10.1234/x"
    fields = ["id: flaherty-2012"] + [
        f"{name}: {_FIELDS[name]}" for name in order if name not in left_out
    ]
    block = "  - " + "".join(f"{line}{comment}\n    " for line in fields).rstrip(" ")
    text = HEAD + "publications:\n" + (f"  - {{{', '.join(fields)}}}\n" if flow else block)
    file = records.validated(yamlfile.parse(text.encode(), "mek.yaml"))
    made = yamlfile.parse(completing.completed(file, {0: {"doi": doi, "pmid": MEK_PMID}}), "x")
    (now,) = made.data["publications"]
    (before,) = file.source.data["publications"]
    assert now == before | {"doi": doi, "pmid": MEK_PMID}
    assert made.content.count(b"#") - doi.count("#") == text.count("#")


def test_the_program_starts_without_what_only_the_network_needs() -> None:
    heavy = ["httpx", "rapidfuzz", "tenacity", "ingest.references.parse"]
    told = f"import sys, alltrace.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("file", records.bundled(), ids=lambda file: file.name)
def test_every_bundled_record_can_be_completed(file: records.RecordFile) -> None:
    lacking = {
        index: {"pmcid": "PMC1"}
        for index, publication in enumerate(file.record.publications)
        if publication.pmcid is None
    }
    before = file.source.content.decode().splitlines()
    after = completing.completed(file, lacking).decode().splitlines()
    assert [line for line in after if line != "    pmcid: PMC1"] == before
    assert len(after) == len(before) + len(lacking)


def test_a_record_asks_for_its_references_and_its_own_publications(record_file: Writer) -> None:
    wanted = completing.of_record(records.load(record_file()))
    assert [(one.number, one.publication, one.index) for one in wanted] == [(1, "jones-2029", 0)]
    letter = next(file for file in records.bundled() if file.record.references)
    asked = completing.of_record(letter)
    assert [one.number for one in asked] == list(range(1, len(asked) + 1))
    assert all(one.index is None for one in asked), "its sources are described in other records"
    assert all(one.reference.title for one in asked)
