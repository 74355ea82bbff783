"""Any file: it gives records that load, or one line that says what is wrong with it."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from imports import CROSSREF, DAY, INVENTED, loads

from ingest import yamlfile
from ingest.importers import import_bytes, import_file
from ingest.recordtext import record_text
from ingest.sources import json_objects
from ontology.errors import ReadingError

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
junk = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> list[Place]:
    """The places of a value and of all that it holds."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [at, *(place for key, one in inner for place in places(one, (*at, key)))]


def spoilt(value: Any, at: Place, by: Any) -> Any:
    """The value with something else at one place, if it still has that place."""
    if not at:
        return by
    with contextlib.suppress(KeyError, IndexError, TypeError):
        inner = spoilt(value[at[0]], at[1:], by)
        if isinstance(value, dict):
            return {**value, at[0]: inner}
        return [inner if n == at[0] else one for n, one in enumerate(value)]
    return value


@st.composite
def answers(draw: st.DrawFn) -> Any:
    whole: Any = draw(
        st.sampled_from(
            [
                json.loads(INVENTED.read_text(encoding="utf-8")),
                {"message": {"items": [CROSSREF]}},
                {
                    "resultList": {
                        "result": [{"id": "1", "source": "MED", "title": "T", "pubYear": "2030"}]
                    }
                },
                {"result": {"uids": ["1"], "1": {"uid": "1", "title": "T", "pubdate": "2030"}}},
            ]
        )
    )
    for at in draw(st.lists(st.sampled_from(places(whole)[1:]), max_size=6)):
        whole = spoilt(whole, at, draw(junk))
    return whole


@settings(deadline=None, max_examples=300)
@given(answers())
def test_json_of_any_shape_gives_records_that_load_or_a_reading_error(value: Any) -> None:
    with contextlib.suppress(ReadingError):
        for found in import_bytes(json.dumps(value).encode(), "x.json", DAY):
            if found.data is not None:
                loads(found)


@settings(deadline=None)
@given(junk | st.text(max_size=40).map(lambda text: {text: [text]}))
def test_the_walker_reads_what_the_json_module_reads(value: Any) -> None:
    text = json.dumps({"studies": [{"a": value}, value], "rest": value})
    found = list(json_objects.values(text, "x"))
    wanted = [one for one in (json.loads(text)["studies"]) if isinstance(one, dict)]
    assert repr(found) == repr([*wanted, {"rest": json.loads(json.dumps(value))}])


def test_a_file_whose_name_is_no_text_is_read_all_the_same() -> None:
    (found,) = import_bytes(json.dumps(CROSSREF).encode(), "works\udcff\n.json", DAY)
    assert loads(found).name == "doi-10.5555-invented-1-" + found.name[-8:]


def test_one_object_a_line_is_read_line_by_line() -> None:
    lines = "\n".join(json.dumps({**CROSSREF, "DOI": f"10.5555/{n}"}) for n in range(3))
    found = list(import_bytes(lines.encode(), "works.jsonl", DAY))
    assert [item.name for item in found] == ["doi-10.5555-0", "doi-10.5555-1", "doi-10.5555-2"]


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(st.sampled_from(["title", "label", "note"]), st.text(min_size=1, max_size=80)),
    st.text(max_size=120),
)
@example({"note": "a: b # c\u2028- d"}, "# x\n\u0085y: \u2028 z\ufeff")
def test_yaml_brings_any_text_back_and_no_comment_leaves_its_line(
    fields: dict[str, str], told: str
) -> None:
    data = {"record": "x", "publications": [{"id": "y", **fields}]}
    written = record_text(data, {("publications", "y"): told}, [told])
    assert yamlfile.parse(written.encode("utf-8", "surrogatepass"), "x").data == data


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b'{"message": {"items": [{"DOI": "10.5555/1", "iss', "the JSON is broken at line 1"),
        (b"<!doctype html><html><body>503</body></html>", "is a web page"),
        (b'<?xml version="1.0"?><errorBean/>', "its root is <errorBean>"),
        (b"[" * 100_000, "the JSON is nested too deeply"),
        (b'{"a":' * 100_000, "the JSON is nested too deeply"),
        (b"[{}," * 3_000_001, "more than 3,000,000 lists and objects"),
        (b'{"uids": ' + b"1" * 5_000 + b"}", "the JSON cannot be read"),
        (b'{"error": "not found"}', "contains no study or work"),
        (b'{"studies": []}', "contains no study or work"),
        (b"[1, 2]", "contains no study or work"),
        (b"just text", "is plain text"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\x03\x04", "a zip archive"),
        (b"<PubmedArticleSet></PubmedArticleSet>", "this PubMed file holds no record"),
        (b"<PubmedArticleSet><PubmedArticle>", "the XML is broken at line 1"),
        (
            b'<!DOCTYPE PubmedArticleSet [<!ENTITY a "b">]><PubmedArticleSet>'
            b"<PubmedArticle><PMID>&a;</PMID></PubmedArticle></PubmedArticleSet>",
            "defines entities",
        ),
    ],
)
def test_a_file_that_is_no_record_gives_one_line_and_nothing_written(
    content: bytes, told: str, tmp_path: Path
) -> None:
    source = tmp_path / "answer.json"
    source.write_bytes(content)
    with pytest.raises(ReadingError) as caught:
        list(import_file(source))
    assert str(caught.value).startswith(f"{source}: ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
