"""Proposed evidence lines: which statements of a document bear on which others, and why.

A line needs a reason that can be stated: a cue word, a shared concept, and the distance between the
two sentences. All lines are proposals for a person to accept or drop.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.roles import ClassifiedSentence
from ingest.language.mentions import family_of
from ontology import vocabulary
from ontology.model import Direction

_INFERENCE = (
    "therefore", "thus", "hence", "consequently", "accordingly", "as a result", "it follows",
    "this shows", "these findings", "these results", "these data", "underscoring", "indicating",
    "suggesting", "this suggests", "so that", "in conclusion", "exemplifies", "highlights",
)  # fmt: skip
_BACK = ("this", "these", "such", "those", "their", "consistent", "it")
_CONTRAST = (
    "however", "but", "in contrast", "conversely", "nevertheless", "nonetheless", "despite",
    "although", "on the contrary", "yet",
)  # fmt: skip
_LIMITS = ("limited", "limitation", "limitations", "caution", "caveat", "should be interpreted")
_SENTENCES_BEFORE = 5
"""The most sentences before a statement in its paragraph that may support it."""
_SENTENCES_AFTER = 9
"""The most sentences after a paragraph's opening whose results may support it."""
_TOPICS = 12
_EXAMPLE = ("for instance", "for example", "similarly", "indeed", "likewise", "in particular")
_MIN_SCORE = 2.0
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class ProposedEvidence:
    """A proposed evidence line: evidence, the statement it bears on, direction and reason."""

    evidence: ClassifiedSentence
    bears_on: ClassifiedSentence
    direction: Direction
    why: str
    rule: str


def lines(statements: Sequence[ClassifiedSentence]) -> list[ProposedEvidence]:
    """The evidence lines of a document, in the order of what they bear on."""
    within: list[ProposedEvidence] = []
    themes = _themes(statements)
    topics: list[int] = []
    best: dict[int, tuple[float, int, ProposedEvidence]] = {}
    last = max((s.parsed.sentence.paragraph for s in statements), default=0)
    opened = 0
    for n, target in enumerate(statements):
        paragraph = target.parsed.sentence.paragraph
        if _is_target(target):
            within += _within_paragraph(statements, n, themes)
            if target.role in ("conclusion", "recommendation") or paragraph == last:
                for score, k, line in _from_topics(statements, n, topics, themes):
                    if k not in best or score > best[k][0]:
                        best[k] = (score, n, line)
            if target.role in ("conclusion", "recommendation"):
                within += _from_results(statements, n, themes)
        if paragraph != opened and _is_premise(target) and target.stance and paragraph != last:
            opened = paragraph
            topics.append(n)
    # A paragraph's opening bears on the one closing statement that it shares most with.
    return [*within, *(line for _, _, line in sorted(best.values(), key=lambda b: b[:2][::-1]))]


