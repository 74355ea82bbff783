"""Reading YAML: plain text with line numbers, and a clear fault for everything else."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest import yamlfile
from ontology.errors import RecordError

PLAIN = st.recursive(
    st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


def fault(content: bytes) -> str:
    with pytest.raises(RecordError) as caught:
        yamlfile.parse(content, "x.yaml")
    return str(caught.value)


def test_numbers_dates_and_words_stay_as_written() -> None:
    source = yamlfile.parse(b"a: 95.50\nb: 2026-02-26\nc: no\nd: 010\ne:\n", "x.yaml")
    assert source.data == {"a": "95.50", "b": "2026-02-26", "c": "no", "d": "010", "e": None}


def test_each_field_has_its_line() -> None:
    source = yamlfile.parse(b"a: 1\nb:\n  - x: 2\n    y: 3\n", "x.yaml")
    assert source.line(("b", 0, "y")) == 4
    assert source.line(("b", 0, "absent")) == 3


@given(PLAIN)
def test_what_yaml_writes_is_read_back_unchanged(value: object) -> None:
    content = yaml.safe_dump({"top": value}, allow_unicode=False).encode()
    assert yamlfile.parse(content, "x.yaml").data == {"top": value}


@given(st.binary(max_size=200))
def test_any_bytes_give_data_or_a_record_error(content: bytes) -> None:
    told = ""
    try:
        yamlfile.parse(content, "x.yaml")
    except RecordError as error:
        told = str(error)
    assert not told or told.startswith("x.yaml")
    assert len(told.splitlines()) <= 1


def test_an_alias_is_refused_before_it_can_unfold() -> None:
    bomb = b"a: &a [x, x]\nb: [*a, *a]\n"
    assert fault(bomb) == "x.yaml:1: uses a YAML anchor or alias; write the value out instead"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\na: 2\n", "x.yaml:2: the field 'a' is written twice"),
        (b"a: !!python/object:os.system x\n", "x.yaml:1: uses the YAML tag"),
        (b"[" * 60 + b"]" * 60, "nested more than"),
        (b"? [a]\n: b\n", "a field's name must be plain text"),
        (b"a: 1\n---\nb: 2\n", "more than one YAML document"),
        (b"a: \xff\n", "x.yaml:1: is not UTF-8 text"),
        (b"a: [1\nb: 2\n", "not valid YAML"),
    ],
)
def test_what_no_record_needs_is_refused(content: bytes, message: str) -> None:
    assert message in fault(content)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "none.yaml", "no such file"), (tmp_path, "is a folder")):
        with pytest.raises(RecordError, match=reason):
            yamlfile.read(path)
