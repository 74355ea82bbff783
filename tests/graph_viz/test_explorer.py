"""The explorer in a real browser shows the right numbers, and every view has a link."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from explorer_pages import VIEWS, go, text_of

from alltrace import EvidenceGraph
from chromium import needs_browser

pytestmark = needs_browser


# -- what the views show ---------------------------------------------------------------------------


def test_the_start_lists_the_conclusions_with_their_counts(
    opened: Callable[..., Any], page_file: Path, graph: EvidenceGraph
) -> None:
    page = opened(page_file)
    cards = page.locator(".card").all()
    for card, conclusion in zip(cards, graph.conclusions(), strict=True):
        told = re.sub(r"\s+", " ", card.inner_text())
        counts = conclusion.counts
        assert conclusion.text in told
        assert f"{counts.claims} claim" in told
        assert f"{counts.measurements} measurement" in told
        assert f"{counts.studies} independent stud" in told
        assert f"{counts.disputing} opposing line" in told
        assert re.search(rf"\b{counts.verified_hops} hops? holds?\b", told)
        assert f"{counts.broken_hops} broken" in told
    assert "A percentage that no whole count gives" in cards[0].inner_text()


def test_the_trace_shows_every_kind_of_thing_in_its_column(
    opened: Callable[..., Any], page_file: Path, graph: EvidenceGraph
) -> None:
    page = opened(page_file, "#view=trace&conclusion=too-little-efficacy")
    trace = graph.trace("too-little-efficacy")
    kinds = [node.kind for node in trace.nodes.values()]
    assert page.locator(".box.claim").count() == kinds.count("Claim")
    assert page.locator(".box.value").count() == kinds.count("StatedMeasurement")
    assert page.locator(".box.chip.cited").count() == kinds.count("CitationPointer")
    assert page.locator(".box.work").count() == kinds.count("Publication")
    assert page.locator(".box.study").count() == 3
    lines = {hop.line for hop in trace.hops if hop.line}
    assert page.locator(".pill").count() >= len(lines)
    left = [
        page.locator(f".box.{form} rect").first.bounding_box()["x"]
        for form in ("root", "claim", "value", "chip", "work", "study")
    ]
    assert left == sorted(left)
    assert "credited to the wrong reference" in text_of(page, "main")
    assert "no citation" in text_of(page, "main")
    assert "all support passes here" in text_of(page, "main")


@pytest.mark.parametrize(
    "conclusion", ["too-toxic", "standard-must-change", "replace-chemotherapy"]
)
def test_no_picture_has_more_boxes_than_can_be_read_and_what_is_folded_says_so(
    opened: Callable[..., Any], page_file: Path, conclusion: str
) -> None:
    page = opened(page_file, f"#view=trace&conclusion={conclusion}")
    assert page.locator(".box").count() <= 75
    folded = page.locator(".switch", has_text="more")
    if folded.count():
        before = page.locator(".box").count()
        folded.first.click()
        page.wait_for_function(f"document.querySelectorAll('.box').length !== {before}")
        page.go_back()
        page.wait_for_function(f"document.querySelectorAll('.box').length === {before}")


LINES_THROUGH_BOXES = """() => {
  const boxes = [...document.querySelectorAll('.box > rect, .pill > rect')].map((r) => r.getBBox());
  const inside = (b, p) => p.x > b.x + 2 && p.x < b.x + b.width - 2 && p.y > b.y + 2 && p.y < b.y + b.height - 2;
  const bad = [];
  for (const wire of document.querySelectorAll('.wire')) {
    const length = wire.getTotalLength();
    for (let at = 0; at <= length; at += 3) {
      const point = wire.getPointAtLength(at);
      const hit = boxes.find((b) => inside(b, point));
      if (hit) { bad.push(wire.getAttribute('d')); break; }
    }
  }
  return bad;
}"""
TEXT_OUT_OF_BOXES = """() => [...document.querySelectorAll('.box, .pill')].filter((group) => {
  const box = group.querySelector('rect').getBBox();
  return [...group.querySelectorAll('text')].some((text) => {
    const own = text.getBBox();
    return own.x + own.width > box.x + box.width + 1 || own.y + own.height > box.y + box.height + 2;
  });
}).map((group) => group.textContent)"""
BOXES_ON_BOXES = """() => {
  const boxes = [...document.querySelectorAll('.box > rect, .pill > rect')].map((r) => r.getBBox());
  return boxes.filter((a, i) => boxes.some((b, j) => j < i && a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1
    && a.y < b.y + b.height - 1 && b.y < a.y + a.height - 1)).length;
}"""


@pytest.mark.parametrize("width", [1440, 1024])
@pytest.mark.parametrize(
    "conclusion", ["too-toxic", "immunotherapy-earlier", "replace-chemotherapy"]
)
def test_no_line_runs_through_a_box_and_no_text_out_of_one(
    opened: Callable[..., Any], page_file: Path, conclusion: str, width: int
) -> None:
    page = opened(page_file, f"#view=trace&conclusion={conclusion}", width)
    assert page.evaluate(LINES_THROUGH_BOXES) == []
    assert page.evaluate(TEXT_OUT_OF_BOXES) == []
    assert page.evaluate(BOXES_ON_BOXES) == 0


def test_supports_and_disputes_between_the_same_two_are_both_shown(
    opened: Callable[..., Any], record_file: Callable[..., Path], tmp_path: Path
) -> None:
    line = "{id: e1, anchor: s1, evidence: [claim-1], bears_on: works, direction: supports, why: Remission is the aim.}"
    other = line.replace("e1", "e2").replace("supports", "disputes")
    path = tmp_path / "both.html"
    graph = EvidenceGraph.of(record_file((line, f"{line}\n  - {other}")))
    path.write_text(graph.explorer(), encoding="utf-8")
    page = opened(path, "#view=trace")
    assert sorted(page.locator(".pill text").all_text_contents()) == ["+ supports", "− disputes"]


def test_claims_that_support_each_other_in_a_ring_are_shown_once(
    opened: Callable[..., Any], record_file: Callable[..., Path], tmp_path: Path
) -> None:
    line = "{id: e1, anchor: s1, evidence: [claim-1], bears_on: works, direction: supports, why: Remission is the aim.}"
    back = "{id: e2, anchor: s1, evidence: [works], bears_on: claim-1, direction: supports, why: And round.}"
    path = tmp_path / "ring.html"
    graph = EvidenceGraph.of(record_file((line, f"{line}\n  - {back}")))
    path.write_text(graph.explorer(), encoding="utf-8")
    page = opened(path, "#view=trace")
    assert page.locator(".box.again").count() == 1
    assert "above)" in text_of(page, ".box.again")


def test_a_long_chain_of_claims_is_folded_and_can_be_unfolded(
    opened: Callable[..., Any], record_file: Callable[..., Path], tmp_path: Path
) -> None:
    claim = "{id: claim-1, anchor: s1, text: Most went into remission., role: result, pointers: [p1], measurements: [remission]}"
    line = "{id: e1, anchor: s1, evidence: [claim-1], bears_on: works, direction: supports, why: Remission is the aim.}"
    more = [f"  - {{id: step-{n}, anchor: s1, text: Step {n} of a long way.}}" for n in range(200)]
    ends = ["works", *(f"step-{n}" for n in range(200)), "claim-1"]
    lines = [
        f"{{id: e{n}, anchor: s1, evidence: [{low}], bears_on: {high}, direction: supports, why: It follows.}}"
        for n, (high, low) in enumerate(pairwise(ends))
    ]
    graph = EvidenceGraph.of(
        record_file((claim, "\n".join([claim, *more])), (line, "\n  - ".join(lines)))
    )
    path = tmp_path / "long.html"
    path.write_text(graph.explorer(), encoding="utf-8")
    page = opened(path, "#view=trace")
    for _ in range(3):
        assert page.evaluate(LINES_THROUGH_BOXES) == []
        assert page.evaluate(BOXES_ON_BOXES) == 0
        assert "Jones 2029" in page.locator(".box.work").all_text_contents()[0]
        before = page.locator(".box").count()
        page.locator(".switch", has_text="more").click()
        page.wait_for_function(f"document.querySelectorAll('.box').length > {before}")


def test_taking_a_study_away_shows_what_falls(
    opened: Callable[..., Any], page_file: Path, graph: EvidenceGraph
) -> None:
    page = opened(page_file, "#view=trace&conclusion=too-toxic")
    page.get_by_role("button", name="Take away").and_(
        page.locator("[aria-label*='AALL1331']")
    ).first.click()
    page.locator(".whatif strong", has_text="Without").wait_for()
    fallen = [c for c in graph.whatif("study:aall1331") if c.result == "falls"]
    assert f"and {len(fallen)} of 8 conclusions" in text_of(page, ".whatif")
    assert page.locator(".box.removed").count() == 1
    assert page.locator(".box.claim.fallen").count() > 0
    page.get_by_role("link", name="Put all back").click()
    page.wait_for_function("document.querySelectorAll('.fallen, .removed').length === 0")


def test_the_matrix_counts_citing_hops_and_sorts(
    opened: Callable[..., Any], page_file: Path, graph: EvidenceGraph
) -> None:
    page = opened(page_file, "#view=matrix")
    assert page.locator("tbody tr").count() == 8
    trace = graph.trace("too-little-efficacy")
    cites = [hop for hop in trace.hops if hop.kind == "cites"]
    row = page.locator("tbody tr").nth(1)
    told = [int(text[1:]) for text in row.locator(".cell b").all_inner_texts()]
    assert sum(told) == len(cites)
    page.locator("thead button").nth(1).click()
    page.locator("th[aria-sort=descending]").wait_for()
    first = page.locator("tbody tr").first.locator("td").first.inner_text()
    assert first.startswith("+6")


def test_the_table_of_endpoints_holds_stated_and_reported_values(
    opened: Callable[..., Any], page_file: Path
) -> None:
    page = opened(page_file, "#view=matrix&form=values&conclusion=too-little-efficacy")
    row = page.locator("tbody tr", has_text="MRD positivity")
    assert row.locator(".value.stated").count() == 3
    assert "54.5% (290/532)" in text_of(page, "tbody")


def test_the_text_view_gives_the_claims_in_the_documents_order(
    opened: Callable[..., Any], page_file: Path, graph: EvidenceGraph
) -> None:
    page = opened(page_file, "#view=text")
    rows = graph.rows(
        "SELECT ?text WHERE { ?document at:states ?claim . ?claim rdfs:label ?text ; at:hasAnchor ?a ;"
        " at:position ?n . ?a at:paragraph ?p ; at:sentence ?s } ORDER BY ?p ?s ?n"
    )
    shown = page.locator(".statement .thing").all_inner_texts()
    assert sorted(shown) == sorted(str(row["text"]) for row in rows)
    places = [text.split()[-3:] for text in page.locator(".statement .where").all_text_contents()]
    numbers = [(int(p.rstrip(",")), int(s)) for p, _, s in places]
    assert numbers == sorted(numbers)


def test_the_map_shows_what_the_filters_leave(opened: Callable[..., Any], page_file: Path) -> None:
    page = opened(page_file, "#view=map")
    whole = int(re.findall(r"(\d+) things of", text_of(page, ".heading"))[0])
    page.get_by_role("button", name=re.compile("^claims")).click()
    page.wait_for_function(
        f"!document.querySelector('.heading').textContent.includes('{whole} things')"
    )
    fewer = int(re.findall(r"(\d+) things of", text_of(page, ".heading"))[0])
    assert fewer == whole - 48
    go(page, "#view=map&select=study/aall1331&near=1")
    assert int(re.findall(r"(\d+) things? of", text_of(page, ".heading"))[0]) < fewer
    go(page, "#view=map&trial=study/aall1331&endpoint=study/all-r3&finding=note&select=")
    assert "Nothing fits these filters" in text_of(page, "main")


# -- links, panel, search --------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_restores_its_view(opened: Callable[..., Any], page_file: Path, view: str) -> None:
    hash_ = f"#view={view}&conclusion=chemotherapy-insufficient&select=mohetaer-2026/cr-aall07p1"
    first, second = opened(page_file), opened(page_file, hash_)
    go(first, hash_)
    for selector in ("main", "#panel"):
        assert first.locator(selector).inner_text() == second.locator(selector).inner_text()
    assert second.locator(f'[data-view="{view}"]').get_attribute("aria-current") == "page"


def test_back_and_forward_go_through_what_was_seen(
    opened: Callable[..., Any], page_file: Path
) -> None:
    page = opened(page_file)
    page.get_by_role("link", name="Matrix").click()
    page.locator("table").wait_for()
    page.get_by_role("link", name="Text", exact=True).click()
    page.locator(".statement").first.wait_for()
    page.go_back()
    page.locator("table").wait_for()
    page.go_back()
    page.locator(".card").first.wait_for()
    page.go_forward()
    page.locator("table").wait_for()


def test_the_panel_tells_all_that_is_known(opened: Callable[..., Any], page_file: Path) -> None:
    page = opened(
        page_file, "#view=trace&conclusion=too-toxic&select=mohetaer-2026/never-risk-assigned"
    )
    panel = text_of(page, "#panel")
    for part in (
        "stated value", "19.4%", "The source reports another value.", "100 − 88.7 = 11.3", "Rule: value-mismatch",
        "To settle it:", "under regimen", "AALL1331 reinduction Block 1",
    ):  # fmt: skip
        assert part in panel
    page.locator("#panel summary", has_text="Who says so").click()
    assert "mohetaer-2026.yaml" in text_of(page, "#panel")
    page.locator("#panel summary", has_text="SPARQL").click()
    query = page.locator("#panel pre").inner_text()
    assert EvidenceGraph().rows(query)


def test_identifiers_are_links_and_only_what_looks_like_one(
    opened: Callable[..., Any], page_file: Path
) -> None:
    page = opened(page_file, "#view=map&select=registration/NCT02101853")
    link = page.locator("#panel a[target=_blank]").first
    assert link.get_attribute("href") == "https://clinicaltrials.gov/study/NCT02101853"
    assert "noopener" in str(link.get_attribute("rel"))
    assert "AALL1331" in text_of(page, "#panel"), "the registration leads to its study"


def test_search_finds_by_label_synonym_and_id(opened: Callable[..., Any], page_file: Path) -> None:
    page = opened(page_file)
    page.keyboard.press("/")
    for typed, found in (
        ("toxic accept", "too toxic to accept"),
        ("NCT02101853", "registration"),
        ("EFS", "event-free survival"),
    ):
        page.locator("#search").fill(typed)
        assert found in text_of(page, "#found li")
    page.locator("#search").fill("zzzz nothing")
    assert "Nothing is called that" in text_of(page, "#found")


def test_keyboard_alone_leads_from_the_start_to_a_source(
    opened: Callable[..., Any], page_file: Path
) -> None:
    page = opened(page_file)
    press = page.keyboard.press

    def focused(name: str) -> str:
        return str(page.evaluate(f"document.activeElement.getAttribute('{name}') ?? ''"))

    for _ in range(40):
        press("Tab")
        if focused("data-key").startswith("card "):
            break
    press("Enter")
    page.locator("svg.picture").wait_for()
    for _ in range(60):
        press("Tab")
        if focused("data-key").startswith("root "):
            break
    seen = []
    for key in [
        "ArrowDown",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
    ]:
        press(key)
        seen.append(focused("class").split()[1])
        if seen[-1] == "work":
            break
    assert seen[-1] == "work", seen
    press("Enter")
    page.locator("#panel .overline", has_text="publication").wait_for()
    assert (
        page.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth")
        == "3px"
    )
    press("Escape")
    page.wait_for_function("!location.hash.includes('select=')")


def test_the_legend_hides_what_is_switched_off(opened: Callable[..., Any], page_file: Path) -> None:
    page = opened(page_file, "#view=trace&conclusion=too-toxic")
    button = page.locator("[data-key='legend-disputes']")
    button.click()
    page.wait_for_function(
        "document.querySelector(\"[data-key='legend-disputes']\").getAttribute('aria-pressed') === 'false'"
    )
    assert page.locator(".pill.disputes.off").count() == page.locator(".pill.disputes").count() == 1
