"""Every question answers what `expected/` says, and a faulty question would not.

`make expected` writes the answers anew; `make mutants` tries every fault.
"""

import csv
import io

import pytest
from expected_answers import EXPECTED, Asked, answer, asked
from mutate_questions import survivors
from question_mutants import Mutant, mutants

from queries.library import questions

ASKED = list(asked())
NAMES = sorted(questions())

FAULTS = {
    "binding dropped", "branch dropped", "filter dropped", "inverse dropped", "negation dropped",
    "optional dropped", "optional required", "repetition changed", "step dropped", "word exchanged",
}  # fmt: skip
"""The faults that an editor makes most easily; of these, none may go unseen."""

HARMLESS = {
    ("conclusions-leaning", "?conclusion (^at:supports)* ?leans_on"),  # a filter leaves itself out
    (
        "evidence-for-conclusion",
        "?evidence at:assertsMeasurement* ?measurement",
    ),  # one step at most
    ("studies-perhaps-one", "at:sameStudyAs)* ?other"),  # a filter leaves itself out
    (
        "quantities-that-differ",
        "STR(?one) <= STR(?other)",
    ),  # no value differs from itself
    # Everything has a label.
    ("things-by-code", "   { ?thing rdfs:label ?label }"),
    ("evidence-for-conclusion", "   { ?evidence rdfs:label ?text }"),
    # Groups of OPTIONALs stand in one that always finds its measurement.
    ("values", "    {\n    ?measurement_id a at:Measurement\n"),
}
"""Faults of those kinds that change no answer on any graph."""

BROKEN = {
    "a FILTER NOT EXISTS dropped": (
        "claims-without-citation", "FILTER NOT EXISTS { ?claim at:citesPointer ?pointer }", "",
    ),
    "a FILTER dropped": ("works-not-seen", 'FILTER(?seen != "full text")', ""),
    "a join broken": ("comparisons", "?other at:hasEndpoint/", "?one at:hasEndpoint/"),
    "a class of drugs followed one step": ("regimens-by-drug", "skos:broader*", "skos:broader?"),
    "an endpoint followed one step": ("endpoint-across-studies", "skos:broader*", "skos:broader?"),
    "a population followed one step": ("studies-by-population", "skos:broader*", "skos:broader?"),
    "stated values taken for reported ones": (
        "endpoint-across-studies", "at:reportedBy ?work", "at:statedIn ?work",
    ),
    "stated values counted as reported ones": (
        "endpoints-by-family", "at:reportedBy ?work", "at:statedIn ?work",
    ),
}  # fmt: skip
"""Faults that a question was once given on purpose, and that no test told."""


@pytest.mark.parametrize("one", ASKED, ids=str)
def test_each_question_answers_what_is_expected(one: Asked) -> None:
    assert one.file.is_file(), "run make expected, and read what it wrote"
    assert answer(one) == one.file.read_text(encoding="utf-8")


def test_no_expected_answer_is_left_of_a_question_that_is_no_more() -> None:
    assert set(EXPECTED.rglob("*.csv")) == {one.file for one in ASKED}


@pytest.mark.parametrize("name", NAMES)
def test_each_question_has_two_rows_on_some_graph(name: str) -> None:
    answers = [one.file.read_text(encoding="utf-8") for one in ASKED if one.question == name]
    assert max(len(list(csv.reader(io.StringIO(text)))) for text in answers) > 2


@pytest.mark.parametrize("name", NAMES)
def test_each_parameter_is_given_to_the_invented_graph(name: str) -> None:
    given = [one.parameters for one in ASKED if one.graph == "invented" and one.question == name]
    assert questions()[name].parameters.keys() == {key for keys in given for key in keys}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_question_broken_on_purpose_answers_something_else(fault: str) -> None:
    name, right, wrong = BROKEN[fault]
    question = questions()[name]
    assert question.sparql.count(right) == 1
    assert survivors(question, [Mutant(fault, name, question.sparql.replace(right, wrong))]) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_easily_made_fault_of_a_question_goes_unseen(name: str) -> None:
    question = questions()[name]
    faulty = [mutant for mutant in mutants(question.sparql) if mutant.kind in FAULTS]
    assert [
        f"{mutant.kind}, {mutant.edit}"
        for mutant in survivors(question, faulty)
        if not any(name == known and text in mutant.sparql for known, text in HARMLESS)
    ] == []
