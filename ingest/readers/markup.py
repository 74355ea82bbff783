"""XML parsed without trust: no entity is expanded, no DTD is loaded, no network."""

import html.entities
import re
from collections.abc import Callable, Collection, Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from ingest.readers.blocks import Piece, lowered, raised, words
from ontology.errors import ReadingError

WHOLE = re.compile(rb"<!DOCTYPE|<\?xml")
FRAGMENT = re.compile(r"Extra content|Namespace prefix \w+ ")
WRAPPER = (
    b'<article xmlns:xlink="http://www.w3.org/1999/xlink"'
    b' xmlns:mml="http://www.w3.org/1998/Math/MathML"'
    b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    b' xmlns:ali="http://www.niso.org/schemas/ali/1.0/">'
)
"""What fragments of JATS were cut from."""
APART = words("break br p title label list-item li td tr div")
"""Elements that stand apart from the text around them."""
Element = etree._Element


def parse(data: bytes, name: str) -> Element:
    """The root element. Raises ReadingError for XML that is not whole or that defines entities.

    A fragment of several elements, as databases cut them, is read within one root, and where a cut
    left an element open it ends with the fragment.
    """
    try:
        try:
            root = etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            if not FRAGMENT.search(str(error)) or WHOLE.search(data[:2_000]):
                raise
            body = data.removeprefix(b"\xef\xbb\xbf")
            root = etree.fromstring(WRAPPER + body + b"</article>", _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise broken(error, name) from None
    refuse_entities(root, name)
    return root


def each(data: bytes, names: Collection[str], name: str) -> Iterator[Element]:
    """The elements with one of some local names, one after another; each is emptied after use.

    Memory stays flat over a file of many. Of nested ones the outer alone is given. Raises
    ReadingError where the file breaks, which may be after some were given.
    """
    tags = [f"{{*}}{one}" for one in names]
    inside = 0
    try:
        for event, element in etree.iterparse(
            BytesIO(data), events=("start", "end"), tag=tags, **SAFE
        ):
            if event == "start":
                if not inside:
                    refuse_entities(element, name)
                inside += 1
                continue
            inside -= 1
            if inside:
                continue
            yield element
            element.clear()
            while element.getprevious() is not None:
                above = element.getparent()
                assert above is not None
                del above[0]
    except ReadingError:
        raise
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise broken(error, name) from None


def broken(error: Exception, name: str) -> ReadingError:
    """What a person is told of XML that is not whole."""
    reason = re.sub(r",? \(<string>.*|, line \d+, column \d+.*", "", " ".join(str(error).split()))
    return ReadingError(f"{name}: the XML is broken at line {_line(error)}: {reason}")


def refuse_entities(element: Element, name: str) -> None:
    """Raise ReadingError if the file that an element is of defines entities."""
    dtd: Any = element.getroottree().docinfo.internalDTD
    if dtd is not None and dtd.entities():
        raise ReadingError(f"{name}: the XML defines entities of its own, which are not expanded")


SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""How XML that nobody vouches for is parsed."""


def _parser(recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(recover=recover, **SAFE)


def _line(error: Exception) -> int:
    return getattr(error, "lineno", None) or 1


def tag(element: Element) -> str:
    """The local name of an element; empty for an entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find(element: Element, *names: str) -> Element | None:
    """The first descendant along a path of local names, each anywhere below the last."""
    current: Element | None = element
    for name in names:
        if current is None:
            return None
        current = next(iter(named(current, name)), None)
    return current


def named(element: Element, name: str) -> Iterator[Element]:
    """The descendants with a local name, in order."""
    return element.iterdescendants(f"{{*}}{name}")


def text(element: Element | None) -> str:
    """The plain text below an element in one line, raised and lowered figures kept as such."""
    if element is None:
        return ""
    return " ".join("".join(piece.text for piece in pieces(element)).split())


def pieces(
    element: Element,
    numbers: Callable[[Element], tuple[int, ...]] = lambda _: (),
    skipped: frozenset[str] = frozenset(),
) -> list[Piece]:
    """The text below an element, linked where `numbers` says that an element is a citation."""
    found = [Piece(element.text)] if element.text else []
    for child in element:
        found.extend(pieces_of(child, numbers, skipped))
        if child.tail:
            found.append(Piece(child.tail))
    return found


def pieces_of(
    element: Element,
    numbers: Callable[[Element], tuple[int, ...]] = lambda _: (),
    skipped: frozenset[str] = frozenset(),
) -> list[Piece]:
    """The text that an element stands for within a line: raised, lowered, linked, or left out."""
    name = tag(element)
    if not name:
        return [Piece(_entity(element))]
    if name in skipped:
        return []
    inner, cited = pieces(element, numbers, skipped), numbers(element)
    if cited:
        inner = [Piece("".join(piece.text for piece in inner), cited)]
    if name == "sup":
        return raised(inner)
    if name == "sub":
        return lowered(inner)
    return [Piece(" "), *inner, Piece(" ")] if name in APART else inner


def _entity(node: Element) -> str:
    """The character of a named HTML entity, which JATS files use without their DTD."""
    name = str(getattr(node, "name", "") or "")
    return html.unescape(f"&{name};") if f"{name};" in html.entities.html5 else ""
