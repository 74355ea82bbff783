"""Whether a value goes on with the endpoint of the value before: parallels, adjuncts, shares."""

from collections.abc import Sequence

from ingest.extract import phrases
from ingest.extract.layout import LINKING, Layout
from ingest.extract.rules import Attachment
from ingest.language.mention import Mention
from ingest.language.words import words

ANAPHORA = words("anaphora")
_VERBS = words("verbs")
_ADJUNCT = words("adjunct_leads")
_JOINED = frozenset(("and", "or", ",", "vs", "versus", "with", "to"))


def parallel(layout: Layout, i: int) -> bool:
    """Whether a value repeats the preposition of the one before.

    `in 9 who …, and in 3 who …`, `from 6 at the start to 3`.
    """
    here, before = (layout.values[j].first for j in (i, i - 1))
    lead, lead_before = layout.word(here - 1), layout.word(before - 1)
    spanned = (lead_before, lead) == ("from", "to")
    joined = layout.word(here - 2) in _JOINED and lead in _ADJUNCT
    return spanned or (joined and lead == lead_before)


def only_adjunct(layout: Layout, mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Whether a span is only an adjunct of the value before it: `34 in one, and 24 in …`."""
    while start <= end and layout.word(start) in (")", "]", ",", "%"):
        start += 1
    span = layout.lowers[start : end + 1]
    if not span or span[0] not in _ADJUNCT or any(start <= m.first <= end for m in mentions):
        return False
    last = max((k for k, w in enumerate(span) if w in ("and", ",", "or", "(")), default=None)
    if last is not None and set(span[last + 1 :]) <= LINKING | ANAPHORA | _VERBS:
        return True
    against = {"vs", "versus", "than", "compared"} & set(span)
    return bool(against) and not set(span) & _VERBS


def set_against(layout: Layout, mentions: Sequence[Mention], i: int, previous: Attachment) -> bool:
    """Whether a value is set against the one before, and nothing else is named between."""
    here, last = layout.values[i], layout.values[i - 1].last
    names = {m.name for m in mentions if last < m.first < here.first}
    return layout.set_against(i) and (not names or previous.value in names)


def goes_on(layout: Layout, mentions: Sequence[Mention], i: int) -> bool:
    """Whether nothing between a value and the one before it names anything else."""
    start, q = layout.values[i - 1].last + 1, layout.values[i]
    return (
        layout.joint(i) is not None or parallel(layout, i) or q.unit == "ratio"
        or only_adjunct(layout, mentions, start, q.first - 1)
        or phrases.before(layout, start, q.first - 1) is None
    )  # fmt: skip


def anaphoric(layout: Layout, end: int) -> int | None:
    """The word such as `rate` or `difference` before `end` that points to what was named."""
    k = end
    while k > 0 and (layout.word(k) in LINKING or k in layout.scheme):
        k -= 1
    return k if k >= 0 and layout.word(k) in ANAPHORA else None
