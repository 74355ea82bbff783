"""Pieces of HTML for a notebook, each no longer than a screen, every text escaped."""

from collections.abc import Mapping
from html import escape


def graph(title: str, contents: Mapping[str, int]) -> str:
    """A graph: how many things of each kind it holds.

    >>> graph("<EvidenceGraph in memory>", {"Claim": 27})
    '<p>&lt;EvidenceGraph in memory&gt;</p><table><tr><td>Claim</td><td>27</td></tr></table>'
    """
    rows = "".join(f"<tr><td>{escape(kind)}</td><td>{n}</td></tr>" for kind, n in contents.items())
    table = f"<table>{rows}</table>" if rows else ""
    return f"<p>{escape(title)}</p>{table}"
