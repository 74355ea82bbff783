"""The time, the grade and the people of each value."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.extract import rules
from ingest.extract.layout import LINKING, Layout
from ingest.extract.reading import ParsedSentence
from ingest.extract.rules import Attachment
from ingest.language.mention import Mention
from ingest.language.mentions import family_of
from ingest.language.numbers import PEOPLE
from ingest.language.numbers.scanner import TIME_UNITS
from ingest.language.words import words
from ontology import vocabulary

_HEADS = PEOPLE | {"those"}
_WITH = words("people_with")
_DESCRIBED = PEOPLE - {"case", "event", "boy", "girl"} | {"subgroup", "subset", "subpopulation"}
_PLAIN = (LINKING - {"low", "high"}) | {"of", "and", "or"}
_VAGUE = words("vague_people")
_ENDS = words("people_ends")
_LONGEST = 8
_REACH = 14


def attach_times(layout: Layout, endpoints: dict[int, Attachment]) -> dict[int, Attachment]:
    """The time of each value: listed with it, in its clause before it, or right behind it.

    People who entered a study and median times to an event are of no time.
    """
    times = layout.parsed.of("time")
    given: dict[int, Attachment] = {}
    if not times:
        return given
    for i in range(len(layout.values)):
        if _is_timeless(layout, i, endpoints.get(i)):
            continue
        if (near := _time_near(layout, i, times)) is not None:
            given[i] = Attachment(rules.TIME_NEAR, near.name)
        elif i and i - 1 in given and _keeps_time(layout, i, endpoints):
            given[i] = Attachment(rules.TIME_CARRIED, given[i - 1].value)
    for i in range(len(layout.values) - 2, -1, -1):
        here, behind = endpoints.get(i), endpoints.get(i + 1)
        alike = here is not None and behind is not None and here.text == behind.text
        shares = alike and layout.joint(i + 1) is not None and not _is_timeless(layout, i, here)
        if i not in given and i + 1 in given and shares:
            given[i] = Attachment(rules.TIME_CARRIED, given[i + 1].value)
    _list_times(layout, times, given)
    return given


def _is_timeless(layout: Layout, i: int, endpoint: Attachment | None) -> bool:
    q = layout.values[i]
    if endpoint is None:
        return False
    family = family_of(endpoint.value) if endpoint.value else None
    averaged = q.statistic in ("median", "mean") and q.unit == q.measure
    length = averaged and (q.measure or "").removesuffix("s") in TIME_UNITS
    return family == "accrual" or length


def _time_near(layout: Layout, i: int, times: Sequence[Mention]) -> Mention | None:
    """The last time before a value in its clause, or the time behind it, up to the next value."""
    q = layout.values[i]
    start = layout.clause_start(q.core)
    before = [m for m in times if start <= m.first and m.last < q.first]
    if before:
        return before[-1]
    stop = layout.values[i + 1].first if i + 1 < len(layout.values) else len(layout.lowers)
    others = layout.parsed.of("endpoint")
    return next((
        m for m in times
        if q.last < m.first < min(stop, q.last + _REACH)
        and layout.clause[m.first] == layout.clause[q.core]
        and not any(0 < e.first - m.last <= 2 for e in others)
    ), None)  # fmt: skip


def _keeps_time(layout: Layout, i: int, endpoints: dict[int, Attachment]) -> bool:
    """Whether a value has the time of the one before: in a list, of one endpoint, as estimates."""
    if layout.joint(i) is not None:
        return True
    here, before = endpoints.get(i), endpoints.get(i - 1)
    if here is None or before is None:
        return False
    same = (here.value, here.text) == (before.value, before.text)
    estimates = [family_of(a.value or "") == "time-to-event" for a in (here, before)]
    return same or (all(estimates) and layout.values[i].unit == layout.values[i - 1].unit)


def _list_times(layout: Layout, times: Sequence[Mention], given: dict[int, Attachment]) -> None:
    """Pair `3- and 5-year` with the two values that follow."""
    for one, two in pairwise(times):
        gap = [layout.word(k) for k in range(one.last + 1, two.first)]
        if not gap or not set(gap) <= {"-", "and", "at", "or", ","}:
            continue
        following = [i for i, q in enumerate(layout.values) if q.first > two.last][:2]
        if len(following) == 2 and layout.joint(following[1]) is not None:
            for i, m in zip(following, (one, two), strict=True):
                given[i] = Attachment(rules.TIME_LISTED, m.name)


def attach_grades(layout: Layout, endpoints: dict[int, Attachment]) -> dict[int, Attachment]:
    """The grade of each value of an adverse event, where it stands in the same clause."""
    given: dict[int, Attachment] = {}
    mentions = layout.parsed.of("grade", "grades")
    for i, q in enumerate(layout.values):
        endpoint = endpoints.get(i)
        family = family_of(endpoint.value) if endpoint and endpoint.value else None
        if (
            endpoint is not None
            and endpoint.value
            and family not in ("adverse-events", "mortality")
        ):
            continue
        near = [m for m in mentions if layout.clause[m.first] == layout.clause[q.core]]
        before = [m for m in near if m.last < q.core]
        after = [m for m in near if q.last < m.first <= q.last + _REACH]
        chosen = before[-1:] or after[:1]
        if chosen and chosen[0].scheme == "grade":
            given[i] = Attachment(rules.GRADE_NEAR, chosen[0].name)
        elif chosen:
            doubt = f"grade {chosen[0].name} together"
            given[i] = Attachment(rules.GRADE_NEAR, None, chosen[0].name, doubt)
    return given


# -- people ----------------------------------------------------------------------------------------


def cohorts(parsed: ParsedSentence) -> list[Mention]:
    """People that a sentence tells apart: `patients with X`, `among responders`, `men over 80`."""
    lowers = [t.norm.lower() for t in parsed.tokens]
    arms = {k for m in parsed.of("arm") for k in range(m.first, m.last + 1)}
    found: list[Mention] = []
    for i, word in enumerate(lowers):
        following = lowers[i + 1] if i + 1 < len(lowers) else ""
        dated = following == "between" and not {"age", "ages"} & set(lowers[i : i + 5])
        if word in _HEADS and following in _WITH and not dated and i + 3 < len(lowers):
            first = i
            while first and lowers[first - 1] in ("all", "elderly", "adult", "older", "young"):
                first -= 1
            last = _end(parsed, lowers, i + 2, arms)
            if following == "who" and last <= i + 2:
                start = i + 3 + (lowers[i + 2] == "had" and lowers[i + 3] in _ENDS)
                last = end if (end := _end(parsed, lowers, start, arms)) >= start else i
            if last > i + 1 and lowers[i + 2 : i + 3] != ["the"]:
                found.append(_cohort(parsed, first, last))
        elif word == "among" and i + 1 < len(lowers):
            last = _end(parsed, lowers, i + 1, arms)
            if last > i and not found:
                found.append(_cohort(parsed, i + 1, last))
    found += _described(parsed, lowers, {k for m in found for k in range(m.first, m.last + 1)})
    return [m for m in found if not any(m.first <= k <= m.last for k in arms)]


def _described(parsed: ParsedSentence, lowers: Sequence[str], taken: set[int]) -> list[Mention]:
    """People told by what stands before them: `in elevated LDH patients`, `the X subgroup`."""
    found: list[Mention] = []
    for i, word in enumerate(lowers):
        if word not in _DESCRIBED or i in taken:
            continue
        k = i
        while k and i - k < _LONGEST and _describes(parsed, lowers, k - 1):
            k -= 1
        before = lowers[k - 1] if k else ""
        if (
            k < i
            and before in ("in", "for", "among", "of", "the")
            and not set(lowers[k:i]) & _VAGUE
        ):
            found.append(_cohort(parsed, k, i))
    return found


def _describes(parsed: ParsedSentence, lowers: Sequence[str], k: int) -> bool:
    word = parsed.tokens[k].kind == "word" or lowers[k] in ("-", "/")
    return word and k not in parsed.cores and lowers[k] not in _ENDS | _PLAIN


def _end(parsed: ParsedSentence, lowers: Sequence[str], start: int, arms: set[int]) -> int:
    """The last token of the people that begin before `start`."""
    k = start
    while k < min(start + _LONGEST, len(lowers)):
        token = parsed.tokens[k]
        ends = lowers[k] in _ENDS or (token.kind == "sign" and token.norm not in ("-", "/"))
        measured = k in parsed.cores and lowers[k - 1] not in (
            "over",
            "under",
            "than",
            "to",
            "of",
            "stage",
            "below",
            "above",
            "least",
            "most",
        )
        if ends or measured or k in arms:
            break
        k += 1
    return k - 1


def _cohort(parsed: ParsedSentence, first: int, last: int) -> Mention:
    text = " ".join(t.text for t in parsed.tokens[first : last + 1]).replace(" - ", "-")
    return Mention("cohort", text, first, last, "people", text)


def attach_cohorts(
    layout: Layout, people: Sequence[Mention], endpoints: dict[int, Attachment]
) -> dict[int, Attachment]:
    """The people of each value: of the vocabulary, or as the sentence calls them."""
    known = [
        m for m in layout.parsed.of("population")
        if layout.word(m.first) not in PEOPLE or m.last > m.first
    ]  # fmt: skip
    given: dict[int, Attachment] = {}
    for i in range(len(layout.values)):
        near = _people_near(layout, i, [*people, *known])
        endpoint = endpoints.get(i)
        if near is None or (endpoint is not None and _is_endpoint(near, endpoint)):
            continue
        terms = tuple(dict.fromkeys(
            (m.scheme, m.name) for m in known
            if near.first - 3 <= m.first and m.last <= near.last + 3
        ))  # fmt: skip
        if near.scheme == "population":
            text = ", ".join(vocabulary.label("population", name) for _, name in terms)
        else:
            text, terms = near.text, ()
        given[i] = Attachment(rules.COHORT_NEAR, text, text, terms=terms)
    return given


def _is_endpoint(people: Mention, endpoint: Attachment) -> bool:
    """Whether the words for the people are those of the endpoint."""
    return bool(endpoint.text) and endpoint.text.lower() in people.text.lower()


def _people_near(layout: Layout, i: int, people: Iterable[Mention]) -> Mention | None:
    """The people named right behind a value, or before it in its clause."""
    q = layout.values[i]
    stop = layout.values[i + 1].first if i + 1 < len(layout.values) else len(layout.lowers)
    if q.statistic == "count" and q.noun is not None and q.numerator is None:
        stop = q.last + 3
    after = [
        m for m in people
        if q.last < m.first < stop and m.last > q.last + 1
        and _plain_gap(layout, q.last + 1, m.first)
    ]  # fmt: skip
    if after:
        return after[0]
    start = layout.clause_start(q.core)
    before = [m for m in people if start <= m.first and m.last < q.first and q.first - m.last <= 24]
    return before[-1] if before else None


def _plain_gap(layout: Layout, first: int, end: int) -> bool:
    return end - first <= 5 and all(
        layout.word(k) in LINKING | PEOPLE or k in layout.scheme for k in range(first, end)
    )
