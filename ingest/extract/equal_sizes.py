"""Group sizes that a sentence states for all groups at once."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.extract.reading import ParsedSentence
from ingest.language.numbers import PEOPLE

DIVIDED = ("random", "assign", "allocat", "divid", "analy", "enrol", "recruit", "includ", "total")
"""Stems of words in a sentence on how many people were allocated."""
_MANY = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}


def equal_sizes(parsed: ParsedSentence) -> Iterable[tuple[int, float]]:
    """Sizes of all groups at once: `30 in each group`, `40 patients in two equal groups`."""
    norms = [t.norm.lower() for t in parsed.tokens]
    for q in parsed.quantities:
        if q.value is None or not q.value.isdigit() or q.statistic not in ("count", None):
            continue
        near = norms[q.last + 1 : q.last + 8]
        if any(q.last < k <= q.last + 8 for k in parsed.cores):
            continue
        before = norms[max(0, q.first - 6) : q.first]
        each = "each" in near or "per" in near[:3] or ("each" in before and "group" in before)
        of_groups = bool({"group", "arm"} & {*norms[q.last + 1 : q.last + 9], *before})
        all_groups = "size" in q.rules and ("each" in near[:3] or {"both", "all"} & set(before))
        ends = q.noun in PEOPLE and near[-1:] in (["each"], ["."])
        of_both = q.noun in PEOPLE and bool(
            {("both", "group"), ("both", "arm")} & {*pairwise(near), *pairwise(before)}
        )
        if all_groups or of_both or near[:1] == ["each"] or (each and (of_groups or ends)):
            yield int(q.value), 1.0
    yield from _divided(parsed, norms)


def _divided(parsed: ParsedSentence, norms: Sequence[str]) -> Iterable[tuple[int, float]]:
    """Sizes of `two groups of 40`, and of a total that is divided into equal groups."""
    wholes = [q for q in parsed.quantities if q.value and q.value.isdigit()]
    for i, word in enumerate(norms):
        if word == "group" and norms[i + 1 : i + 2] == ["of"] and set(norms[:i]) & set(_MANY):
            yield from ((int(q.value or 0), 1.0) for q in wholes if q.first <= i + 2 <= q.core)
        many = i and norms[i - 1] in _MANY
        if word == "group" and many and norms[i + 1 : i + 2] == ["("]:
            yield from (
                (int(q.value or 0), 1.0) for q in wholes if q.first == i + 2 and "size" in q.rules
            )
    equally = next((i for i, w in enumerate(norms) if w in ("equal", "equally", "evenly")), None)
    if equally is None or not any(w.startswith(DIVIDED) for w in norms):
        return
    numerals = [w for w in norms if w in _MANY]
    parts = _MANY[numerals[-1]] if numerals else 2
    totals = [int(q.value or 0) for q in wholes if q.noun in PEOPLE or "size" in q.rules]
    most = max(totals, default=1)
    if most % parts == 0 and all(n in (most, most // parts) for n in totals):
        yield most // parts, 0.8
