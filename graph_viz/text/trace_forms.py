"""A trace as text for other programs: Markdown, Mermaid, Graphviz DOT, HTML.

Every label is data: each form escapes what would mean something to it.
"""

from collections.abc import Callable, Iterable
from html import escape

from graph_viz.text.quotes import beside, quoted
from queries.robustness import robustness
from queries.trace import BROKEN, LINE_KINDS, SOUND, Hop, Node, Trace

STATE_MARKS = dict.fromkeys(SOUND, "✔") | dict.fromkeys(BROKEN, "✘")
STATE_MARKS |= {"unverifiable": "?", "uncited": "∅", "dismissed finding": "○"}
"""The sign of each state; `recorded` has none. The word stands beside it."""

_SHAPES = {"Conclusion": "box", "Claim": "box", "Publication": "note", "Trial": "ellipse"}
_COLOURS = {"supports": "#1b7837", "disputes": "#b2182b", "qualifies": "#8c6d1f"}
_GREY, _RED = "#666666", "#b2182b"
_DEPTH = 60
"""How deep a list is indented; below that it goes on without a further indent."""


def markdown(trace: Trace) -> str:
    """The chain as a nested list, with what it stands on above."""
    root = trace.nodes[trace.conclusion]
    lines = [f"# {_md(root.label or root.iri)}", ""]
    lines += [f"> {_md(quoted(root.quote))}", ""] if root.quote else []
    lines += [f"- {_md(words)}" for words in robustness(trace).words]
    lines += ["", "## The chain", ""]
    for depth, hop, again in walk(trace):
        indent = "  " * min(depth, _DEPTH)
        lines.append(f"{indent}- {_md(_hop_words(trace, hop))}{' (above)' if again else ''}")
    return "\n".join(lines) + "\n"


def mermaid(trace: Trace) -> str:
    """The chain as a Mermaid flow chart, from the conclusion on the left to the studies."""
    names = _names(trace)
    lines = ["flowchart LR"]
    lines += [f'  {names[iri]}["{_mermaid(_title(node))}"]' for iri, node in trace.nodes.items()]
    for hop in trace.hops:
        arrow = "-.->" if hop.state in BROKEN else "-->"
        label = _mermaid(_edge_words(hop))
        lines.append(f'  {names[hop.source]} {arrow}|"{label}"| {names[hop.target]}')
    return "\n".join(lines) + "\n"


def dot(trace: Trace) -> str:
    """The chain in Graphviz DOT; broken hops are dashed and red."""
    names = _names(trace)
    lines = ["digraph trace {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for iri, node in trace.nodes.items():
        shape = _SHAPES.get(node.kind, "plaintext")
        lines.append(f"  {names[iri]} [label={_dot(_title(node))}, shape={shape}];")
    for hop in trace.hops:
        broken = hop.state in BROKEN
        colour = _RED if broken else _COLOURS.get(hop.kind, _GREY)
        style = "dashed" if broken else "solid"
        lines.append(
            f"  {names[hop.source]} -> {names[hop.target]} "
            f'[label={_dot(_edge_words(hop))}, color="{colour}", style={style}];'
        )
    return "\n".join([*lines, "}"]) + "\n"


def html(trace: Trace, folded: bool = False) -> str:
    """The chain as a piece of HTML, for a page, or with the chain `folded` away, for a notebook."""
    root = trace.nodes[trace.conclusion]
    words = "".join(f"<li>{escape(w)}</li>" for w in robustness(trace).words)
    quote = f"<blockquote>{escape(quoted(root.quote))}</blockquote>" if root.quote else ""
    parts = [f"<section><h3>{escape(root.label or root.iri)}</h3>{quote}<ul>{words}</ul>"]
    if folded:
        parts.append(f"<details><summary>The chain: {len(trace.hops)} hops</summary>")
    depth = -1
    for deeper, hop, again in walk(trace):
        deeper = min(deeper, _DEPTH)
        if deeper > depth:
            parts.append("<ul>" * (deeper - depth))
        else:
            parts.append("</li>" + "</ul></li>" * (depth - deeper))
        depth = deeper
        above = " <em>(above)</em>" if again else ""
        weight = "strong" if hop.state in BROKEN else "span"
        parts.append(f"<li><{weight}>{escape(_hop_words(trace, hop))}</{weight}>{above}")
    parts.append("</li></ul>" * (depth + 1))
    return "".join([*parts, "</details>" if folded else "", "</section>"])


def walk(trace: Trace) -> Iterable[tuple[int, Hop, bool]]:
    """Every hop on the way down with its depth, and whether its target was unfolded before.

    Each thing is unfolded once, so the walk ends on circles and is as long as the trace.
    """
    unfolded = {trace.conclusion}
    waiting = [(0, hop) for hop in reversed(_ordered(trace, trace.conclusion))]
    while waiting:
        depth, hop = waiting.pop()
        again = hop.target in unfolded
        yield depth, hop, again
        if not again:
            unfolded.add(hop.target)
            waiting += [(depth + 1, h) for h in reversed(_ordered(trace, hop.target))]


_ORDER = (*LINE_KINDS, "asserts", "restates", "derives", "reported by", "cites", "points")
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}


def _ordered(trace: Trace, iri: str) -> list[Hop]:
    return sorted(trace.below(iri), key=lambda h: (_RANK.get(h.kind, len(_RANK)), h.target))


def _hop_words(trace: Trace, hop: Hop) -> str:
    node = trace.nodes[hop.target]
    why = f" ({hop.why})" if hop.why else ""
    return f"{_edge_words(hop)}: {_title(node)}{why}"


def _edge_words(hop: Hop) -> str:
    mark = STATE_MARKS.get(hop.state)
    return f"{hop.kind} [{mark} {hop.state}]" if mark else hop.kind


def _title(node: Node) -> str:
    return beside(node.label or node.iri, node.quote)


def _names(trace: Trace) -> dict[str, str]:
    """Short names for the nodes, for no IRI may stand bare in these languages."""
    return {iri: f"n{number}" for number, iri in enumerate(trace.nodes)}


def _escaper(characters: str, form: str) -> Callable[[str], str]:
    """Puts a text on one line, with the code points of some characters in this form."""
    table = {ord(c): form.format(ord(c)) for c in characters}
    return lambda text: " ".join(text.split()).translate(table)


_md = _escaper("\\`*_{}[]<>#|&!~", "&#{};")
_mermaid = _escaper('"#<>&[](){}|;`\\%', "#{};")


def _dot(text: str) -> str:
    inside = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'
