"""What the commands print as JSON: typed results, from which JSON Schemas are made.

Each type is loaded when its command is asked for, for loading all takes longer than most commands.
"""

from functools import cache
from importlib import import_module
from types import GenericAlias
from typing import TYPE_CHECKING, Any

from ontology.errors import UnknownNameError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_HERE = "graph_viz.text.reports"
SCHEMAS: dict[str, str] = {
    "build": f"{_HERE}.building:BuildReport",
    "remove": "list of queries.removal:Removed",
    "conclusions": "list of queries.overview:ConclusionSummary",
    "trace": f"{_HERE}.tracing:TraceReport",
    "robustness": f"{_HERE}.tracing:RobustnessReport",
    "whatif": "list of queries.whatif:Change",
    "compare": f"{_HERE}.comparing:CompareReport",
    "plot": f"{_HERE}.writing:Written",
    "weigh": "list of queries.weighing:Weighing",
    "validate": f"{_HERE}.building:ValidationReport",
    "audit": f"{_HERE}.auditing:AuditReport",
    "check": f"{_HERE}.checking:CheckReport",
    "calibrate": f"{_HERE}.checking:CalibrationReport",
    "check-references": f"{_HERE}.references:ReferenceCheckReport",
    "numbers": "list of queries.audit.sheet:SheetRow",
    "read": "ingest.readers.document:Paper",
    "review": f"{_HERE}.reviewing:ReviewReport",
    "diff": f"{_HERE}.reviewing:DiffReport",
    "references": "ingest.references.model:ParsedReference",
    "pico": "ingest.pico.question:Answer",
    "draft": f"{_HERE}.drafting:DraftReport",
    "ingest": f"{_HERE}.drafting:IngestReport",
    "resolve": "ingest.resolving.model:Resolved",
    "import": f"list of {_HERE}.importing:ImportedRecord",
    "query-list": f"list of {_HERE}.asking:QuestionEntry",
    "export": f"{_HERE}.writing:Written",
    "explore": f"{_HERE}.writing:Written",
    "explorer": "graph_viz.explorer.model:Explorer",
}
"""The type of each command's JSON. `alltrace query` gives the W3C SPARQL 1.1 results format."""


FORMER_NAMES = {"standing": "robustness"}
"""What commands were called before; the old name is still understood."""


def schema(command: str) -> dict[str, Any]:
    """The JSON Schema of what `command --format json` prints. Raises UnknownNameError.

    >>> schema("conclusions")["type"]
    'array'
    """
    command = FORMER_NAMES.get(command, command)
    if command not in SCHEMAS:
        raise UnknownNameError("schema", command, SCHEMAS)
    return _adapter(command).json_schema(mode="serialization")


def as_json(command: str, value: object, indent: int | None = 2) -> str:
    """`value` as the JSON that `command` promises."""
    from ingest.text import escaped

    return escaped(_adapter(command).dump_json(value, indent=indent).decode())


def as_line(command: str, value: object) -> str:
    """`value` as one line of the JSON that `command` promises."""
    return as_json(command, value, indent=None)


@cache
def _adapter(command: str) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    kind = SCHEMAS[command]
    module, name = kind.removeprefix("list of ").split(":")
    one: Any = getattr(import_module(module), name)
    many: Any = GenericAlias(list, (one,))
    return TypeAdapter(many if kind.startswith("list of ") else one)
