"""The mutants of a question: each is one fault, and each still is a query."""

from question_mutants import mutants

QUERY = """\
SELECT DISTINCT ?claim ?text ?unit
WHERE {
  ?claim a at:Claim ; rdfs:label ?text .  # a comment with a FILTER in it
  { ?claim at:mentions/skos:broader* ?drug } UNION { ?claim ^(at:supports|at:disputes) ?drug }
  OPTIONAL { ?claim at:unit ?unit }
  FILTER NOT EXISTS { ?claim at:citesPointer ?pointer }
  FILTER(?text != "}")
}
ORDER BY ?claim
"""


def made(kind: str) -> list[str]:
    """The queries with a fault of that kind, each on one line."""
    return [" ".join(m.sparql.split()) for m in mutants(QUERY) if m.kind == kind]


def test_each_filter_is_dropped_by_itself() -> None:
    dropped = made("filter dropped")
    assert [('FILTER(?text != "}")' in one, "NOT EXISTS" in one) for one in dropped] == [
        (True, False),
        (False, True),
    ]


def test_a_negation_is_turned_round() -> None:
    (one,) = made("negation dropped")
    assert "FILTER EXISTS { ?claim at:citesPointer ?pointer }" in one


def test_an_optional_block_is_dropped_or_required() -> None:
    assert "at:unit" not in made("optional dropped")[0]
    assert "{ ?claim at:unit ?unit }" in made("optional required")[0]
    assert "OPTIONAL" not in made("optional required")[0]


def test_each_triple_is_dropped() -> None:
    dropped = made("triple dropped")
    assert any("?claim a at:Claim ." in one for one in dropped)
    assert any("{ ?claim rdfs:label ?text ." in one for one in dropped)


def test_a_repeated_step_is_taken_once_at_least_once_or_not_again() -> None:
    steps = [one.split("skos:broader")[1].split()[0] for one in made("repetition changed")]
    assert sorted(steps) == ["+", "?", "?drug"]


def test_steps_and_branches_of_a_path_are_dropped() -> None:
    assert any("at:mentions ?drug" in one for one in made("step dropped"))
    assert any("?claim skos:broader* ?drug" in one for one in made("step dropped"))
    branches = made("branch dropped")
    assert any("^(at:supports)" in one for one in branches)
    assert any("UNION" not in one and "broader" in one for one in branches)
    assert any("UNION" not in one and "disputes" in one for one in branches)


def test_words_are_exchanged_and_joins_broken() -> None:
    assert any('?text = "}"' in one for one in made("word exchanged"))
    assert any("?claim_apart at:unit ?unit" in one for one in made("join broken"))
    assert not any("?pointer_apart" in one for one in made("join broken")), "it joins nothing"
    assert all(one.startswith("SELECT ?claim") for one in made("distinct dropped"))
