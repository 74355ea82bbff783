"""The state of every hop: what the audit made of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from queries.trace.model import LINE_KINDS, Hop, NodeFinding, State
from queries.trace.reading import ValueCheck

CITATION_RULES = ("wrong-reference", "drug-not-in-reference", "population-not-in-reference")
"""Rules whose errors are about a claim's citations and not about what it says."""

_OUTCOMES: Mapping[str, State] = {
    "verified": "verified",
    "derived": "derived",
    "mismatch": "mismatch",
    "found in another reference": "wrong reference",
    "unverifiable": "unverifiable",
    "uncited": "uncited",
}
_BY_VALUES: tuple[State, ...] = ("verified", "derived", "mismatch")
_OUTCOME_RULES = ("value-mismatch", "value-in-another-reference")
"""Rules that tell a broken outcome once more as a finding, which a reviewer may dismiss."""


def with_states(
    hops: Sequence[Hop],
    findings: Mapping[str, Sequence[NodeFinding]],
    checks: Mapping[str, ValueCheck],
) -> list[Hop]:
    """The hops with their states; `findings` and `checks` by what they are about."""
    below: dict[str, list[Hop]] = {}
    for hop in hops:
        below.setdefault(hop.source, []).append(hop)
    judged = _Judge(below, findings, checks)
    return [
        Hop(hop.source, hop.target, hop.kind, judged.state(hop), hop.line, hop.why) for hop in hops
    ]


class _Judge:
    """Gives one hop its state in view of the others."""

    def __init__(
        self,
        below: Mapping[str, Sequence[Hop]],
        findings: Mapping[str, Sequence[NodeFinding]],
        checks: Mapping[str, ValueCheck],
    ) -> None:
        self._below = below
        self._findings = findings
        self._checks = checks

    def state(self, hop: Hop) -> State:
        match hop.kind:
            case "asserts":
                return self._value(hop.source, hop.target)
            case "cites":
                return self._citation(hop.source, hop.target)
            case "restates" | "derives":
                return self._restated(hop.source, hop.target)
            case kind if kind in LINE_KINDS and hop.target in self._checks:
                return self._value(hop.source, hop.target)  # a value that is evidence itself
            case kind if kind in LINE_KINDS:
                bare: State = "recorded" if self._below.get(hop.target) else "uncited"
                return self._errors(hop.target, CITATION_RULES) or bare
        return self._errors(hop.target, ()) or "recorded"

    def _errors(self, about: str, left_out: Collection[str]) -> State | None:
        """`error` for an error that stands, `dismissed finding` where all were dismissed."""
        errors = [
            f
            for f in self._findings.get(about, ())
            if f.severity == "error" and f.rule not in left_out
        ]
        return _unless_dismissed(errors, "error")

    def _value(self, claim: str, value: str) -> State:
        other = self._errors(value, _OUTCOME_RULES)
        check = self._checks.get(value)
        if check is None:
            return other or "recorded"
        state = _OUTCOMES.get(check.outcome, "unverifiable")
        if state in ("mismatch", "wrong reference"):
            findings = [f for f in self._findings.get(value, ()) if f.rule in _OUTCOME_RULES]
            state = _unless_dismissed(findings, state) or "dismissed finding"
        if state in ("verified", "derived") and not check.evidence:
            cites = any(hop.kind == "cites" for hop in self._below.get(claim, ()))
            state = "unverifiable" if cites else "uncited"  # what it rested on was taken away
        return other if other == "error" else state

    def _citation(self, claim: str, pointer: str) -> State:
        """By what the claim's values made of this source, and by errors about its citations."""
        errors = [
            f
            for f in self._findings.get(claim, ())
            if f.severity == "error" and f.rule in CITATION_RULES
        ]
        if state := _unless_dismissed(errors, "wrong reference"):
            return state
        works = set(self._works(pointer))
        values = [hop.target for hop in self._below.get(claim, ()) if hop.kind == "asserts"]
        ends = [(self._value(claim, v), self._checks.get(v)) for v in values]
        borne_out = {
            state for state, check in ends if check and works & set(check.evidence.values())
        }
        for state in _BY_VALUES:
            if state in borne_out:
                return state
        elsewhere = [
            state for state, _ in ends if state in ("wrong reference", "dismissed finding")
        ]
        return elsewhere[0] if elsewhere else "unverifiable"

    def _works(self, pointer: str) -> Iterable[str]:
        for points in self._below.get(pointer, ()):
            if points.kind == "points":
                for refers in self._below.get(points.target, ()):
                    yield refers.target

    def _restated(self, stated: str, reported: str) -> State:
        """Whether the check of the stated value used this very reported one, and how."""
        check = self._checks.get(stated)
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
