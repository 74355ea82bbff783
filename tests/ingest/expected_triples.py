"""What the mapper writes of an invented record, as N-Triples to read: `expected/one_of_each.nt`.

Run as a script (`make expected`) it writes the file anew; the diff then shows what a change does to
the graph.
"""

from pathlib import Path

from ingest import quads, records

HERE = Path(__file__).resolve().parent
ONE_OF_EACH = HERE / "one_of_each.yaml"
EXPECTED = HERE / "expected" / "one_of_each.nt"
BASE = "https://example.org/id/"


def written() -> str:
    """The triples of the record that has one thing of each kind, and those that it shares."""
    record = records.load(ONE_OF_EACH).record
    return (quads.ntriples(record, BASE) + quads.shared([record], BASE)).decode()


if __name__ == "__main__":
    EXPECTED.parent.mkdir(exist_ok=True)
    EXPECTED.write_text(written(), encoding="utf-8")
