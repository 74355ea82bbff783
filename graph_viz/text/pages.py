"""What all reports share: HTML templates with one style, escaped Markdown, and SARIF."""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2

_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})


def rendered(template: str, **values: object) -> str:
    """A page of `graph_viz/templates`, every text in it escaped, with the style of all reports."""
    from markupsafe import Markup

    style = (files("graph_viz") / "templates" / "report.css").read_text(encoding="utf-8")
    return _template(template).render(style=Markup(style), **values)


def escaped(text: str) -> str:
    r"""Text in one line of Markdown, without meaning as markup.

    >>> print(escaped("a *b*"))
    a \*b\*
    """
    return " ".join(text.split()).translate(_MARKDOWN)


def sarif(runs: Sequence[dict[str, Any]]) -> str:
    """A log of SARIF 2.1.0 with these runs."""
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    report = {"version": "2.1.0", "$schema": schema, "runs": list(runs)}
    return json.dumps(report, indent=2, ensure_ascii=False)


@cache
def _template(name: str) -> "jinja2.Template":
    import jinja2  # only the HTML reports need it

    text = (files("graph_viz") / "templates" / name).read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(text)
