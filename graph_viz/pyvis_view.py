"""A pyvis view of the evidence, hardened: one file, no request, no markup from labels.

Stock pyvis drops one of two edges between the same nodes, lays out in the browser for a minute,
asks two servers for style sheets, and shows a title as markup once any title holds `href`.
"""

import base64
import hashlib
import re
import textwrap
from typing import TYPE_CHECKING

from graph_viz.kinds import KINDS
from graph_viz.projection import COLOURS, columns, evidence
from queries.store import Store

if TYPE_CHECKING:
    from pyvis.network import Network

EDGES = {
    "supports": ("#1d7a3a", False, "green, solid"),
    "disputes": ("#b3261e", True, "red, dashed"),
    "qualifies": ("#a06a00", [2, 6], "amber, dotted"),
}
"""Colour and dash of each direction, and both in words; no edge differs by colour alone."""
_OTHER_EDGE = ("#9aa0a6", False, "")
_LABEL_WIDTH, _LABEL_LINES, _TITLE_LIMIT = 34, 4, 2000

_CDN = re.compile(
    r"""<link\b[^>]*\bhref="https?://[^>]*>|<script\b[^>]*\bsrc="https?://[^>]*>\s*</script>"""
)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)


def network(store: Store) -> "Network":
    """The evidence under all conclusions as a pyvis Network, every node in its place."""
    from pyvis.network import Network  # brings IPython along, which takes half a second

    graph = evidence(store)
    places = columns(graph)
    view = Network("92vh", directed=True, cdn_resources="in_line", neighborhood_highlight=True)
    view.toggle_physics(False)
    for iri, data in graph.nodes(data=True):
        x, y = places[iri]
        view.add_node(
            iri,
            label=_label(data["label"]),
            title=_title(f"{data['kind']}: {data['label']}\n{iri}"),
            shape="box",
            color=COLOURS[data["kind"]],
            font={"color": "#ffffff", "size": 13},
            x=x,
            y=y,
            physics=False,
        )
    for source, target, name in graph.edges(keys=True):
        colour, dashes, _ = EDGES.get(name, _OTHER_EDGE)
        view.add_edge(source, target, title=_title(name), color=colour, dashes=dashes, arrows="to")
    return view


def page(view: "Network") -> str:
    """The view as one HTML page that asks nothing of the network and runs only its own scripts."""
    html = _CDN.sub("", view.generate_html(notebook=False))
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in _SCRIPT.findall(html))
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:"
    )
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>alltrace: the evidence under each conclusion</title>"
    )
    opened = html.replace("<html>", '<!doctype html><html lang="en">', 1)
    return opened.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{head}', 1).replace(
        "<body>", f"<body>{_legend()}", 1
    )


def _legend() -> str:
    kinds = "".join(
        f'<span style="background:{colour};color:#fff;padding:2px 8px;margin:2px;'
        f'border-radius:4px;display:inline-block">{KINDS[kind][0]}</span>'
        for kind, colour in COLOURS.items()
    )
    lines = " · ".join(f"{name}: {style}" for name, (_, _, style) in EDGES.items())
    return (
        '<header style="font:15px system-ui,sans-serif;padding:8px 12px">'
        "<strong>What each conclusion rests on</strong> — drag to move, scroll to zoom, "
        f"click a box to see its neighbours, hover to read it.<br>{kinds} <span>{lines}</span>"
        "</header>"
    )


def _label(text: str) -> str:
    lines = textwrap.wrap(text[:400], _LABEL_WIDTH) or ["?"]
    return "\n".join(lines[:_LABEL_LINES]) + ("…" if len(lines) > _LABEL_LINES else "")


def _title(text: str) -> str:
    """Text for a tooltip; a joiner keeps the word that would switch pyvis to markup."""
    wrapped = "\n".join(
        part for line in text[:_TITLE_LIMIT].splitlines() for part in textwrap.wrap(line, 80)
    )
    return wrapped.replace("href", "h\N{WORD JOINER}ref")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
