"""Parent studies: the randomisations of a trial are one study with it."""

from ingest.graphs import NamedGraph
from ontology.field_map import property_of
from ontology.model import Study
from ontology.terms import RDF
from queries import reader
from queries.reader import Things
from queries.store import EmbeddedStore
from queries.studies import parent_studies, with_joined

X = "https://x.org/"
PART_OF = property_of(Study, "part_of")


def store_of(*pairs: str) -> EmbeddedStore:
    """A store of studies from pairs such as `part>parent`."""
    edges = [pair.split(">") for pair in pairs]
    studies = {name for edge in edges for name in edge}
    lines = [f"<{X}{part}> <{PART_OF}> <{X}{parent}> .\n" for part, parent in edges]
    lines += [f"<{X}{name}> <{RDF}type> <{Study.rdf_classes[0]}> .\n" for name in studies]
    store = EmbeddedStore()
    store.replace([NamedGraph(X + "g", "".join(lines).encode())])
    return store


def parents(store: EmbeddedStore, *names: str) -> dict[str, str]:
    """The parent of each study, once those with these names and their parents were read."""
    described = reader.describe(store, [X + name for name in names])
    found = parent_studies(Things(with_joined(store, described)))
    return {part.removeprefix(X): parent.removeprefix(X) for part, parent in found.items()}


def test_the_parent_is_the_outermost_study_and_is_its_own_parent() -> None:
    store = store_of("a1>a", "a>trial", "b>trial", "alone>other")
    assert parents(store, "a1", "b") == {
        "a1": "trial", "a": "trial", "b": "trial", "trial": "trial"
    }  # fmt: skip


def test_a_parent_that_was_not_read_counts() -> None:
    described = reader.describe(store_of("a>trial"), [X + "a"])
    assert parent_studies(Things(described)) == {X + "a": X + "trial"}


def test_studies_that_are_parts_of_one_another_end_the_search() -> None:
    assert parents(store_of("a>b", "b>c", "c>a"), "a") == {"a": "c", "b": "a", "c": "b"}


def test_what_is_no_study_has_no_parent() -> None:
    assert parent_studies(Things({X + "c": reader.Description(classes=["x:Cohort"])})) == {}
