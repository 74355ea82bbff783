"""Changes within the text of a YAML file: what is not changed keeps every byte."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest import yamledit, yamlfile
from ingest.yamledit import Change, Remove, ReplaceItem, SetField
from ontology.errors import RecordError

PLAIN = st.text(st.characters(codec="utf-8"), max_size=12)
NAMES = st.text("abc", min_size=1, max_size=3)
ITEMS = st.lists(
    st.dictionaries(NAMES, PLAIN | st.lists(PLAIN, min_size=1, max_size=3), min_size=2, max_size=4),
    min_size=1, max_size=4,
)  # fmt: skip


@given(PLAIN)
def test_a_scalar_reads_back_as_the_text_it_was(value: str) -> None:
    written = yamledit.scalar(value)
    for text in (f"a: {written}\n", f"a: [{written}, b]\n", f"{{a: {written}}}\n"):
        read = yamlfile.parse(text.encode(), "x").data["a"]
        assert read in (value, [value, "b"])


@given(ITEMS, st.booleans() | st.none(), st.data())
def test_a_change_to_the_text_is_the_change_to_the_data(
    items: list[dict[str, str | list[str]]], flow: bool | None, data: st.DataObject
) -> None:
    text = yaml.safe_dump(
        {"head": "x", "things": items, "tail": "y"}, default_flow_style=flow, sort_keys=False
    )
    source = yamlfile.parse(text.encode(), "x")
    index = data.draw(st.integers(0, len(items) - 1))
    field = data.draw(st.sampled_from(sorted(items[index])))
    possible: list[list[Change]] = [
        [SetField(("things", index, field), "new: value")],
        [SetField(("things", index, "added"), ["p", "q"]), SetField(("tail",), "z")],
        [Remove(("things", index))],
        [Remove(("things", n)) for n in range(len(items))],
        [Remove(("things", index, field)), SetField(("head",), "# no comment")],
    ]
    changes = data.draw(st.sampled_from(possible))
    made = yamledit.edited(source, changes)
    assert made.data == yamledit.changed(source.data, changes)


def test_every_byte_that_is_not_changed_stays() -> None:
    text = "\ufeff# top\r\na:\r\n\r\n  # one\r\n  - id:   x   # in\r\n    v: 95.50\r\n    'w': \"q\"\r\n  # two\r\n  -\r\n    id: y\r\n# end\r\n"
    source = yamlfile.parse(text.encode(), "x")
    put = yamledit.edited(source, [SetField(("a", 0, "v"), "95.5"), SetField(("a", 1, "s"), "t")])
    assert put.content.decode() == text.replace("95.50", "95.5").replace(
        "id: y", "id: y\r\n    s: t"
    )
    cut = yamledit.edited(source, [Remove(("a", 1))])
    assert cut.content.decode() == text.replace("  # two\r\n  -\r\n    id: y\r\n", "")


def test_an_item_is_written_anew_in_its_place() -> None:
    source = yamlfile.parse(b"a:\n- {id: x, l: [1,\n   2]}\n# c\n- id: y\nb: 1\n", "x")
    assert yamledit.item_text(source, ("a", 0)) == "{id: x, l: [1,\n 2]}\n"
    made = yamledit.edited(source, [ReplaceItem(("a", 0), "id: x\nt: |\n  two\n\n  lines\n")])
    assert made.content == b"a:\n- id: x\n  t: |\n    two\n\n    lines\n# c\n- id: y\nb: 1\n"


def test_a_form_that_cannot_be_changed_in_place_is_refused_whole() -> None:
    source = yamlfile.parse(b"a: [{id: x}]\n", "x.yaml")
    with pytest.raises(RecordError, match=r"x.yaml:1: cannot be edited in place"):
        yamledit.edited(source, [ReplaceItem(("a", 0), "id: x\nt: u\n")])
    made = yamledit.edited(source, [ReplaceItem(("a", 0), "{id: x, t: u}")])
    assert made.data == {"a": [{"id": "x", "t": "u"}]}
