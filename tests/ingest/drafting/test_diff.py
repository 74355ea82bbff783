"""What changed between two records: nothing between equals, and the same seen from both sides."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import INVENTED, fails, run
from graph_viz.text import reports
from ingest import records, yamlfile
from ingest.differences import FieldChange, ThingChange, differences
from ontology.model import Record

Writer = Callable[..., Path]


def record(*changes: tuple[str, str]) -> Record:
    """The invented record with parts of its text replaced."""
    text = INVENTED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return records.validated(yamlfile.parse(text.encode(), "x.yaml")).record


def told(old: Record, new: Record) -> list[tuple[str, str | None, str | None]]:
    return [(change.kind, change.old, change.new) for change in differences(old, new)]


def test_a_changed_field_is_told_with_both_values() -> None:
    found = differences(record(), record(("value: 72.60", "value: 72.6\n    level: 95")))
    assert found == [
        ThingChange("changed", "stated", "remission", "remission", (
            FieldChange("level", None, "95"), FieldChange("value", "72.60", "72.6"),
        )),
    ]  # fmt: skip


def test_what_is_only_on_one_side_is_added_or_removed() -> None:
    more = record(
        ("conclusions:\n", "conclusions:\n  - {id: safe, anchor: s1, text: And it is safe.}\n")
    )
    (added,) = differences(record(), more)
    assert (added.kind, added.section, added.old, added.new) == (
        "added",
        "conclusions",
        None,
        "safe",
    )
    assert FieldChange("text", None, "And it is safe.") in added.fields
    (removed,) = differences(more, record())
    assert (removed.kind, removed.old, removed.new) == ("removed", "safe", None)


def test_a_renamed_statement_is_renamed_and_its_links_have_not_changed() -> None:
    assert told(record(), record(("claim-1", "claim-9"))) == [("renamed", "claim-1", "claim-9")]
    assert told(record(), record(("id: works", "id: good"), ("bears_on: works", "bears_on: good"))) == [
        ("renamed", "works", "good")
    ]  # fmt: skip


def test_a_renamed_anchor_is_known_by_its_hash() -> None:
    moved = record(("anchor: s1", "anchor: s2.1"), ("{id: s1,", "{id: s2.1,"))
    assert told(record(), moved) == [("renamed", "s1", "s2.1")]


def test_a_statement_may_be_renamed_and_changed() -> None:
    (found,) = differences(
        record(),
        record(("remission]}", "rate]}"), ("- id: remission\n", "- id: rate\n"),
               ("time: end of block-1\n    statistic: proportion\n    value: 72.60",
                "time: 4 years\n    statistic: proportion\n    value: 72.60")),
    )  # fmt: skip
    assert (found.kind, found.old, found.new) == ("renamed", "remission", "rate")
    assert found.fields == (FieldChange("time", "end of block 1", "4 years"),)


def test_a_draft_made_again_is_matched_by_place_and_value_where_ids_have_moved() -> None:
    """A sentence came in before, so `v-2` is now the name of what was `v-1`."""

    def draft(*sentences: tuple[str, str]) -> Record:
        items = "".join(
            f"  - {{id: v-{n}, anchor: s{n}, study: trial-x, endpoint: sepsis, value: {value}, unit: '%'}}\n"
            for n, (_, value) in enumerate(sentences, 1)
        )
        anchors = "".join(
            f"  - {{id: s{n}, paragraph: 1, sentence: {n}, start: {n}, end: {n + 1}, sha256: {sign * 64}}}\n"
            for n, (sign, _) in enumerate(sentences, 1)
        )
        text = (
            "record: d\nstatus: extracted\ncuration: {curator: t, date: 2030-01-01}\n"
            "document: {id: d, label: D, type: letter, title: D}\n"
            f"studies:\n  - {{id: trial-x, label: X}}\nstated:\n{items}anchors:\n{anchors}"
        )
        return records.validated(yamlfile.parse(text.encode(), "d.yaml")).record

    old, new = draft(("a", "10"), ("b", "20")), draft(("c", "5"), ("a", "10"), ("b", "20"))
    stated = [c for c in differences(old, new) if c.section == "stated"]
    assert [(c.kind, c.old, c.new, c.fields) for c in stated[1:]] == [
        ("renamed", "v-1", "v-2", ()),
        ("renamed", "v-2", "v-3", ()),
    ]
    assert (stated[0].kind, stated[0].new) == ("added", "v-1")


def test_the_head_of_the_record_is_compared_too() -> None:
    found = differences(record(), record(("curator: tests", "curator: someone")))
    assert found == [
        ThingChange("changed", "record", "smith-2030", "smith-2030",
                    (FieldChange("curator", "tests", "someone"),)),
    ]  # fmt: skip
    named = told(record(), record(("record: smith-2030", "record: smith-2031")))
    assert named == [("renamed", "smith-2030", "smith-2031")]


def test_a_review_shows_as_statuses_that_changed() -> None:
    found = differences(record(("status: reviewed", "status: extracted")), record())
    assert {c.fields for c in found} == {(FieldChange("status", "extracted", "reviewed"),)}
    assert len(found) == 7  # the head and six statements


def test_the_order_of_authors_says_something_and_other_orders_do_not() -> None:
    two = [
        ("authors: [Smith A]", "authors: [Smith A, Ito B]"),
        ("drugs: [mitoxantrone]", "drugs: [mitoxantrone, vincristine]"),
    ]
    other = [
        ("authors: [Smith A]", "authors: [Ito B, Smith A]"),
        ("drugs: [mitoxantrone]", "drugs: [vincristine, mitoxantrone]"),
    ]
    (found,) = differences(record(*two), record(*other))
    assert [field.field for field in found.fields] == ["authors"]


# -- properties ------------------------------------------------------------------------------------

LETTER = next(file for file in records.bundled() if file.name == "mohetaer-2026")


def variant(seed: int) -> Record:
    """The bundled letter with statements dropped, renamed, changed and put in another order."""
    chance = random.Random(seed)
    data: dict[str, Any] = json.loads(json.dumps(LETTER.source.data))
    for section in ("stated", "claims", "conclusions", "evidence", "pointers", "anchors"):
        kept = [item for item in data[section] if chance.random() > 0.05]
        for n, item in enumerate(kept):
            if chance.random() < 0.1:
                item["id"] = f"renamed-{n}"
            if chance.random() < 0.1 and item.get("value"):
                item["value"] = str(chance.randint(1, 99))
            if chance.random() < 0.1 and "text" in item:
                item["text"] = f"Another text {n}."
            if chance.random() < 0.05 and "anchor" in item:
                item["anchor"] = chance.choice(data["anchors"])["id"]
        chance.shuffle(kept)
        data[section] = kept
    return Record.model_validate(data)


def mirrored(changes: Sequence[ThingChange]) -> list[str]:
    other = {"added": "removed", "removed": "added"}
    return sorted(
        repr((other.get(c.kind, c.kind), c.section, c.new, c.old,
              [(f.field, f.new, f.old) for f in c.fields]))
        for c in changes
    )  # fmt: skip


def plainly(changes: Sequence[ThingChange]) -> list[str]:
    return sorted(
        repr((c.kind, c.section, c.old, c.new, [(f.field, f.old, f.new) for f in c.fields]))
        for c in changes
    )


@pytest.mark.parametrize("file", records.bundled(), ids=lambda file: file.name)
def test_no_record_differs_from_itself(file: records.RecordFile) -> None:
    assert differences(file.record, file.record) == []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_order_does_not_count(seed: int) -> None:
    data: dict[str, Any] = json.loads(json.dumps(LETTER.source.data))
    for section in data.values():
        if isinstance(section, list):
            random.Random(seed).shuffle(section)
    assert differences(LETTER.record, Record.model_validate(data)) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_seen_from_the_other_side_it_is_the_same_the_other_way_round(one: int, two: int) -> None:
    old, new = variant(one), variant(two)
    assert differences(old, old) == []
    assert mirrored(differences(old, new)) == plainly(differences(new, old))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_every_thing_is_told_at_most_once(seed: int) -> None:
    found = differences(LETTER.record, variant(seed))
    for side in ("old", "new"):
        ids = [(c.section, getattr(c, side)) for c in found if getattr(c, side) is not None]
        assert len(ids) == len(set(ids))


# -- the command -----------------------------------------------------------------------------------


def test_diff_tells_people_and_programs_and_exits_by_what_it_found(record_file: Writer) -> None:
    old = record_file(name="old.yaml")
    new = record_file(("value: 72.60", "value: 70.0"), ("claim-1", "claim-2"), name="new.yaml")
    done = run("diff", old, new)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "changed stated value remission: complete remission: 70.0%",
        "  value: 72.60 → 70.0",
        "renamed claim claim-1 → claim-2: Most went into remission.",
        "1 changed, 1 renamed",
    ]
    found = json.loads(run("diff", old, new, "--format", "json").stdout)
    jsonschema.validate(found, reports.schema("diff"))
    assert [c["kind"] for c in found["changes"]] == ["changed", "renamed"]
    same = run("diff", old, old)
    assert (same.returncode, same.stdout) == (0, "no difference\n")


def test_comments_and_layout_do_not_count(record_file: Writer) -> None:
    other = record_file(
        ("stated:\n", "# a comment\nstated:\n\n"), ("72.60", '"72.60"'), name="o.yaml"
    )
    assert run("diff", record_file(), other).returncode == 0


def test_diff_refuses_what_is_no_record(record_file: Writer, tmp_path: Path) -> None:
    assert "there is no such file" in fails(1, "diff", record_file(), tmp_path / "none.yaml")
    assert "Missing argument" in fails(2, "diff", record_file())
