"""Reviewing a draft: what is asked, what each decision changes in the file, and what stays."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from conftest import fails, run
from graph_viz.text import reports
from ingest import readers, records, review, yamlfile
from ingest.records import RecordFile
from ingest.text import sha256
from ontology.model import TextAnchor

Writer = Callable[..., Path]

TEXT = "Most of 84 went into remission. So it works."
FIRST, SECOND = TEXT[:31], TEXT[32:]
DOUBTS = "    confidence: 0.61\n    doubts: [an interval without its level, two arms]\n"
DRAFTED = (
    ("status: reviewed", "status: extracted"),
    ("    restates: [remission-reported]\n", f"    restates: [remission-reported]\n{DOUBTS}"),
    ("  - {id: claim-1,", "  # worded by hand\n  - {id: claim-1,"),
    ("works, anchor: s1,", "works, anchor: s2, confidence: 0.95, doubts: [its words],"),
    ("  - {id: e1, anchor: s1,", "  - {id: e1, confidence: 0.70, anchor: s2,"),
    ("    denominator: 84\n", "    denominator: 84\n    confidence: 0.90\n"),
    ('start: 0, end: 10, sha256: "%s"}' % ("0" * 64), f"start: 0, end: 31, sha256: {sha256(FIRST)}}}\n"
     f"  - {{id: s2, paragraph: 1, sentence: 2, start: 32, end: 44, sha256: {sha256(SECOND)}}}"),
)  # fmt: skip
"""Changes to the invented record by which it is a draft."""


@pytest.fixture
def draft(record_file: Writer) -> Path:
    """A record as the extractor drafts it: uncertain are a value, a conclusion and a line."""
    return record_file(*DRAFTED)


def talk(
    path: Path, answers: str, *options: str | Path, editor: str = ""
) -> subprocess.CompletedProcess[str]:
    """`alltrace review` with an answer a line."""
    return run(
        "review", path, *options, given=answers, environment={"VISUAL": editor, "EDITOR": ""}
    )


def statuses(path: Path) -> dict[str, str]:
    """The status of each statement, by id."""
    return {item.thing.id: item.thing.status for item in review.statements(records.load(path))}


def named(file: RecordFile, name: str) -> review.ReviewItem:
    return next(item for item in review.statements(file) if item.thing.id == name)


def without(text: str, *lines: str) -> str:
    for line in lines:
        assert line in text
        text = text.replace(line, "")
    return text


# -- what is asked ---------------------------------------------------------------------------------


def test_what_is_asked_does_not_hang_on_comments(record_file: Writer) -> None:
    def asked(file: RecordFile) -> list[tuple[str, tuple[str, ...], bool]]:
        return [(i.thing.id, i.doubts, i.uncertain()) for i in review.extracted(file)]

    comment = "  # p1 s1; confidence 0.10; check: nothing at all\n"
    loud = records.load(
        record_file(*DRAFTED, ("  - id: remission\n", f"{comment}  - id: remission\n"))
    )
    lines = loud.source.content.decode().splitlines(keepends=True)
    bare = "".join(line for line in lines if not line.lstrip().startswith("#"))
    assert bare.encode() != loud.source.content
    silent = records.validated(yamlfile.parse(bare.encode(), "smith.yaml"))
    assert asked(loud) == asked(silent)
    assert asked(loud)[1] == ("remission", ("an interval without its level", "two arms"), True)


def test_a_drawn_statement_that_does_not_say_how_sure_it_is_is_asked_about(
    record_file: Writer,
) -> None:
    drawn = "{id: e1, confidence: 0.70,", "{id: e1, extracted_by: rule next-sentence,"
    line = named(records.load(record_file(*DRAFTED, drawn)), "e1")
    assert line.doubts == ("nothing says how sure its reader was",)
    assert line.uncertain(below=0)
    doubted = drawn[1].replace("e1,", "e1, doubts: [why],")
    line = named(records.load(record_file(*DRAFTED, (drawn[0], doubted))), "e1")
    assert line.doubts == ("why",)


def test_comments_that_are_not_asked_about_are_counted_and_shown(draft: Path) -> None:
    done = talk(draft, "q\n")
    assert "1 of these have a comment in the file" in done.stdout
    assert "comment: worded by hand" not in done.stdout
    done = talk(draft, "s\n" * 3 + "q\n", "--all")
    assert "have a comment in the file" not in done.stdout
    assert "  comment: worded by hand\n" in done.stdout


def test_statements_are_asked_in_the_order_of_the_document(draft: Path) -> None:
    found = review.extracted(records.load(draft))
    assert [item.thing.id for item in found] == [
        "p1", "remission", "claim-1", "works", "e1", "remission-reported",
    ]  # fmt: skip
    assert [item.thing.id for item in found if item.uncertain(0.8)] == ["remission", "works", "e1"]
    assert [item.thing.id for item in found if item.uncertain(0.5)] == ["remission", "works"]


# -- decisions -------------------------------------------------------------------------------------


def test_accepting_changes_one_line_of_the_file_and_nothing_else(draft: Path) -> None:
    before = draft.read_text()
    assert talk(draft, "a\nq\n").returncode == 0
    after = without(draft.read_text(), "    status: reviewed\n")
    assert after == without(before, "    doubts: [an interval without its level, two arms]\n")
    assert statuses(draft) == {name: "reviewed" if name == "remission" else "extracted"
                               for name in statuses(draft)}  # fmt: skip


def test_a_status_that_stands_at_the_statement_is_replaced(record_file: Writer) -> None:
    path = record_file(*DRAFTED, ("works, anchor: s2,", "works, status: extracted, anchor: s2,"))
    talk(path, "s\na\nq\n")
    assert "works, status: reviewed, anchor: s2," in path.read_text()


def test_dropping_takes_all_that_refers_to_a_statement(draft: Path) -> None:
    file = records.load(draft)
    removal = review.drop(file, named(file, "remission"))
    assert removal.consequences == ("claim claim-1 loses remission from its measurements",)
    made = review.with_changes(file, removal.changes)
    assert made.record.stated == ()
    assert made.record.claims[0].measurements == ()
    assert DOUBTS not in made.source.content.decode()
    assert records.link_problems(made) == ()


def test_a_statement_that_cannot_be_without_it_goes_too(draft: Path) -> None:
    file = records.load(draft)
    removal = review.drop(file, named(file, "claim-1"))
    assert removal.dependents == (("evidence", "e1"),)
    assert removal.consequences == ("evidence line e1 goes too: its evidence names only claim-1",)
    made = review.with_changes(file, removal.changes)
    assert (made.record.claims, made.record.evidence) == ((), ())


def test_what_goes_along_is_told_first_and_needs_a_yes(draft: Path) -> None:
    before = draft.read_bytes()
    done = talk(draft, "s\nd\nno\nq\n")
    assert "evidence line e1 goes too" in done.stdout
    assert draft.read_bytes() == before
    done = talk(draft, "s\nd\nyes\n", "--format", "json")
    told = json.loads(done.stdout)
    assert (told["dropped"], told["dropped_along"]) == (["works"], ["e1"])
    assert "works" not in draft.read_text()


@pytest.mark.parametrize(
    "name", ["p1", "remission", "claim-1", "works", "e1", "remission-reported"]
)
def test_after_any_drop_no_link_leads_astray(draft: Path, name: str) -> None:
    file = records.load(draft)
    made = review.with_changes(file, review.drop(file, named(file, name)).changes)
    assert records.link_problems(made) == ()
    assert name not in {item.thing.id for item in review.statements(made)}


def test_every_statement_of_the_bundled_letter_can_be_dropped() -> None:
    (letter,) = (file for file in records.bundled() if file.name == "mohetaer-2026")
    for item in review.statements(letter)[::7]:
        made = review.with_changes(letter, review.drop(letter, item).changes)
        assert records.link_problems(made) == (), item.name


def test_back_undoes_the_last_decision_to_the_byte(draft: Path) -> None:
    before = draft.read_bytes()
    done = talk(draft, "a\nback\nq\n")
    assert "undone: remission is no longer accepted" in done.stdout
    assert draft.read_bytes() == before
    talk(draft, "a\nd\ny\nu\nu\nq\n")
    assert draft.read_bytes() == before
    assert "nothing to undo" in talk(draft, "b\nq\n").stdout


def test_after_the_last_statement_one_can_still_go_back(draft: Path) -> None:
    talk(draft, "a\ns\na\nback\nq\n")
    assert statuses(draft)["e1"] == "extracted"
    assert statuses(draft)["remission"] == "reviewed"


def test_a_second_run_goes_on_where_the_first_ended(draft: Path) -> None:
    assert "1 of 3: stated value remission" in talk(draft, "a\nq\n").stdout
    second = talk(draft, "a\na\n").stdout
    assert "1 of 2: conclusion works" in second
    assert "remission: complete" not in second.split("1 of 2")[0]


def test_only_uncertain_ones_are_asked_unless_told_otherwise(draft: Path) -> None:
    done = talk(draft, "q\n")
    assert "6 statements, 6 of them not reviewed" in done.stdout
    assert "3 to look at; 3 raise no doubt and stay extracted" in done.stdout
    assert "6 to look at" in talk(draft, "q\n", "--all").stdout
    assert "2 to look at" in talk(draft, "q\n", "--below", "0.5").stdout


def test_the_rest_is_accepted_only_after_a_yes(draft: Path) -> None:
    talk(draft, "a\ns\na\ndone\nno\n", "--accept-rest")
    assert list(statuses(draft).values()).count("reviewed") == 2
    talk(draft, "s\ndone\ny\n", "--accept-rest")
    assert [name for name, status in statuses(draft).items() if status == "extracted"] == ["works"]
    assert "status: extracted" in draft.read_text()


def test_a_record_is_reviewed_once_every_statement_is_and_a_person_says_so(draft: Path) -> None:
    asked = "Mark the record itself as reviewed?"
    assert asked not in talk(draft, "a\na\ns\ndone\ny\n", "--accept-rest").stdout
    done = talk(draft, "a\ndone\n")
    assert asked in done.stdout
    assert done.returncode == 0
    assert records.load(draft).record.status == "extracted"
    talk(draft, "yes\n")
    assert records.load(draft).record.status == "reviewed"


# -- what is shown ---------------------------------------------------------------------------------


def test_a_statement_is_shown_with_place_value_doubts_and_sentence(
    draft: Path, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text(
        "\ufeff" + TEXT.replace(" went", "\n  went"), encoding="utf-8"
    )
    done = talk(draft, "s\ns\ns\n", "--text", tmp_path / "letter.txt")
    assert done.returncode == 0, done.stderr
    for line in (
        "place: paragraph 1, sentence 1",
        "value: complete remission: 72.60%",
        "study: trial-x: Trial X",
        "cohort: trial-x/everyone: all patients",
        "regimen: trial-x/arm-a: arm A",
        "time: end of block 1",
        f"sentence: “{FIRST}”",
        "confidence: 0.61",
        "check: an interval without its level",
        "check: two arms",
        "text: The regimen works.",
        f"sentence: “{SECOND}”",
        "direction: supports",
        "why: Remission is the aim.",
        "evidence: claim-1: Most went into remission.",
        "bears on: works: The regimen works.",
    ):
        assert f"  {line}\n" in done.stdout


def test_the_text_may_be_any_document_that_can_be_read(tmp_path: Path) -> None:
    page = tmp_path / "letter.html"
    page.write_text(
        f"<html><body><article><p>{TEXT.replace(' 84 ', ' <b>84</b> ')}</p></article></body></html>"
    )
    paper = readers.read(page)
    said = paper.sections[0].paragraphs[0].sentences[0]
    anchor = TextAnchor(
        id="s", paragraph=1, sentence=1, start=said.start, end=said.end, sha256=said.sha256
    )
    assert review.sentence(review.text_for(page, [anchor]), anchor) == FIRST


def test_a_text_of_another_document_is_refused(draft: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Something else entirely was written here.\n")
    assert "the text contains none of the sentences that the record anchors" in fails(
        1, "review", draft, "--text", other
    )


def test_the_summary_is_also_json(draft: Path) -> None:
    done = talk(draft, "a\nx\ns\nq\n", "--format", "json")
    told = json.loads(done.stdout)
    jsonschema.validate(told, reports.schema("review"))
    assert (told["accepted"], told["skipped"], told["left"]) == (["remission"], ["works"], 5)
    assert "accept: it is right" in done.stderr


def test_labels_cannot_steer_the_terminal(record_file: Writer) -> None:
    path = record_file(*DRAFTED, ("text: The regimen works.", 'text: "\\e[2J[bold]red[/bold]"'))
    shown = talk(path, "s\ns\nq\n").stdout
    assert "\x1b" not in shown
    assert "[bold]red[/bold]" in shown


# -- editing ---------------------------------------------------------------------------------------


@pytest.fixture
def editor(tmp_path: Path) -> Callable[[str], str]:
    """An editor that runs some Python over the text it is given, `t`."""

    def make(code: str) -> str:
        script = tmp_path / "editor with a space.py"
        script.write_text(
            "import sys, pathlib\np = pathlib.Path(sys.argv[1])\nt = p.read_text('utf-8')\n"
            f"{code}\np.write_text(t, 'utf-8')\n"
        )
        return f"'{sys.executable}' '{script}'"

    return make


def test_an_edit_replaces_one_statement_and_keeps_the_rest(
    draft: Path, editor: Callable[[str], str]
) -> None:
    before = draft.read_text()
    change = "t = t.replace('value: 72.60', 'value: 72.50  # as printed')"
    told = json.loads(talk(draft, "e\nq\n", "--format", "json", editor=editor(change)).stdout)
    assert told["edited"] == ["remission"]
    after = draft.read_text()
    assert "    value: 72.50  # as printed\n" in after
    assert without(after, "    status: reviewed\n").replace(
        "72.50  # as printed", "72.60"
    ) == without(before, "    doubts: [an interval without its level, two arms]\n")
    assert statuses(draft)["remission"] == "reviewed"


def test_the_editor_is_given_the_statement_its_doubts_and_nothing_else(
    draft: Path, tmp_path: Path, editor: Callable[[str], str]
) -> None:
    keep = tmp_path / "seen.yaml"
    talk(draft, "s\ne\nq\n", editor=editor(f"pathlib.Path({str(keep)!r}).write_text(t)"))
    seen = keep.read_text()
    assert seen.startswith("# conclusion works\n# check: its words\n")
    assert yaml.safe_load(seen) == {
        "id": "works", "anchor": "s2", "confidence": 0.95, "doubts": ["its words"],
        "text": "The regimen works.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("t = t.replace('72.60', '726')", "value: a percentage lies between 0 and 100, not 726"),
        (
            "t = t.replace('complete-remission', 'complete-remision')",
            "did you mean complete-remission",
        ),
        ("t = t.replace('study: trial-x', 'study: trial-y')", "no study is called 'trial-y'"),
        ("t = t.replace('id: remission', 'id: works')", "id: 'works' is already used in"),
        ("t = t + 'value: 3'", "the field 'value' is written twice"),
        ("t = t.replace('anchor: s1', 'anchor: *s')", "anchor or alias"),
        ("t = 'no fields'", "not a mapping of fields"),
        ("t = '!!python/object/apply:os.system [false]'", "YAML tag"),
        ("t = 'anchor: s1'", "id: is missing"),
    ],
)
def test_a_faulty_edit_is_told_and_asked_again_and_never_written(
    draft: Path, editor: Callable[[str], str], change: str, told: str
) -> None:
    before = draft.read_bytes()
    done = talk(draft, "e\nno\nq\n", editor=editor(change))
    assert told in done.stdout
    assert "the stated value" in done.stdout
    assert "Edit it again?" in done.stdout
    assert done.returncode == 0
    assert draft.read_bytes() == before


def test_a_faulty_edit_can_be_mended(draft: Path, editor: Callable[[str], str]) -> None:
    mend = "t = t.replace('726', '70.0') if '726' in t else t.replace('72.60', '726')"
    talk(draft, "e\nyes\nq\n", editor=editor(mend))
    assert records.load(draft).record.stated[0].value == "70.0"


def test_a_new_name_is_followed_by_every_link(draft: Path, editor: Callable[[str], str]) -> None:
    talk(draft, "s\ne\nq\n", editor=editor("t = t.replace('id: works', 'id: it-works')"))
    file = records.load(draft)
    assert file.record.evidence[0].bears_on == "it-works"
    assert records.link_problems(file) == ()


@pytest.mark.parametrize(
    ("editor_", "told"),
    [
        ("false", "ended with code"),
        ("true", "Nothing was changed"),
        ("no-such-editor", "cannot be run"),
        ("'", "cannot be run"),
    ],
)
def test_an_editor_that_does_nothing_changes_nothing(draft: Path, editor_: str, told: str) -> None:
    before = draft.read_bytes()
    done = talk(draft, "e\nq\n", editor=editor_)
    assert told in done.stdout
    assert (done.returncode, draft.read_bytes()) == (0, before)


def test_without_an_editor_fields_are_typed_in(draft: Path) -> None:
    talk(
        draft,
        'e\nvalue=72.50\nlevel=95\nlower=60.0\nregimen=\nrestates=[remission-reported]\nwording=so: "it" is # said\n\nq\n',
    )
    stated = records.load(draft).record.stated[0]
    assert (stated.value, stated.level, stated.regimen) == ("72.50", "95", None)
    assert (stated.wording, stated.status) == ('so: "it" is # said', "reviewed")
    assert stated.doubts == ()


def test_a_faulty_field_is_told_and_nothing_is_written(draft: Path) -> None:
    before = draft.read_bytes()
    done = talk(draft, "e\nvalue=726\n\nnonsense\n\nq\n")
    assert "not 726" in done.stdout
    assert "no FIELD=VALUE" in done.stdout
    assert draft.read_bytes() == before


# -- bad input -------------------------------------------------------------------------------------


def test_without_terminal_and_input_it_says_so(draft: Path) -> None:
    done = talk(draft, "")
    assert done.returncode == 2
    assert "no terminal and no input" in done.stderr


def test_input_that_ends_early_is_a_quit(draft: Path) -> None:
    done = talk(draft, "a\n")
    assert done.returncode == 0
    assert "1 accepted" in done.stdout
    assert statuses(draft)["remission"] == "reviewed"


def test_a_faulty_record_is_refused_and_left_alone(record_file: Writer, tmp_path: Path) -> None:
    path = record_file(("value: 72.60", "value: 726"))
    before = path.read_bytes()
    assert "stated[1].value" in fails(1, "review", path)
    assert path.read_bytes() == before
    assert "there is no such file" in fails(1, "review", tmp_path / "none.yaml")
    assert "not both" in fails(2, "review", path, "--all", "--accept-rest")
    assert "below" in fails(2, "review", path, "--below", "7")


def test_a_file_that_someone_else_changes_meanwhile_is_not_overwritten(
    draft: Path, editor: Callable[[str], str]
) -> None:
    other = f"o = pathlib.Path({str(draft)!r}); o.write_text(o.read_text() + '# mine\\n')"
    done = talk(draft, "e\n", editor=editor(f"t = t.replace('72.60', '70.0'); {other}"))
    assert done.returncode == 1
    assert "was changed by another program" in done.stderr
    assert draft.read_text().endswith("# mine\n")
    assert "72.60" in draft.read_text()


def test_an_interrupt_leaves_a_valid_file_with_the_decisions_so_far(draft: Path) -> None:
    # Tests that run in the background hand on an interrupt that is ignored.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heard}; from alltrace.cli import main; main()"
    command = [sys.executable, "-u", "-c", code, "review", str(draft)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write("a\n")
        running.stdin.flush()
        for line in running.stdout:
            if "2 of 3" in line:
                break
        running.send_signal(signal.SIGINT)
        assert "1 accepted" in running.stdout.read()
        assert running.wait(timeout=20) == 130
    assert statuses(draft)["remission"] == "reviewed"
