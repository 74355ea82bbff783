"""A store validated in parts: the same breaches as in one go, wherever the statements stand."""

import pytest

from alltrace import EvidenceGraph
from alltrace.pipeline import build
from ingest.graphs import NamedGraph
from queries.store import EmbeddedStore
from queries.validation import ShapesReport, validate, validate_store

ID, AT = "https://w3id.org/alltrace/id/", "https://w3id.org/alltrace/ns#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
LETTER = f"{ID}mohetaer-2026/"


def statement(subject: str, name: str, value: str) -> str:
    return f"<{subject}> <{name}> {value} .\n"


BREACHES = {
    "a value of a thing of another class, in another graph": statement(
        f"{LETTER}deaths-in-block-1", f"{AT}assertsMeasurement", f"<{ID}study/aall1331>"
    ),
    "a second label, in another graph": statement(f"{LETTER}too-toxic", LABEL, '"Something else."'),
    "a line without a direct edge": (
        statement("https://x.org/line", TYPE, f"<{AT}EvidenceLine>")
        + statement("https://x.org/line", f"{AT}hasEvidence", f"<{LETTER}deaths-in-block-1>")
        + statement("https://x.org/line", f"{AT}bearsOn", f"<{LETTER}too-little-efficacy>")
        + statement("https://x.org/line", f"{AT}direction", '"supports"')
    ),
    "a thing of a class without anything": statement("https://x.org/bare", TYPE, f"<{AT}Trial>"),
    "a number twice in one list": (
        statement(f"{ID}document/mohetaer-2026", f"{AT}hasReference", "<https://x.org/ref>")
        + statement("https://x.org/ref", TYPE, f"<{AT}Reference>")
        + statement("https://x.org/ref", f"{AT}refersTo", f"<{ID}publication/hogan-2025>")
        + f'<https://x.org/ref> <{AT}referenceNumber> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    ),
}  # fmt: skip


def both(store: EmbeddedStore) -> tuple[ShapesReport, ShapesReport]:
    """Each graph for itself, and all in one go."""
    whole = EvidenceGraph(store).export("ntriples")
    return validate_store(store, part=1), validate(whole)


def test_a_sound_graph_is_sound_in_parts() -> None:
    store = EmbeddedStore()
    store.replace(build().graphs)
    parts, whole = both(store)
    assert parts == whole == ShapesReport(True, [])


def test_an_empty_store_breaks_no_shape() -> None:
    assert validate_store(EmbeddedStore()) == ShapesReport(True, [])


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_between_graphs_is_found_in_parts_as_in_one_go(name: str) -> None:
    store = EmbeddedStore()
    store.replace(build().graphs)
    store.replace([NamedGraph("https://x.org/graph", BREACHES[name].encode())])
    parts, whole = both(store)
    assert not whole.conforms
    assert parts == whole


def test_all_breaches_together() -> None:
    store = EmbeddedStore()
    store.replace(
        [*build().graphs, NamedGraph("https://x.org/graph", "".join(BREACHES.values()).encode())]
    )
    parts, whole = both(store)
    assert len(whole.violations) > len(BREACHES)
    assert parts == whole
