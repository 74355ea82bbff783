"""The page that says how to add a view to the page: what it shows gives a view that opens."""

import re
from pathlib import Path
from typing import Any

import page_examples
import pytest
from explorer_pages import VIEWS

from chromium import needs_browser
from places import HOUSE

pytestmark = pytest.mark.skipif(
    not (HOUSE / "docs").is_dir(), reason="runs in a checkout, not beside a wheel"
)


@needs_browser
def test_the_guide_to_a_view_of_the_page_gives_a_view_that_can_be_opened(
    browser: Any, tmp_path: Path
) -> None:
    guide = (HOUSE / "docs" / "adding-a-page-view.md").read_text(encoding="utf-8")
    folder = page_examples.scratch_copy(tmp_path / "copy")
    page_examples.follow(guide, folder)
    page = browser.new_page()
    page.goto(f"{(folder / 'page.html').as_uri()}#view=findings")
    page.locator("main li").first.wait_for()
    assert page.locator("h1").inner_text() == "What the audit found"
    assert page.locator('nav a[aria-current="page"]').inner_text() == "Findings"
    page.close()


def test_every_view_of_the_page_is_one_that_the_tests_open() -> None:
    source = (HOUSE / "graph_viz" / "page" / "state.js").read_text(encoding="utf-8")
    names = re.search(r"VIEW_NAMES = \{(.*)\};", source)
    assert names is not None
    assert re.findall(r"(\w+): ", names[1]) == list(VIEWS)
