"""The state of every hop: what the audit made of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from queries.trace.model import LINE_KINDS, Hop, NodeFinding, State, by_source
from queries.trace.reading import ValueCheck

CITATION_RULES = ("wrong-reference", "drug-not-in-reference", "population-not-in-reference")
"""Rules whose errors are about a claim's citations and not about what it says."""

_BY_VALUES: tuple[State, ...] = ("verified", "derived", "mismatch")
_OUTCOMES: Mapping[str, State] = {
    **{state: state for state in _BY_VALUES},
    "found in another reference": "wrong reference",
    "uncited": "uncited",
}
"""The state that an outcome means, if it is not `unverifiable`."""
_OUTCOME_RULES = ("value-mismatch", "value-in-another-reference")
"""Rules that report a broken outcome also as a finding, which a reviewer may dismiss."""


def with_states(
    hops: Sequence[Hop],
    findings: Mapping[str, Sequence[NodeFinding]],
    checks: Mapping[str, ValueCheck],
) -> list[Hop]:
    """The hops with their states; `findings` and `checks` by what they are about."""
    judge = _Judge(by_source(hops), findings, checks)
    return [
        Hop(hop.source, hop.target, hop.kind, judge.state(hop), hop.line, hop.why) for hop in hops
    ]


@dataclass(frozen=True, slots=True)
class _Judge:
    """Gives one hop its state in view of the others."""

    below: Mapping[str, Sequence[Hop]]
    findings: Mapping[str, Sequence[NodeFinding]]
    checks: Mapping[str, ValueCheck]

    def state(self, hop: Hop) -> State:
        match hop.kind:
            case "asserts":
                return self._value(hop.source, hop.target)
            case "cites":
                return self._citation(hop.source, hop.target)
            case "restates" | "derives":
                return self._restated(hop.source, hop.target)
            case kind if kind in LINE_KINDS and hop.target in self.checks:
                return self._value(hop.source, hop.target)  # a value that is evidence itself
            case kind if kind in LINE_KINDS:
                bare: State = "recorded" if self.below.get(hop.target) else "uncited"
                return self._errors(hop.target, CITATION_RULES) or bare
        return self._errors(hop.target, ()) or "recorded"

    def _errors(self, about: str, left_out: Collection[str]) -> State | None:
        """`error` for an error that stands, `dismissed finding` where all were dismissed."""
        findings = self.findings.get(about, ())
        errors = [f for f in findings if f.severity == "error" and f.rule not in left_out]
        return _unless_dismissed(errors, "error")

    def _value(self, claim: str, value: str) -> State:
        other = self._errors(value, _OUTCOME_RULES)
        check = self.checks.get(value)
        if check is None:
            return other or "recorded"
        state = _OUTCOMES.get(check.outcome, "unverifiable")
        if state in ("mismatch", "wrong reference"):
            findings = [f for f in self.findings.get(value, ()) if f.rule in _OUTCOME_RULES]
            state = _unless_dismissed(findings, state) or "dismissed finding"
        if state in ("verified", "derived") and not check.evidence:
            cites = any(hop.kind == "cites" for hop in self.below.get(claim, ()))
            state = "unverifiable" if cites else "uncited"  # what it rested on was taken away
        return other if other == "error" else state

    def _citation(self, claim: str, pointer: str) -> State:
        """By what the claim's values made of this source, and by errors about its citations."""
        findings = self.findings.get(claim, ())
        errors = [f for f in findings if f.severity == "error" and f.rule in CITATION_RULES]
        if state := _unless_dismissed(errors, "wrong reference"):
            return state
        entries = [hop.target for hop in self.below.get(pointer, ()) if hop.kind == "points"]
        works = {hop.target for entry in entries for hop in self.below.get(entry, ())}
        values = [hop.target for hop in self.below.get(claim, ()) if hop.kind == "asserts"]
        checked = [(self._value(claim, v), self.checks.get(v)) for v in values]
        from_here = {s for s, check in checked if check and works & set(check.evidence.values())}
        for state in _BY_VALUES:
            if state in from_here:
                return state
        elsewhere = (s for s, _ in checked if s in ("wrong reference", "dismissed finding"))
        return next(elsewhere, "unverifiable")

    def _restated(self, stated: str, reported: str) -> State:
        """Whether the check of the stated value used this very reported one, and how."""
        check = self.checks.get(stated)
        if check is None or reported not in check.evidence:
            return "recorded"
        match check.outcome:
            case "derived":
                return "derived"
            case "mismatch":
                return self._value(stated, stated)
        return "verified"


def _unless_dismissed(findings: Sequence[NodeFinding], state: State) -> State | None:
    """`state` while one of the findings is not dismissed; None without findings."""
    if not findings:
        return None
    return state if any(f.review != "dismissed" for f in findings) else "dismissed finding"
