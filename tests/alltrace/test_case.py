"""The case: a paper and its sources become drafts, joins, an audit and a folder that lasts."""

import hashlib
import shutil
from pathlib import Path

import pytest

import alltrace
from alltrace.case.folder import CaseFolder
from alltrace.case.manifest import Request
from ontology.errors import RecordError, StoreError
from places import HOUSE

EXAMPLE = HOUSE / "tests" / "alltrace" / "case_example"
LETTER, SOURCES = EXAMPLE / "letter.txt", EXAMPLE / "sources"
OKONEDO = "sources/pmid-90000021.yaml"


def outcomes(case: alltrace.Case) -> dict[str, str]:
    """The outcome of each stated value, by its name."""
    return {value.about.rpartition("/")[2]: value.outcome for value in case.audit.values}


def state(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case of the invented letter with its six sources."""
    alltrace.check(LETTER, [SOURCES], out=tmp_path / "case", bundled=False)
    return tmp_path / "case"


def test_the_two_wrong_values_are_found_and_the_sound_ones_hold() -> None:
    case = alltrace.check(LETTER, [SOURCES], bundled=False)
    assert outcomes(case) == {
        "complete-remission-1.2": "verified",
        "overall-survival-1.2": "verified",
        "febrile-neutropenia-1.3": "verified",
        "complete-remission-2.2": "mismatch",
        "overall-survival-2.3": "verified",
        "mrd-negative-2.4": "verified",
        "treatment-related-mortality-3.2": "found in another reference",
        "sepsis-3.3": "verified",
    }
    assert {m.reference: Path(m.source.file).name for m in case.matches} == {
        1: "linden-2.xml",
        2: "okonedo.pubmed.xml",
        3: "thygesen.html",
        4: "castellani.ris",
        5: "iwamoto.json",
        6: "rowan-1.json",
    }
    assert case.folder is None
    assert case.graph.contents()["Document"] == 1


def test_a_value_of_a_source_says_where_it_stands(folder: Path) -> None:
    text = (folder / "sources/doi-10.5555-jio.2030.0201.yaml").read_text()
    assert "place: table 1; row Febrile neutropenia; column Blinatumomab" in text
    assert "place: abstract; paragraph 1; sentence 2" in text


def test_a_second_run_changes_no_byte(folder: Path) -> None:
    before = state(folder)
    case = alltrace.check(folder)
    assert (case.changed, state(folder)) == ((), before)


def test_a_missing_source_is_told_and_its_values_are_not_wrong(tmp_path: Path) -> None:
    case = alltrace.check(LETTER, [SOURCES / "thygesen.html"], bundled=False)
    assert [one.reference for one in case.manifest.missing] == [1, 4, 2, 6, 5]
    assert set(outcomes(case).values()) == {"verified", "unverifiable"}


def test_a_file_in_the_inbox_is_matched_and_used(tmp_path: Path) -> None:
    given = [path for path in SOURCES.iterdir() if path.name != "okonedo.pubmed.xml"]
    case = alltrace.check(LETTER, given, out=tmp_path / "case", bundled=False)
    assert outcomes(case)["complete-remission-2.2"] == "unverifiable"
    shutil.copy(SOURCES / "okonedo.pubmed.xml", tmp_path / "case" / "inbox")
    again = alltrace.check(tmp_path / "case")
    assert outcomes(again)["complete-remission-2.2"] == "mismatch"
    assert again.manifest.missing == ()


def test_what_a_person_corrects_stays_is_reviewed_and_wins(folder: Path) -> None:
    path = folder / OKONEDO
    text = path.read_text()
    corrected = text.replace("value: '57.1'", "value: '74.6'").replace("    numerator: 36\n", "")
    assert corrected != text
    path.write_text(f"# looked up in the paper\n{corrected}")
    case = alltrace.check(folder)
    assert outcomes(case)["complete-remission-2.2"] == "verified"
    assert path.read_text().startswith("# looked up in the paper\n")
    assert "status: reviewed" in path.read_text()
    shutil.copy(SOURCES / "okonedo.pubmed.xml", folder / "inbox" / "newer.xml")
    newer = folder / "inbox" / "newer.xml"
    newer.write_text(newer.read_text().replace("57.1", "57.2"))
    (manifest := folder / "case.json").write_text(
        manifest.read_text().replace(str(SOURCES / "okonedo.pubmed.xml"), "/gone.xml")
    )
    shutil.copytree(SOURCES, folder / "inbox", dirs_exist_ok=True)
    (folder / "inbox" / "okonedo.pubmed.xml").unlink()
    assert outcomes(alltrace.check(folder))["complete-remission-2.2"] == "verified"


def test_a_link_that_a_person_took_out_is_not_made_again(folder: Path) -> None:
    path = folder / "paper.yaml"
    link = f"    restates: [{Path(OKONEDO).stem}/complete-remission-2.1]\n"
    assert link in path.read_text()
    path.write_text(path.read_text().replace(link, ""))
    for _ in range(2):
        case = alltrace.check(folder)
        assert link not in path.read_text()
    assert outcomes(case)["complete-remission-2.2"] == "unverifiable"


def test_a_statement_that_a_person_took_out_stays_out(folder: Path) -> None:
    path = folder / "paper.yaml"
    start = path.read_text().index("  - id: claim-2.1")
    end = path.read_text().index("status: extracted", start) + len("status: extracted\n")
    path.write_text(path.read_text()[:start] + path.read_text()[end:])
    alltrace.check(folder)
    letter = folder.parent / "letter.txt"
    letter.write_text(
        LETTER.read_text().replace("Toxicity is the other side.", "Toxicity is the second side.")
    )
    alltrace.check(letter, out=folder)
    assert "Toxicity is the second side." in path.read_text()
    assert "id: claim-2.1" not in path.read_text()
    longer = LETTER.read_text().replace("These figures", "So much for that. These figures")
    letter.write_text(longer)
    alltrace.check(letter, out=folder)
    assert "id: claim-2.2" not in path.read_text()
    assert "id: claim-2.3" in path.read_text()
    letter.write_text(longer.replace("So much for that.", "That is one result."))
    alltrace.check(letter, out=folder)
    assert "That is one result." in path.read_text()


def test_a_faulty_correction_is_told_with_its_line_and_nothing_changes(folder: Path) -> None:
    path = folder / OKONEDO
    path.write_text(path.read_text().replace("value: '57.1'", "value: '571'"))
    before = state(folder)
    with pytest.raises(RecordError, match=r"pmid-90000021\.yaml:\d+: .*between 0 and 100"):
        alltrace.check(folder)
    assert state(folder) == before


def test_a_source_whose_file_is_gone_is_kept_as_it_was_drafted(tmp_path: Path) -> None:
    shutil.copytree(SOURCES, tmp_path / "sources")
    first = alltrace.check(LETTER, [tmp_path / "sources"], out=tmp_path / "case", bundled=False)
    (tmp_path / "sources" / "okonedo.pubmed.xml").unlink()
    again = alltrace.check(tmp_path / "case")
    assert outcomes(again) == outcomes(first)
    assert len(again.manifest.sources) == 6


def test_an_interrupted_first_run_is_redone_by_its_folder(tmp_path: Path) -> None:
    folder = CaseFolder(tmp_path / "case")
    folder.begin(Request(paper=str(LETTER), given=(str(SOURCES),), bundled=False))
    (tmp_path / "case" / ".next" / "paper.yaml").write_text("half of")
    case = alltrace.check(tmp_path / "case")
    assert len(case.audit.values) == 8
    assert "interrupted" in case.manifest.notes[0]
    assert not (tmp_path / "case" / ".next").exists()
    assert "half of" not in (tmp_path / "case" / "paper.yaml").read_text()


def test_a_run_that_was_killed_while_files_were_moved_is_completed(folder: Path) -> None:
    """Some files are in place and some are staged, as after a kill between two moves."""
    whole = state(folder)
    stage = folder / ".next"
    stage.mkdir()
    for name in ("report.html", "case.json"):
        (folder / name).rename(stage / name)
    (stage / "all.json").write_text('{"paper.yaml": "", "report.html": "", "case.json": ""}')
    case = alltrace.check(folder)
    assert any("interrupted" in note for note in case.manifest.notes)
    assert {name: sha for name, sha in state(folder).items() if name != "case.json"} == {
        name: sha for name, sha in whole.items() if name != "case.json"
    }


def test_staged_names_cannot_lead_out_of_the_folder(folder: Path) -> None:
    stage = folder / ".next"
    stage.mkdir()
    (stage / "all.json").write_text('{"../../outside": ""}')
    alltrace.check(folder)
    assert not (folder.parent.parent / "outside").exists()


def test_a_folder_that_is_no_case_any_more_is_told(tmp_path: Path) -> None:
    (tmp_path / "case" / ".next").mkdir(parents=True)
    with pytest.raises(StoreError, match="holds no finished case; give the paper again"):
        alltrace.check(tmp_path / "case")
    (tmp_path / "case" / "case.json").write_text("{}")
    with pytest.raises(StoreError, match=r"case\.json: is no case file"):
        alltrace.check(tmp_path / "case")


def test_a_folder_with_a_record_of_its_own_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "paper.yaml").write_text("mine")
    with pytest.raises(StoreError, match="holds a paper.yaml of no case"):
        alltrace.check(LETTER, out=tmp_path, bundled=False)
    assert (tmp_path / "paper.yaml").read_text() == "mine"


def test_a_file_that_is_edited_during_the_run_is_not_overwritten(folder: Path) -> None:
    place = CaseFolder(folder)
    with pytest.raises(StoreError, match="changed meanwhile"):
        place.write({"paper.yaml": b"new"}, {"paper.yaml": b"another than is there"})
    assert (folder / "paper.yaml").read_bytes() != b"new"


def test_what_was_reviewed_moves_with_its_sentence_in_a_new_version(folder: Path) -> None:
    path = folder / "paper.yaml"
    text = path.read_text()
    path.write_text(text.replace("    value: '38.9'", "    value: '38.90'"))
    letter = folder.parent / "letter.txt"
    marker = "These figures have to be seen"
    letter.write_text(LETTER.read_text().replace(marker, f"So far for that. {marker}"))
    case = alltrace.check(letter, out=folder)
    (moved,) = [v for v in case.audit.values if v.about.endswith("/overall-survival-2.4")]
    assert (moved.outcome, moved.place) == ("verified", "paragraph 2, sentence 4")
    assert path.read_text().count("value: '38.90'") == 1
