"""Every audit rule, on invented records: what it finds, and what must stay silent."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from sound_letter import audit_of, claim, compares, value, with_claim

from places import HOUSE
from queries.audit.audit import DocumentAudit, rule_names
from queries.audit.rule import DOCUMENT, rule
from queries.audit.rules import RULES

Build = Callable[..., DocumentAudit]


@pytest.fixture
def audited(tmp_path: Path) -> Build:
    """The audit of the sound letter, changed."""
    return partial(audit_of, tmp_path)


def rules(found: DocumentAudit) -> dict[str, str]:
    """The rules that found something, each with what it is about."""
    return {f.rule: f.about.rsplit("/", 1)[-1] for f in found.findings}


def outcomes(found: DocumentAudit) -> dict[str, str]:
    return {v.about.rsplit("/", 1)[-1]: v.outcome for v in found.values}


def test_a_sound_letter_has_no_finding(audited: Build) -> None:
    found = audited()
    assert found.findings == []
    assert outcomes(found) == {"cr-x": "verified", "cr-y": "verified"}


# One row a case: which rule is expected (or none), what is changed, what is added.
def survival(name: str, endpoint: str, printed: str, **more: Any) -> dict[str, Any]:
    """A survival estimate of arm A at four years."""
    of_arm_a = {"regimen": "x/a", "time": "4 years"}
    return value(name, "x", endpoint, printed, statistic="survival-estimate", **(of_arm_a | more))


X: dict[str, Any] = {"cohort": "x/all", "time": "end of block-1"}
DEATHS = value(
    "deaths", "x", "death", "3.5", cohort="x/all", k=7, n=200, time="during block-1", by="x-report"
)
GRADES = [
    value(
        f"ae-{g}",
        "x",
        "adverse-event",
        p,
        cohort="x/all",
        grade=g,
        time="during block-1",
        by="x-report",
    )
    for g, p in (("3", "40.1"), ("4", "20.2"), ("5", "3.5"))
]
CASES: list[tuple[str, str | None, dict[str, Any], dict[str, list[dict[str, Any]]]]] = [
    # -- arithmetic
    ("95.5% of 24", "percentage-unreachable", {}, with_claim(value("v", "x", "mrd-negative", "95.5", n=24, **X))),
    ("95.8% of 24", None, {}, with_claim(value("v", "x", "mrd-negative", "95.8", n=24, **X))),
    ("half up: 12.5% of 8 printed as 13", None, {}, with_claim(value("v", "x", "mrd-negative", "13", n=8, **X))),
    ("half down: 12.5% of 8 printed as 12", None, {}, with_claim(value("v", "x", "mrd-negative", "12", n=8, **X))),
    ("a count against its percentage", "percentage-unreachable", {}, with_claim(value("v", "x", "mrd-negative", "30.0", k=20, n=100, **X))),
    ("a survival estimate is no count", None, {}, with_claim(value("v", "x", "overall-survival", "95.5", n=24, statistic="survival-estimate", time="3 years"))),
    ("parts that do not add up", "parts-and-total", {}, with_claim(
        value("t", "x", "enrolled", "90", unit="patients", statistic="count", parts=["a", "b"]),
        value("a", "x", "risk-assigned", "50", unit="patients", statistic="count"),
        value("b", "x", "analysed", "30", unit="patients", statistic="count"))),
    ("parts that add up", None, {}, with_claim(
        value("t", "x", "enrolled", "80", unit="patients", statistic="count", parts=["a", "b"]),
        value("a", "x", "risk-assigned", "50", unit="patients", statistic="count"),
        value("b", "x", "analysed", "30", unit="patients", statistic="count"))),
    ("positive and negative make 110", "complement-mismatch", {}, with_claim(
        value("a", "x", "mrd-positive", "60.0", **X), value("b", "x", "mrd-negative", "50.0", **X))),
    ("positive and negative make 100", None, {}, with_claim(
        value("a", "x", "mrd-positive", "60.0", **X), value("b", "x", "mrd-negative", "40.0", **X))),
    ("a mean that cannot be", "mean-unreachable", {}, with_claim(value("v", "x", "adverse-events-per-patient", "5.19", n=28, unit="events", statistic="mean"))),
    ("a mean that can be", None, {}, with_claim(value("v", "x", "adverse-events-per-patient", "5.18", n=28, unit="events", statistic="mean"))),
    ("a deviation that cannot be", "mean-unreachable", {}, with_claim(value("v", "x", "adverse-events-per-patient", "3.44", n=18, sd="2.471", unit="events", statistic="mean"))),
    ("a deviation that can be", None, {}, with_claim(value("v", "x", "adverse-events-per-patient", "2.00", n=4, sd="1.41", unit="events", statistic="mean"))),
    ("an interval against its p", "interval-and-p", {}, with_claim(value("v", "x", "overall-survival", "0.39", unit="ratio", statistic="hazard-ratio", lower="0.13", upper="1.17", p="0.0401", regimen="x/a", compared_regimen="x/b"))),
    ("an interval with its p", None, {}, with_claim(value("v", "x", "overall-survival", "0.54", unit="ratio", statistic="hazard-ratio", lower="0.36", upper="0.82", p="0.003", regimen="x/a", compared_regimen="x/b"))),
    ("an estimate off the middle", "interval-asymmetric", {}, with_claim(value("v", "x", "overall-survival", "0.40", unit="ratio", statistic="hazard-ratio", lower="0.36", upper="0.82", regimen="x/a", compared_regimen="x/b"))),
    ("a deviation printed for an error", "error-and-interval", {}, with_claim(value("v", "x", "mrd-negative", "10.0", statistic="difference", se="9.0", lower="6.0", upper="14.0", regimen="x/a", compared_regimen="x/b"))),
    ("an error that fits", None, {}, with_claim(value("v", "x", "mrd-negative", "10.0", statistic="difference", se="2.0", lower="6.1", upper="13.9", regimen="x/a", compared_regimen="x/b"))),
    ("a p that the counts do not give", "p-from-counts", {}, with_claim(
        value("a", "x", "mrd-negative", "50.0", k=50, n=100, regimen="x/a"), value("b", "x", "mrd-negative", "45.0", k=45, n=100, regimen="x/b"),
        value("c", "x", "mrd-negative", p="0.001", statistic=None, regimen="x/a", compared_regimen="x/b"))),
    ("a p that the counts give", None, {}, with_claim(
        value("a", "x", "mrd-negative", "50.0", k=50, n=100, regimen="x/a"), value("b", "x", "mrd-negative", "45.0", k=45, n=100, regimen="x/b"),
        value("c", "x", "mrd-negative", p="0.57", statistic=None, regimen="x/a", compared_regimen="x/b"))),
    # -- within the document
    ("one quantity, two values", "two-values", {}, with_claim(value("v", "x", "complete-remission", "66.0", **X))),
    ("one quantity, twice the same", None, {}, with_claim(value("v", "x", "complete-remission", "61", **X))),
    ("fewer than half, and 61", "bound-contradicted", {}, with_claim(value("v", "x", "complete-remission", "50", operator="<", wording="fewer than half", **X))),
    ("most, and 61", None, {}, with_claim(value("v", "x", "complete-remission", "50", operator=">", wording="most", **X))),
    ("higher, and it is lower", "comparison-contradicted", {}, {"comparisons": [compares("cr-y", "higher", "cr-x")]}),
    ("higher, and it is", "trials-compared", {}, {"comparisons": [compares("cr-x", "higher", "cr-y")]}),
    ("doubled, and it is not", "comparison-contradicted", {}, {"comparisons": [compares("cr-x", "higher", "cr-y", wording="doubled")]}),
    ("alike in one place, higher in another", "comparisons-disagree", {}, {"comparisons": [compares("cr-x", "higher", "cr-y"), compares("cr-x", "similar", "cr-y")]}),
    ("all deaths used for deaths from infection", "value-of-another-endpoint", {}, {"reported": [DEATHS], **with_claim(value("v", "x", "infectious-death", "3.5", cohort="x/all", time="during block-1"))}),
    ("deaths given as deaths", None, {}, {"reported": [DEATHS], **with_claim(value("v", "x", "death", "3.5", cohort="x/all", time="during block-1"))}),
    ("deaths called deaths from treatment", "endpoint-renamed", {}, {"reported": [DEATHS], **with_claim(value("v", "x", "treatment-related-mortality", "3.5", cohort="x/all", time="during block-1", restates=["deaths"]))}),
    ("second remission called remission", None, {}, {"reported": [value("cr2", "x", "second-complete-remission", "33.0", by="x-report")], **with_claim(value("v", "x", "complete-remission", "33.0", restates=["cr2"]))}),
    ("the value of the other arm", "group-differs", {}, {
        "reported": [value("r", "x", "mrd-negative", "28.6", regimen="x/b", by="x-report")],
        **with_claim(value("v", "x", "mrd-negative", "28.6", regimen="x/a", restates=["r"]))}),
    ("a part given for the whole", None, {}, {
        "cohorts": [{"id": "x/part", "label": "part of X", "subset_of": "x/all"}],
        "reported": [value("r", "x", "mrd-negative", "28.6", cohort="x/part", by="x-report")],
        **with_claim(value("v", "x", "mrd-negative", "28.6", cohort="x/all", restates=["r"]))}),
    ("one count of deaths, two names", "deaths-named-differently", {}, with_claim(
        value("a", "x", "death", "24", unit="patients", statistic="count"),
        value("b", "x", "treatment-related-mortality", "24", unit="patients", statistic="count"))),
    ("a number moved to another phase", "value-of-another-endpoint", {}, {
        "reported": [value("r", "x", "mrd-negative", "28.6", time="end of block-1", by="x-report")],
        **with_claim(value("v", "x", "mrd-negative", "28.6", time="end of block-2"))}),
    ("before what the source has during", "time-disagrees", {}, {"reported": [DEATHS], **with_claim(value("v", "x", "death", "3.5", time="before induction", restates=["deaths"]))}),
    ("two values of one arm without a time", "two-values", {}, with_claim(
        value("a", "x", "sepsis", "12.0", regimen="x/a"), value("b", "x", "sepsis", "14.5", regimen="x/a"))),
    ("two values of two arms", None, {}, with_claim(
        value("a", "x", "sepsis", "12.0", regimen="x/a"), value("b", "x", "sepsis", "14.5", regimen="x/b"))),
    ("two values, one at a time", None, {}, with_claim(
        value("a", "x", "sepsis", "12.0", regimen="x/a"), value("b", "x", "sepsis", "14.5", regimen="x/a", time="2 years"))),
    ("two values at two data cut-offs", None, {}, with_claim(
        value("a", "x", "sepsis", "12.0", regimen="x/a", data_cut_off="2030-01-01", **X), value("b", "x", "sepsis", "14.5", regimen="x/a", data_cut_off="2031-01-01", **X))),
    ("two values of two sets of people analysed", None, {}, with_claim(
        value("a", "x", "sepsis", "12.0", regimen="x/a", analysis_set="safety", **X), value("b", "x", "sepsis", "14.5", regimen="x/a", analysis_set="per protocol", **X))),
    ("one value in two roundings", None, {}, with_claim(
        value("a", "x", "sepsis", "12.0", regimen="x/a"), value("b", "x", "sepsis", "12", regimen="x/a"))),
    ("two unnamed outcomes", None, {}, with_claim(
        value("a", "x", "unnamed", "12.0", endpoint_text="fever", regimen="x/a"), value("b", "x", "unnamed", "14.5", endpoint_text="rash", regimen="x/a"))),
    ("event-free above overall survival", "survival-out-of-order", {}, with_claim(
        survival("a", "event-free-survival", "54"), survival("b", "overall-survival", "51"))),
    ("progression-free above overall survival", "survival-out-of-order", {}, with_claim(
        survival("a", "overall-survival", "53.0"), survival("b", "progression-free-survival", "54.1"))),
    ("event-free below overall survival", None, {}, with_claim(
        survival("a", "event-free-survival", "51"), survival("b", "overall-survival", "54"))),
    ("the two survivals alike", None, {}, with_claim(
        survival("a", "event-free-survival", "54"), survival("b", "overall-survival", "54"))),
    ("event-free survival earlier than overall survival", None, {}, with_claim(
        survival("a", "event-free-survival", "54", time="1 year"), survival("b", "overall-survival", "51", time="5 years"))),
    ("event-free survival of the other arm", None, {}, with_claim(
        survival("a", "event-free-survival", "54", regimen="x/b"), survival("b", "overall-survival", "51"))),
    ("increased, with a p of 0.21", "direction-without-significance", {}, with_claim(survival("a", "overall-survival", "54", relation="higher", p="0.21"))),
    ("lower, with a p above 0.3", "direction-without-significance", {}, with_claim(survival("a", "overall-survival", "54", relation="lower", p="0.3", p_operator=">"))),
    ("increased, with a p of 0.02", None, {}, with_claim(survival("a", "overall-survival", "54", relation="higher", p="0.02"))),
    ("increased, with a p below 0.1", None, {}, with_claim(survival("a", "overall-survival", "54", relation="higher", p="0.1", p_operator="<"))),
    ("called not significantly higher", None, {}, with_claim(survival("a", "overall-survival", "54", relation="higher", p="0.21", significant=False))),
    ("a relative reduction called absolute", "relative-for-absolute", {}, with_claim(
        value("a", "x", "sepsis", "13.6", regimen="x/a"), value("b", "x", "sepsis", "28.7", regimen="x/b"), value("d", "x", "sepsis", "53", statistic="difference"))),
    ("the absolute reduction", None, {}, with_claim(
        value("a", "x", "sepsis", "13.6", regimen="x/a"), value("b", "x", "sepsis", "28.7", regimen="x/b"), value("d", "x", "sepsis", "15.1", statistic="difference"))),
    ("a difference of another outcome", None, {}, with_claim(
        value("a", "x", "sepsis", "13.6", regimen="x/a"), value("b", "x", "sepsis", "28.7", regimen="x/b"), value("d", "x", "infection", "53", statistic="difference"))),
    ("a share of all, then of the responders", "denominator-switches", {}, with_claim(
        value("a", "x", "mrd-negative", "50.0", k=20, n=40, regimen="x/a"), value("b", "x", "mrd-negative", "80.0", k=20, n=25, regimen="x/a"))),
    ("a share of all and one of a named group", None, {"cohorts.x/all.n": "40"}, {
        "cohorts": [{"id": "x/responders", "label": "responders", "n": "25"}],
        **with_claim(value("a", "x", "mrd-negative", "50.0", k=20, n=40, regimen="x/a"), value("b", "x", "mrd-negative", "80.0", k=20, n=25, regimen="x/a", cohort="x/responders"))}),
    # -- comparability
    ("response against survival", "families-compared", {}, {
        **with_claim(value("v", "y", "progression-free-survival", "64.6", statistic="survival-estimate", time="3 years"), pointers=("p2",)),
        "comparisons": [compares("cr-x", "lower", "v")]}),
    ("infection against sepsis", "endpoints-compared", {}, {
        **with_claim(value("a", "x", "infection", "20.0"), value("b", "x", "sepsis", "10.0")), "comparisons": [compares("a", "higher", "b")]}),
    ("three years against five", "times-compared", {}, {
        **with_claim(value("a", "x", "overall-survival", "70.0", statistic="survival-estimate", time="3 years"),
                     value("b", "x", "overall-survival", "60.0", statistic="survival-estimate", time="5 years")),
        "comparisons": [compares("a", "higher", "b")]}),
    ("36 months against three years", None, {}, {
        **with_claim(value("a", "x", "overall-survival", "70.0", statistic="survival-estimate", time="3 years", regimen="x/a"),
                     value("b", "x", "overall-survival", "60.0", statistic="survival-estimate", time="36 months", regimen="x/b")),
        "comparisons": [compares("a", "higher", "b")]}),
    ("90% beside 95%", "levels-compared", {}, {
        **with_claim(value("a", "x", "mrd-negative", "30.0", lower="20", upper="40", level="90", regimen="x/a"),
                     value("b", "x", "mrd-negative", "20.0", lower="12", upper="31", level="95", regimen="x/b")),
        "comparisons": [compares("a", "higher", "b")]}),
    ("negative stated for positive", "sign-inverted", {}, {
        "reported": [value("pos", "x", "mrd-positive", "54.5", by="x-report", **X)],
        **with_claim(value("v", "x", "mrd-negative", "54.5", restates=["pos"], **X))}),
    # -- citations
    ("a name that is no author of the reference", "author-not-in-reference", {"pointers.p1.named_author": "Brown"}, {}),
    ("a name that nobody in the list has", "author-not-in-reference", {"pointers.p2.named_author": "Okonkwo"}, {}),
    ("the first author beside the marker", None, {"pointers.p1.named_author": "Jones"}, {}),
    ("a later author beside the marker", None, {"publications.x-report.authors": ["Jones B", "Lind C"], "pointers.p1.named_author": "Lind"}, {}),
    ("another spelling of the author", None, {"publications.x-report.authors": ["Müller-Özil B"], "pointers.p1.named_author": "Mueller"}, {}),
    ("accents in the list only", None, {"publications.x-report.authors": ["García Pérez B"], "pointers.p1.named_author": "Garcia-Perez"}, {}),
    ("a name beside a work of unknown authors", None, {"publications.x-report.authors": [], "pointers.p1.named_author": "Brown"}, {}),
    ("a named author whose work is not listed", "author-not-in-list", {"claims.c-x.named_authors": ["Jones"], "claims.c-y.named_authors": ["Okonkwo"]}, {}),
    ("an author whom the document names first may be the one commented on", None, {"claims.c-x.named_authors": ["Okonkwo"]}, {}),
    ("a named author of a listed work", None, {"claims.c-x.named_authors": ["Brown", "Jones"]}, {}),
    ("the document's own authors named", None, {"claims.c-x.named_authors": ["Jones", "Smith"]}, {}),
    ("a name, and a work of unknown authors", None, {"publications.x-report.authors": [], "claims.c-x.named_authors": ["Smith", "Okonkwo"]}, {}),
    ("a name that only the printed entry has", None, {"references.1.printed": "Jones B, Brown C. Trial X. 2020.", "pointers.p1.named_author": "Brown"}, {}),
    ("a claim on X with the reference of Y", "wrong-reference", {"claims.c-x.pointers": ["p2"], "claims.c-y.pointers": ["p1"]}, {}),
    ("a claim on X and Y with the reference of Y", None, {"claims.c-y.studies": ["x", "y"]}, {}),
    ("a claim on X with a work of unknown study", None, {"publications.x-report.reports": [], "stated.cr-x.restates": ["x-cr"]}, {}),
    ("blinatumomab with the reference of Y", "drug-not-in-reference", {}, {"claims": [claim("c", pointers=["p2"], drugs=["blinatumomab"])]}),
    ("T-cell ALL with the reference of Y", "population-not-in-reference",
     {"trials.x.populations": ["t-all"], "trials.y.populations": ["b-all"]}, {"claims": [claim("c", pointers=["p2"], populations=["t-all"])]}),
    ("relapse with the reference of a first relapse", None,
     {"trials.x.populations": ["relapsed-all"], "trials.y.populations": ["first-relapse"]}, {"claims": [claim("c", pointers=["p2"], populations=["relapsed-all"])]}),
    ("a difference against its p", "interval-and-p", {}, with_claim(value("v", "x", "mrd-negative", "10.0", statistic="difference", lower="-2.0", upper="22.0", p="0.001", regimen="x/a", compared_regimen="x/b"))),
    ("a difference with its p", None, {}, with_claim(value("v", "x", "mrd-negative", "43", statistic="difference", lower="31", upper="55", p="0.001", p_operator="<", regimen="x/a", compared_regimen="x/b"))),
    ("immunotherapy with the reference of X", None, {}, {"claims": [claim("c", pointers=["p1"], drugs=["immunotherapy"])]}),
    ("another value than the source has", "value-mismatch", {"stated.cr-x.value": "66.0"}, {}),
    ("the source's value, rounded", None, {"reported.x-cr.value": "61.0", "stated.cr-x.value": "61"}, {}),
    ("not the complement of what the source has", "value-mismatch", {}, {
        "reported": [value("ra", "x", "risk-assigned", "88.7", by="x-report", cohort="x/all")],
        **with_claim(value("v", "x", "not-risk-assigned", "19.4", cohort="x/all"))}),
    ("the complement of what the source has", None, {}, {
        "reported": [value("ra", "x", "risk-assigned", "88.7", by="x-report", cohort="x/all")],
        **with_claim(value("v", "x", "not-risk-assigned", "11.3", cohort="x/all"))}),
    ("three grades that add up", None, {}, {"reported": GRADES, **with_claim(value("v", "x", "adverse-event", "63.8", grade="≥3", cohort="x/all", time="during block-1"))}),
    ("a value of the other reference", "value-in-another-reference", {"claims.c-x.pointers": ["p2"], "claims.c-y.pointers": ["p2", "p1"]}, {}),
    ("a value that was not seen", "value-unverifiable", {}, with_claim(value("v", "x", "sepsis", "10.1", **X))),
    ("a value without a reference", "number-uncited", {}, with_claim(value("v", "x", "sepsis", "10.1", **X), pointers=())),
    ("stratified by what it was not", "design-contradicted", {"claims.c-x.says_stratified_by": ["early response"]}, {}),
    ("stratified by what it was", None, {"claims.c-x.says_stratified_by": ["the site of the relapse"]}, {}),
    ("randomised, and it is not", "design-contradicted", {"claims.c-y.says_allocation": "randomised"}, {}),
    ("a reference cited nowhere", "reference-never-cited", {}, {
        "references": [{"number": 3, "publication": "z-report"}],
        "publications": [{"id": "z-report", "label": "Z", "title": "Z", "text_seen": "nothing"}]}),
    ("a reference cited in a table only", None, {}, {
        "references": [{"number": 3, "publication": "z-report"}],
        "pointers": [{"id": "p3", "marker": "3", "reference": "3", "role": "citesForInformation", "place": "table"}],
        "publications": [{"id": "z-report", "label": "Z", "title": "Z", "text_seen": "nothing"}]}),
    ("a work listed twice", "reference-listed-twice", {}, {
        "references": [{"number": 3, "publication": "x-report"}],
        "pointers": [{"id": "p3", "marker": "3", "reference": "3", "role": "citesAsEvidence", "anchor": "s1"}]}),
    ("two before one", "pointers-out-of-order", {"pointers.p1.marker": "2", "pointers.p2.marker": "1"}, {}),
    ("two reports of one trial", "references-share-study", {"trials.y.part_of": "x"}, {}),
    ("one's own work", "self-citation", {"publications.x-report.authors": ["Smith A", "Jones B"]}, {}),
    # -- strength of wording
    ("proven, and not significant", "certainty-beyond-evidence", {"claims.c-x.wording": ["proven"]}, {
        "reported": [value("dfs", "x", "disease-free-survival", statistic=None, significant="false", regimen="x/a", compared_regimen="x/b", time="2 years", by="x-report")]}),
    ("proven, and significant", None, {"claims.c-x.wording": ["proven"]}, {
        "reported": [value("dfs", "x", "disease-free-survival", statistic=None, p="0.001", regimen="x/a", compared_regimen="x/b", time="2 years", by="x-report")]}),
    ("definitive, of a single arm", "certainty-beyond-evidence", {"claims.c-y.wording": ["definitive"]}, {}),
    ("unproven is no certainty", None, {"claims.c-y.wording": ["unproven"]}, {}),
    ("definitive, of a work not seen", "certainty-unchecked", {}, {
        "references": [{"number": 3, "publication": "z-report"}], "pointers": [{"id": "p3", "marker": "3", "reference": "3", "role": "citesAsEvidence", "anchor": "s1"}],
        "publications": [{"id": "z-report", "label": "Z", "title": "Z", "text_seen": "nothing"}],
        "claims": [claim("c", pointers=["p3"], wording=["definitive"])]}),
    ("led to, of one arm", "causal-wording", {"claims.c-y.wording": ["led to"]}, {}),
    ("led to, of a comparison by chance", None, {}, {
        "reported": [value("r", "x", "mrd-negative", "20.0", statistic="difference", regimen="x/a", compared_regimen="x/b", by="x-report")],
        **with_claim(value("v", "x", "mrd-negative", "20.0", statistic="difference", regimen="x/a", compared_regimen="x/b"), wording=["led to"])}),
    ("a conclusion on one study", "rests-on-one-study", {"evidence.e1.evidence": ["c-x"]}, {}),
    ("a conclusion on one group", "rests-on-one-group", {"trials.y.group": "Group X"}, {}),
    ("a conclusion on nothing", "rests-on-nothing", {}, {"conclusions": [{"id": "k2", "anchor": "s1", "text": "More."}]}),
    ("a conclusion on nothing verified", "rests-on-nothing-verified", {"evidence.e1.evidence": ["c-new"]}, with_claim(value("v", "x", "sepsis", "10.1", **X))),
    ("29 quoted, 64 left out", "result-left-out", {}, {
        "reported": [value("m1", "x", "mrd-negative", "29", time="after cycle-1", by="x-report"), value("m3", "x", "mrd-negative", "64", time="after cycle-3", by="x-report")],
        **with_claim(value("v", "x", "mrd-negative", "29", restates=["m1"]))}),
    ("29 and 64 both told", None, {}, {
        "reported": [value("m1", "x", "mrd-negative", "29", time="after cycle-1", by="x-report"), value("m3", "x", "mrd-negative", "64", time="after cycle-3", by="x-report")],
        **with_claim(value("v", "x", "mrd-negative", "29", restates=["m1"]), value("w", "x", "mrd-negative", "64", restates=["m3"]))}),
    # -- identity
    ("two trials under one number", "studies-perhaps-one", {"trials.x.registrations": ["NCT00000001"], "trials.y.registrations": ["NCT00000001"]}, {}),
    ("two trials under two numbers", None, {"trials.x.registrations": ["NCT00000001"], "trials.y.registrations": ["NCT00000002"]}, {}),
    ("two trials of one name", "studies-named-alike", {"trials.y.label": "TRIAL-X"}, {}),
    ("two trials of nearly one name", None, {"trials.y.label": "Trial X2"}, {}),
]  # fmt: skip

UNRELATED = {"value-unverifiable", "trials-compared"}
"""What an invented value raises by being invented; asked for by name where it is the point."""


@pytest.mark.parametrize(
    ("rule", "changes", "added"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_rule(
    audited: Build,
    rule: str | None,
    changes: dict[str, Any],
    added: dict[str, list[dict[str, Any]]],
) -> None:
    found = rules(audited(changes, **added))
    if rule is None:
        assert set(found) <= UNRELATED, found
    else:
        assert rule in found, found


EXPECTED = Path(__file__).resolve().parent / "expected" / "findings.txt"


def findings_of_all_cases() -> str:
    """Every case with its findings whole, as text to read in a diff."""
    lines = []
    with TemporaryDirectory() as folder:
        for name, _, changes, added in CASES:
            lines.append(f"# {name}")
            for finding in audit_of(Path(folder), changes, **added).findings:
                about = finding.about.rpartition("/")[2]
                lines.append(f"{finding.severity} {finding.rule} {about}: {finding.message}")
                lines += [f"    {value}" for value in finding.values]
                lines.append(f"    references {list(finding.references)}, {finding.outcome}")
    return "\n".join([*lines, ""])


def test_each_case_gives_the_findings_that_are_expected_word_for_word() -> None:
    assert findings_of_all_cases() == EXPECTED.read_text(encoding="utf-8"), "run make expected"


def test_every_finding_name_has_a_case_that_raises_it() -> None:
    tested_elsewhere = {
        "reference-retracted", "disputing-evidence-unmentioned", "outside-interval", "records-differ"
    }  # fmt: skip
    assert {c[1] for c in CASES if c[1]} | tested_elsewhere == set(rule_names())


def test_a_rule_that_finds_nothing_wrong_in_sound_numbers_says_so_by_silence(
    audited: Build,
) -> None:
    assert len(RULES) >= 20
    assert audited().severities == {"error": 0, "warning": 0, "note": 0}


@pytest.mark.parametrize(
    ("changes", "added", "outcome"),
    [
        ({}, {}, "verified"),
        ({"stated.cr-x.value": "66.0"}, {}, "mismatch"),
        ({"claims.c-x.pointers": ["p2"]}, {}, "found in another reference"),
        ({"claims.c-x.pointers": []}, {}, "uncited"),
        ({"stated.cr-x.endpoint": "sepsis"}, {}, "unverifiable"),
        ({"stated.cr-x.endpoint": "adverse-event", "stated.cr-x.grade": "≥3", "stated.cr-x.value": "63.8",
          "stated.cr-x.time": "during block-1"}, {"reported": GRADES}, "derived"),
        ({"stated.cr-x.endpoint": "adverse-event", "stated.cr-x.grade": "≥5", "stated.cr-x.value": "3.5",
          "stated.cr-x.time": "during block-1"}, {"reported": [{**GRADES[-1], "grade": "5", "value": "3.5"}]}, "derived"),
    ],
)  # fmt: skip
def test_a_value_ends_in_exactly_one_outcome(
    audited: Build, changes: dict[str, Any], added: dict[str, Any], outcome: str
) -> None:
    found = audited(changes, **added)
    assert outcomes(found)["cr-x"] == outcome
    assert sum(found.outcomes.values()) == len(found.values) == 2


def test_unknown_people_or_time_never_make_a_mismatch(audited: Build) -> None:
    for field in ("cohort", "time"):
        found = audited({"stated.cr-x.value": "66.0", f"stated.cr-x.{field}": None})
        assert outcomes(found)["cr-x"] == "unverifiable"


# -- adding a rule ---------------------------------------------------------------------------------

GUIDE = HOUSE / "docs" / "adding-a-rule.md"


@pytest.mark.skipif(not GUIDE.is_file(), reason="the docs are not beside an installed wheel")
def test_the_rule_of_the_guide_works_as_written(audited: Build) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    function, rows = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    with patch.dict(RULES):
        exec(compile(function, GUIDE.name, "exec"), {})
        assert rule_names()["digits-beyond-count"] == "digits-beyond-count"
        cases: list[Any] = []
        exec(compile(rows, GUIDE.name, "exec"), {**globals(), "CASES": cases})
        assert [case[1] for case in cases] == ["digits-beyond-count", None]
        for _, name, changes, added in cases:
            test_rule(audited, name, changes, added)
    assert "digits-beyond-count" not in rule_names()
    (page,) = re.findall(r"^```markdown\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert set(re.findall("^## .*", page, re.MULTILINE)) == set(
        re.findall("^## .*", (GUIDE.parent / "rules" / "two-values.md").read_text(), re.MULTILINE)
    )


def test_the_name_of_a_finding_belongs_to_one_rule() -> None:
    with pytest.raises(ValueError, match="a rule for two-values already"):
        rule("two-values", DOCUMENT, "Another")
    with pytest.raises(ValueError, match="a rule for self-citation already"):
        rule("new", DOCUMENT, "New", also=("self-citation",))


if __name__ == "__main__":
    EXPECTED.parent.mkdir(exist_ok=True)
    EXPECTED.write_text(findings_of_all_cases(), encoding="utf-8")
