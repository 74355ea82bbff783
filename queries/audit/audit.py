"""Run the rules over documents, and keep the findings in the graph."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ingest import notices, quads
from ingest.graphs import NO_DAYS, Days, NamedGraph, computed
from ingest.sources.retraction_watch import Watched
from ontology.errors import UnknownNameError
from ontology.model import Check, Finding, Notice, Outcome, Severity
from ontology.terms import local_name
from queries.audit.facts import Facts, load
from queries.audit.findings import described, distinct, findings, in_words
from queries.audit.outcomes import Checked, check_all
from queries.audit.rule import Case
from queries.audit.rules import RULES
from queries.reader import documents
from queries.store import Store

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From grave to slight."""
WATCHED = "watched"
"""What a notice that only a file gives is about; no graph holds it."""


@dataclass(frozen=True, slots=True)
class ValueOutcome:
    """How one stated value ended, and what it was held against (`evidence`: IRIs of values)."""

    about: str
    outcome: Outcome
    stated: str
    statement: str | None
    quote: str | None
    """The sentence of the document, if its record quotes it."""
    place: str | None
    references: list[int]
    compared: list[str]
    evidence: list[str]
    arithmetic: str | None


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """The audit of one document: every stated value with its outcome, and the findings."""

    document: str
    label: str
    claims: int
    values: list[ValueOutcome]
    findings: list[Finding]
    graphs: tuple[str, ...] = ()
    """The named graphs that were read."""
    rules: tuple[str, ...] = ()
    """The rules that were applied, each with its version: `wrong-reference 1`."""
    reviews: tuple[str, ...] = ()
    """The files of reviews that were applied, each with its SHA-256."""

    def __repr__(self) -> str:
        graded = ", ".join(f"{n} {s}{'' if n == 1 else 's'}" for s, n in self.severities.items())
        return f"<DocumentAudit of {self.label!r}: {len(self.values)} values, {graded}>"

    @property
    def outcomes(self) -> dict[str, int]:
        """How many values ended in each outcome."""
        return dict(Counter(value.outcome for value in self.values))

    @property
    def severities(self) -> dict[str, int]:
        """How many findings there are of each severity, dismissed ones left out."""
        open_ = [f for f in self.findings if f.review != "dismissed"]
        return {s: sum(f.severity == s for f in open_) for s in SEVERITIES}


def rule_names() -> dict[str, str]:
    """Every name that a finding's rule can have, with the rule that makes it."""
    return {name: rule.name for rule in RULES.values() for name in (rule.name, *rule.also)}


def audit(
    store: Store,
    document: str | None = None,
    rules: Collection[str] = (),
    watched: Watched | None = None,
) -> list[DocumentAudit]:
    """Audit one document (its IRI), or all, by the named rules, or all.

    `watched` are notices to look the references up in, beside those of the graph.

    Raises UnknownNameError for a rule that there is not.
    """
    known = rule_names()
    for name in rules:
        if name not in known:
            raise UnknownNameError("rule", name, known)
    wanted = {known[name] for name in rules} or set(RULES)
    return [
        _audit(store, iri, graph, wanted, set(rules), watched)
        for iri, graph in documents(store)
        if document is None or iri == document
    ]


def findings_graph(audited: DocumentAudit, base: str, days: Days = NO_DAYS) -> NamedGraph:
    """The findings and checks on one document as a named graph of their own.

    Its provenance has the graphs that were read and all rules that were applied.
    """
    name = local_name(audited.document)
    checks = [
        Check(
            id=f"{name}.{local_name(value.about)}",
            label=f"{value.stated}: {value.outcome}",
            outcome=value.outcome,
            about=value.about,
            document=audited.document,
            evidence=tuple(value.evidence),
            values=tuple(dict.fromkeys(value.compared)),
            references=tuple(sorted(set(value.references))),
            arithmetic=value.arithmetic,
        )
        for value in audited.values
    ]
    things = [*audited.findings, *checks]
    return computed(
        f"{name}-findings",
        f"graph of the findings on {audited.label}",
        quads.of_things(things, base),
        audited.graphs,
        days,
        base=base,
        rules=audited.rules,
        further_files=audited.reviews,
    )


def fails(audits: Iterable[DocumentAudit], limit: str) -> bool:
    """Whether a finding that was not dismissed is as grave as `limit` (`never`: none is)."""
    if limit not in SEVERITIES:
        return False
    grave = SEVERITIES[: SEVERITIES.index(limit) + 1]
    return any(f.severity in grave and f.review != "dismissed" for a in audits for f in a.findings)


def _audit(
    store: Store,
    document: str,
    graph: str,
    wanted: set[str],
    only: set[str],
    watched: Watched | None,
) -> DocumentAudit:
    facts = load(store, document, graph)
    case = Case(facts, check_all(facts), _notices(facts, watched))
    made = (f for rule in RULES.values() if rule.name in wanted for f in findings(case, rule))
    kept = [f for f in made if not only or f.rule in only]
    rank = _ranks(case)
    last = len(rank)
    ranked = sorted(
        kept, key=lambda f: (SEVERITIES.index(f.severity), rank.get(f.about, last), f.rule, f.about)
    )
    checked = sorted(case.checked.values(), key=lambda c: (rank[c.value.iri], c.value.iri))
    return DocumentAudit(
        document=document,
        label=facts.name_of(document),
        claims=len(facts.claims),
        values=[_outcome(case, c) for c in checked],
        findings=list(distinct(ranked)),
        graphs=tuple(sorted(facts.graphs)),
        rules=tuple(f"{r.name} {r.version}" for r in RULES.values() if r.name in wanted),
    )


def _notices(facts: Facts, watched: Watched | None) -> dict[str, tuple[Notice, ...]]:
    """The notices on each cited work by its IRI, those of one event once."""
    by_work: dict[str, tuple[Notice, ...]] = {}
    for work in (reference.work for reference in facts.references.values()):
        given = watched.of(work.doi, work.pmid) if watched else ()
        known = (*facts.notices.get(work.iri, ()), *notices.of_work(WATCHED, given))
        if known:
            by_work[work.iri] = tuple(notices.events(known))
    return by_work


def _ranks(case: Case) -> dict[str, int]:
    """The place of each claim, and of what hangs on it, in the order of the document."""
    claims = {iri: n for n, iri in enumerate(case.facts.claims)}
    parts = {iri: claims[claim.iri] for iri, claim in case.facts.claim_of.items()}
    unclaimed = dict.fromkeys(case.facts.stated, len(claims))
    return unclaimed | claims | parts


def _outcome(case: Case, checked: Checked) -> ValueOutcome:
    return ValueOutcome(
        about=checked.value.iri,
        outcome=checked.outcome,
        stated=in_words(checked.value),
        statement=checked.claim.text if checked.claim else None,
        quote=case.facts.quote(checked.claim),
        place=case.facts.place(checked.claim),
        references=[r.number for r in (*checked.cited, *checked.found_in)],
        compared=[described(case.facts, v) for v in checked.compared],
        evidence=[v.iri for v in checked.compared],
        arithmetic=checked.arithmetic,
    )
