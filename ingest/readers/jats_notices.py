"""The notices that an article in JATS links to: its retraction, corrections and concerns."""

from collections.abc import Iterator

from ingest.readers.document import LinkedNotice
from ingest.readers.markup import Element

FORWARD = {
    "retraction-forward": "Retraction",
    "correction-forward": "Correction",
    "concern-forward": "Expression of concern",
}
"""Types of links from an article to a notice about it, with the kind of notice."""
NOTICE_TYPES = frozenset(
    ("retraction", "correction", "expression-of-concern", "addendum", "erratum", "corrigendum")
)
"""Types of articles that are notices themselves; their links lead to the works they are about."""
_HREF = "{http://www.w3.org/1999/xlink}href"


def linked_notices(root: Element, article_meta: Element) -> Iterator[LinkedNotice]:
    """The notices about the article itself, in the order of the file."""
    if root.get("article-type") in NOTICE_TYPES:
        return
    for link in article_meta.iterchildren("{*}related-article"):
        if kind := FORWARD.get(link.get("related-article-type", "")):
            target = (link.get(_HREF) or "").strip()
            by = link.get("ext-link-type")
            yield LinkedNotice(
                kind=kind,
                doi=target if by == "doi" and target else None,
                pmid=target if by in ("pmid", "pubmed") and target else None,
            )
