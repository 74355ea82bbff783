"""Counted people without an event: who entered a study, who was analysed, the parts of either."""

from collections.abc import Sequence

from ingest.extract import predicates, rules
from ingest.extract.endpoints import meant
from ingest.extract.layout import Layout
from ingest.extract.rules import Attachment
from ingest.language.lexicon import Lexicon
from ingest.language.mention import Mention
from ingest.language.mentions import family_of
from ingest.language.numbers import PEOPLE, Quantity
from ingest.language.words import words

COUNTED, _ANALYSED, _ASSIGNED = "enrolled", "analysed", "randomised"
_ALLOCATED = words("allocated")
_STUDIES = words("study_nouns")
_ENTRY = words("entry_verbs")
_VERBS = words("verbs")
_DEEDS = words("we_did") | words("trial_verbs") - {"was"}
_ADDING = (":", "and", ",")
_REACH = 22
"""The most tokens from a number of people to the word for what became of them."""


def participants(layout: Layout, q: Quantity, counted: str = COUNTED) -> Attachment | None:
    """Counted people without an event took part: as what they are called, or as `counted`."""
    size = "size" in q.rules
    several = q.noun is not None and len(q.value or "") > 1
    if q.statistic != "count" or q.numerator is not None or not (size or several):
        return None
    called = next((
        m.name for m in layout.parsed.of("endpoint")
        if 0 < m.first - q.last < 5 and family_of(m.name) == "accrual"
        and layout.word(m.last + 1) in PEOPLE | {","}
    ), counted)  # fmt: skip
    return Attachment(rules.PARTICIPANTS, called, "", "people counted without an event")


def taking_part(layout: Layout, q: Quantity) -> str | None:
    """What counted people of a study did: entered it, or were analysed: `In 30 adults, …`."""
    if q.noun is None or q.numerator is not None or q.statistic != "count":
        return None
    k = q.first - 1
    lead, before = layout.word(k), layout.word(k - 1)
    if _entered(layout, q):
        return COUNTED
    if lead not in ("in", "on", "among", "with", "of", "from"):
        return None
    opens = k == layout.clause_start(k) or before in (",", ";")
    if lead == "of" and opens:
        return COUNTED
    apart = opens or before in _STUDIES | {"out"} or lead in ("on", "among")
    return _ANALYSED if apart or _acted_on(layout, q) else None


def _entered(layout: Layout, q: Quantity) -> bool:
    """Whether people are the object of a verb of entry, or the size beside a study's name."""
    k = q.first - 1
    lead, before = layout.word(k), layout.word(k - 1)
    if lead == "and" and _ENTRY & set(layout.lowers[max(0, k - 5) : k]):
        return True
    active = lead in _ENTRY and before not in (",", "and", "", "were", "was")
    return active or ("size" in q.rules and layout.scheme.get(k - 1) in ("study", "registration"))


def _acted_on(layout: Layout, q: Quantity) -> bool:
    """Whether people are those in whom a study did something: `they tested zorimab in 40`."""
    said = set(layout.lowers[layout.clause_start(q.first) : q.first])
    return bool(said & _DEEDS) and not said & (_VERBS - _DEEDS)


def opens_with(layout: Layout, q: Quantity) -> bool:
    """Whether a clause begins with people: `Of 231 eligible adults, 195 were randomised`."""
    k = q.first - 1
    return layout.word(k) in ("of", "among", "in") and k == layout.clause_start(k)


def flow(
    layout: Layout, lexicon: Lexicon, mentions: Sequence[Mention], i: int,
    previous: Attachment | None,
) -> Attachment | None:  # fmt: skip
    """Participant flow: people randomised, enrolled, analysed, where no event is named."""
    q = layout.values[i]
    flows = [
        m for m in mentions
        if family_of(m.name) == "accrual" and layout.clause[m.first] == layout.clause[q.core]
    ]  # fmt: skip
    if _has_own_verb(layout, flows, i):
        return None
    behind = [m for m in flows if q.last < m.first <= q.last + _REACH]
    start = layout.values[i - 1].last if i else -1
    before = [m for m in flows if start < m.last < q.first]
    if chosen := behind[:1] or before[-1:]:
        rule = rules.AFTER if behind else rules.SUBJECT
        return meant(layout.parsed, chosen[0], rule, lexicon, ())
    near = {layout.word(k) for k in (*range(q.first - 4, q.first), q.last + 2, q.last + 3)}
    if near & _ALLOCATED:
        return Attachment(rules.PARTICIPANTS, _ASSIGNED, doubt="people who were assigned")
    told = layout.bracket(q.first) is not None or layout.word(q.first - 1) in _ADDING
    flowing = previous is not None and family_of(previous.value or "") == "accrual"
    return rules.carried(previous) if previous is not None and flowing and told else None


def _has_own_verb(layout: Layout, flows: Sequence[Mention], i: int) -> bool:
    """Whether counted people have a verb of their own and nothing of participant flow in it."""
    verb = predicates.verb(layout, i) if predicates.is_subject(layout, i) else None
    if verb is None:
        return False
    found = predicates.predicate(layout, i)
    last = found.last if found is not None else verb
    flowing = any(verb <= m.first <= last for m in flows)
    return not flowing and not _ALLOCATED & set(layout.lowers[verb : last + 1])