def _themes(statements: Sequence[ClassifiedSentence]) -> list[frozenset[str]]:
    """The word stems of each statement, without the common ones of the document."""
    stems = [
        frozenset(
            t.norm.lower()[:5] for t in s.parsed.tokens if t.kind == "word" and len(t.text) > 5
        )
        for s in statements
    ]
    count: dict[str, int] = {}
    for words in stems:
        for stem in words:
            count[stem] = count.get(stem, 0) + 1
    often = max(3, len(statements) // 4)
    return [frozenset(stem for stem in words if count[stem] <= often) for words in stems]


def _is_target(statement: ClassifiedSentence) -> bool:
    return statement.role in ("claim", "conclusion", "recommendation") and (
        statement.modality != "question"
    )


def _within_paragraph(
    statements: Sequence[ClassifiedSentence], n: int, themes: Sequence[frozenset[str]]
) -> list[ProposedEvidence]:
    target = statements[n]
    paragraph = target.parsed.sentence.paragraph
    flat = _flat(target)
    cue = _cue(flat, _INFERENCE)
    back = cue or next((w for w in _BACK if flat.startswith((f" {w} ", f" the {w} "))), None)
    opens = n == 0 or statements[n - 1].parsed.sentence.paragraph != paragraph
    scored: list[tuple[float, int, ProposedEvidence]] = []
    for k in range(max(0, n - _SENTENCES_BEFORE), min(len(statements), n + _SENTENCES_AFTER + 1)):
        other = statements[k]
        if k == n or other.parsed.sentence.paragraph != paragraph:
            continue
        concluded = k < n and other.role == "conclusion"
        if not _is_premise(other) and not (concluded and (back or target.role == "recommendation")):
            continue
        shared, theme = target.entities & other.entities, themes[n] & themes[k]
        tied = len(shared) + 0.7 * len(theme) + 0.5 * _same_stance(target, other)
        if k > n:
            example = k == n + 1 and _starts(other, _EXAMPLE) is not None
            if not example and not (opens and other.role == "result"):
                continue
            alike = not shared and _same_family(target, other)
            score = 1.2 + tied + example + alike
            rule = "example" if example else "opens-paragraph"
        elif back or target.role in ("conclusion", "recommendation"):
            score, rule = 2.5 / (n - k) + tied, "cue" if back else "leads-to"
        else:
            score, rule = tied + 0.5 * (other.role == "result"), "shared"
        if score >= _MIN_SCORE:
            line = _line(other, target, shared, theme, back if k < n else None, rule)
            scored.append((score, k, line))
    best = sorted(scored, key=lambda s: (-s[0], s[1]))[:_MOST_LINES]
    return [line for _, _, line in sorted(best, key=lambda s: s[1])]


def _same_family(one: ClassifiedSentence, other: ClassifiedSentence) -> bool:
    """Whether two statements mention endpoints of one family, such as two toxicities."""
    families = ({family_of(name) for scheme, name in s.entities if scheme == "endpoint"} - {None}
                for s in (one, other))  # fmt: skip
    return not next(families).isdisjoint(next(families))


def _from_topics(
    statements: Sequence[ClassifiedSentence], n: int, topics: Sequence[int],
    themes: Sequence[frozenset[str]],
) -> list[tuple[float, int, ProposedEvidence]]:  # fmt: skip
    """Openings of earlier paragraphs with the same stance or shared concepts, with scores."""
    target = statements[n]
    scored = []
    for k in topics[-_TOPICS:]:
        other = statements[k]
        if other.parsed.sentence.paragraph == target.parsed.sentence.paragraph:
            continue
        shared, theme = target.entities & other.entities, themes[n] & themes[k]
        score = len(shared) + len(theme) + 0.5 * _same_stance(target, other)
        if score >= _MIN_SCORE - 0.5:
            line = _line(other, target, shared, theme, None, "opening-of-paragraph")
            scored.append((score, k, line))
    return scored


def _from_results(
    statements: Sequence[ClassifiedSentence], n: int, themes: Sequence[frozenset[str]]
) -> list[ProposedEvidence]:
    """Results of earlier paragraphs with a value of an endpoint that the target mentions."""
    target = statements[n]
    wanted = {entity for entity in target.entities if entity[0] == "endpoint"}
    scored: list[tuple[float, int, ProposedEvidence]] = []
    for k in range(n):
        other = statements[k]
        if other.parsed.sentence.paragraph == target.parsed.sentence.paragraph:
            continue
        measured = {("endpoint", r.endpoint) for r in other.readings if r.endpoint}
        if other.role != "result" or not wanted & measured:
            continue
        shared, theme = target.entities & other.entities, themes[n] & themes[k]
        line = _line(other, target, shared, theme, None, "value-of-endpoint")
        scored.append((2 * len(wanted & measured) + len(shared) + 0.5 * len(theme), k, line))
    best = sorted(scored, key=lambda s: (-s[0], s[1]))[:_MOST_LINES]
    return [line for _, _, line in sorted(best, key=lambda s: s[1])]


def _starts(statement: ClassifiedSentence, cues: Sequence[str]) -> str | None:
    flat = _flat(statement)
    return next((cue for cue in cues if flat.startswith(f" {cue} ")), None)


def _is_premise(statement: ClassifiedSentence) -> bool:
    return statement.role in ("result", "claim", "background") and (
        statement.modality in ("asserted", "hedged")
    )


def _same_stance(one: ClassifiedSentence, other: ClassifiedSentence) -> bool:
    return one.stance * other.stance > 0


def _flat(statement: ClassifiedSentence) -> str:
    return f" {' '.join(t.text.lower() for t in statement.parsed.tokens)} "


def _cue(flat: str, cues: Sequence[str]) -> str | None:
    return next((cue for cue in cues if f" {cue} " in flat), None)


def _line(
    other: ClassifiedSentence, target: ClassifiedSentence, shared: frozenset[tuple[str, str]],
    theme: frozenset[str], cue: str | None, rule: str,
) -> ProposedEvidence:  # fmt: skip
    contrast = next((c for c in _CONTRAST if _flat(target).startswith(f" {c} ")), None)
    limit = _cue(_flat(other), _LIMITS)
    direction: Direction = "supports"
    reasons = [_distance(other, target)]
    if cue:
        reasons.append(f"the cue {cue!r}")
    if shared:
        names = sorted(_label(scheme, name) for scheme, name in shared)
        reasons.append(f"both speak of {', '.join(names[:4])}")
    if theme:
        reasons.append(f"both use words in {', '.join(f'{t}…' for t in sorted(theme)[:3])}")
    if limit:
        direction = "qualifies"
        reasons.append(f"it states a limit ({limit!r})")
    elif opposed(other, target) and (contrast or shared):
        direction = "disputes"
        reasons.append("one speaks for, the other against")
    elif contrast:
        reasons.append(f"though {contrast!r} opens a contrast")
    elif _same_stance(other, target):
        reasons.append("both judge the same way")
    elif not shared and _same_family(other, target):
        reasons.append("both speak of endpoints of one family")
    return ProposedEvidence(other, target, direction, "; ".join(reasons), rule)


def opposed(one: ClassifiedSentence, other: ClassifiedSentence) -> bool:
    """Whether one statement speaks for its subject and the other against it."""
    return one.stance * other.stance < 0


def _distance(other: ClassifiedSentence, target: ClassifiedSentence) -> str:
    a, b = other.parsed.sentence, target.parsed.sentence
    if a.paragraph != b.paragraph:
        return f"from paragraph {a.paragraph}"
    steps = b.sentence - a.sentence
    side = "before" if steps > 0 else "after"
    count = abs(steps)
    return f"{count} sentence{'s' if count != 1 else ''} {side} in its paragraph"


def _label(scheme: str, name: str) -> str:
    concept = vocabulary.concepts().get(scheme, {}).get(name)
    return concept.label if concept else name
