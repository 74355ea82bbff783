"""The explorer's file: its data, its script and its style in one page.

The page's script is written in small modules under `page/` and joined here without a bundler: each
module says what it imports from its neighbours, so their order is known, and becomes a function
that gives back what it exports.
"""

import base64
import hashlib
import html
import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from graphlib import TopologicalSorter
from importlib.resources import files

from graph_viz.explorer.data import explorer_data, packed
from graph_viz.explorer.model import Explorer
from ontology.errors import StoreError
from queries.store import Store

LIMIT = 20_000_000
"""Bytes above which no page is made: mail and browsers choke on it."""

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z_]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async function|function|const) (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^ */\*\*(?:[^*]|\*(?!/))*\*/\n|^ *//[^\n]*\n", re.MULTILINE)
_MAIN = "main"


def page(
    store: Store,
    document: str | None = None,
    texts: Sequence[str] = (),
    with_quotes: bool = False,
) -> str:
    """The explorer of the whole graph, or of one document (an IRI) with its sources.

    `texts` are documents' texts, to be shown beside their claims, and `with_quotes` brings
    the sentences that records quote. Raises StoreError for a page of
    more than 20 MB and RecordError for a text that fits no document.
    """
    return assembled(explorer_data(store, document, texts, with_quotes))


def assembled(data: Explorer) -> str:
    """The page over data that has been made. Raises StoreError if it is larger than 20 MB."""
    content = base64.b64encode(zlib.compress(packed(data), 9)).decode()
    style, code = _part("style.css"), script()
    parts = {
        "policy": _policy(code, style),
        "title": html.escape(_title(data)),
        "style": style,
        "data": content,
        "script": code,
    }
    result = re.sub(r"\{\{(\w+)\}\}", lambda slot: parts[slot[1]], _part("page.html"))
    size = len(result.encode())
    if size > LIMIT:
        raise StoreError(
            f"the page would be {size / 1e6:.0f} MB, and more than {LIMIT / 1e6:.0f} MB is not "
            "made; show one document with --document"
        )
    return result


@lru_cache(maxsize=1)
def script() -> str:
    """The page's modules as one."""
    folder = files("graph_viz") / "page"
    sources = {
        item.name.removesuffix(".js"): item.read_text(encoding="utf-8")
        for item in folder.iterdir()
        if item.name.endswith(".js")
    }
    needs = {
        name: sorted({module for _, module in _IMPORT.findall(text)})
        for name, text in sorted(sources.items())
    }
    order = TopologicalSorter(needs).static_order()
    return "\n".join(_scoped(name, sources[name]) for name in order).replace("</", "<\\/")


def _scoped(name: str, source: str) -> str:
    """A module as a function's scope that gives back what it exports; the last runs as it is.

    Comments that stand in lines of their own stay behind.
    """
    body = _COMMENT.sub("", _IMPORT.sub(r"const {\1} = $\2;\n", source))
    names = ", ".join(_EXPORT.findall(body))
    body = _EXPORT.sub(lambda export: export[0].removeprefix("export "), body)
    return (
        body if name == _MAIN else f"const ${name} = (() => {{\n{body}return {{ {names} }};\n}})();"
    )


def _part(name: str) -> str:
    return (files("graph_viz") / "page" / name).read_text(encoding="utf-8")


def _title(data: Explorer) -> str:
    labels = [data.nodes.label[node] for node in data.documents.node]
    return f"{labels[0][:120]} · alltrace" if len(labels) == 1 else "alltrace"


def _policy(code: str, style: str) -> str:
    """Nothing from anywhere, and only this script and this style."""
    return (
        f"default-src 'none'; script-src '{_digest(code)}'; style-src '{_digest(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
