"""What the tests of the explorer do with an open page."""

import re
from typing import Any

VIEWS = ("conclusions", "trace", "matrix", "text", "map")


def go(page: Any, hash_: str) -> None:
    """Follow a link to another state of the page, and wait until it is shown."""
    page.evaluate(
        "h => new Promise(done => { addEventListener('hashchange', done, {once: true});"
        " location.hash = h; })",
        hash_,
    )


def text_of(page: Any, selector: str) -> str:
    return re.sub(r"\s+", " ", page.locator(selector).first.text_content())
