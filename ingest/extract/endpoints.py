"""The endpoint of each value: listed, nearest, carried over, or proposed."""

from collections.abc import Sequence

from ingest.extract.lexicon import Lexicon
from ingest.extract.mentions import Mention, family_of
from ingest.extract.nearness import MAX_COST, cost, paired, silent_tokens
from ingest.extract.numbers import PEOPLE, Quantity
from ingest.extract.phrases import carry_over, is_subject, propose_endpoint
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.extract.tokens import folded, wordset
from ontology import vocabulary

_NOT = wordset("no not never without neither nor failed fail failure failing lack")
PHRASE_FIRST_COST = 8.0
"""The cost above which an endpoint after a value ranks below the words before the value."""
_THOSE = frozenset(["those", "subject", "child", "adult"])
_THESE = frozenset(["this", "that", "these", "those", "their", "such"])


def endpoints(parsed: ParsedSentence) -> list[Mention]:
    """Endpoint mentions that a value may be of, without those that describe people."""
    kept = []
    for m in parsed.of("endpoint"):
        following = parsed.tokens[m.last + 1].norm if m.last + 1 < len(parsed.tokens) else ""
        before = parsed.tokens[m.first - 1].norm.lower() if m.first else ""
        counted = bool(m.first) and parsed.tokens[m.first - 1].kind == "number"
        if following in PEOPLE and (
            counted or before in ("of", "in", "for", "among", "the", "all")
        ):
            continue
        if m.text.lower() == "relapsed" and before not in PEOPLE | {"had", "who", "%", "have"}:
            continue
        kept.append(m)
    others = [m for m in kept if not _names_people(parsed, m) and not _event_of_ratio(parsed, m)]
    return others or kept


def _event_of_ratio(parsed: ParsedSentence, m: Mention) -> bool:
    """Whether an endpoint only names the events of a ratio: `HR for progression or death`."""
    before = [t.norm.lower() for t in parsed.tokens[max(0, m.first - 6) : m.first]]
    if "for" not in before or not {"or", "and"} & set(before[before.index("for") :]):
        return False
    return before[: before.index("for")][-1:] in (["ratio"], ["hr"], ["rr"])


def _names_people(parsed: ParsedSentence, m: Mention) -> bool:
    """Whether an endpoint only describes people: `vs 39 % for those with MRD`."""
    if family_of(m.name) != "response":
        return False
    before = [t.norm.lower() for t in parsed.tokens[max(0, m.first - 4) : m.first]]
    after = [t.norm.lower() for t in parsed.tokens[m.last + 1 : m.last + 6]]
    if "with" in before:
        named = before[: before.index("with")][-1:]
        return bool(named) and named[0] in PEOPLE | _THOSE
    return before[-1:] == ["for"] and bool(set(after) & (PEOPLE | _THOSE))


def negated(parsed: ParsedSentence, m: Mention) -> bool:
    """Whether an endpoint is negated: `failure to achieve`, `did not reach`."""
    before = [t.norm.lower() for t in parsed.tokens[max(0, m.first - 4) : m.first]]
    reach = [
        w for w in before
        if w in _NOT or w in ("achieve", "achieving", "reach", "attain", "become", "to", "enter")
    ]  # fmt: skip
    return bool(reach) and reach[0] in _NOT and len(reach) > 1


def complement(endpoint: str) -> str | None:
    """The complementary endpoint, which everyone without this one has."""
    concept = vocabulary.concepts()["endpoint"].get(endpoint)
    return concept.complements[0] if concept and concept.complements else None


def general_endpoint(family: str, lexicon: Lexicon) -> str | None:
    """The endpoint that a family's bare name means: mortality is death of any cause."""
    label = vocabulary.concepts()["endpoint"][family].label
    for phrase in (f"all-cause {label}", f"overall {label}", f"{label} rate"):
        for scheme, name in lexicon.whole(folded(phrase)):
            if scheme == "endpoint" and name not in lexicon.families:
                return name
    return None


def resolve(
    parsed: ParsedSentence, m: Mention, lexicon: Lexicon, earlier: Sequence[str]
) -> tuple[str | None, str, str | None]:
    """The endpoint that a mention means, the rule, and a doubt, given `earlier` endpoints."""
    name, rule, doubt = m.name, m.rule, m.doubt
    demonstrative = {t.norm.lower() for t in parsed.tokens[max(0, m.first - 2) : m.first]} & _THESE
    text = [t.text.lower() for t in parsed.tokens[max(0, m.first - 2) : m.first]]
    if name in lexicon.families:
        before = next((e for e in reversed(earlier) if family_of(e) == name), None)
        if before is not None and (demonstrative or set(text) & _THESE):
            return before, "endpoint-of-sentence-before", None
        standard = general_endpoint(name, lexicon)
        if standard is None:
            return None, rule, f"{m.text!r} names a family of endpoints"
        return standard, "family-name", f"{m.text!r} is read as its general endpoint"
    if negated(parsed, m):
        other = complement(name)
        if other is not None:
            return other, "complement", None
        doubt = "the endpoint is denied in the sentence"
    return name, rule, doubt


def share_of_deaths(parsed: ParsedSentence, q: Quantity, lexicon: Lexicon) -> str | None:
    """The cause of death in `95 % of which resulted from infection` after deaths."""
    after = [t.norm.lower() for t in parsed.tokens[q.last + 1 : q.last + 4]]
    if after[:1] != ["of"] or not {"which", "whom", "these", "them", "death"} & set(after[1:3]):
        return None
    deaths = any(
        family_of(m.name) == "mortality" and (m.last < q.core or m.first <= q.last + 4)
        for m in parsed.of("endpoint")
    )
    if not deaths and "death" not in after:
        return None
    for m in parsed.of("endpoint"):
        if q.last < m.first <= q.last + 10 and family_of(m.name) != "mortality":
            label = vocabulary.concepts()["endpoint"][m.name].label
            for scheme, name in lexicon.whole(folded(f"{label} as cause of death")):
                if scheme == "endpoint":
                    return name
    return None


def attach_endpoints(
    parsed: ParsedSentence,
    readings: Sequence[ValueReading],
    lexicon: Lexicon,
    earlier: Sequence[str],
) -> None:
    """Attach an endpoint to each reading, with the rule and doubts."""
    candidates = endpoints(parsed)
    silent = silent_tokens(parsed)
    lists = paired(parsed, candidates)
    order = {id(q): n for n, q in enumerate(parsed.quantities)}
    before: ValueReading | None = None
    for reading in readings:
        q = reading.quantity
        special = share_of_deaths(parsed, q, lexicon)
        listed = lists.get(order[id(q)])
        if special is not None:
            reading.endpoint, reading.rules["endpoint"] = special, "share-of-deaths"
        elif listed is not None:
            settle_endpoint(parsed, reading, listed, "listed-in-order", lexicon, earlier)
        else:
            opens = 5.0 if is_subject(parsed, q) else 0.0
            ranked = sorted(
                (
                    (
                        cost(parsed, q, m, silent)
                        + opens * (m.last < q.core)
                        + 6.0 * _has_its_own(parsed, q, m),
                        n,
                        m,
                    )
                    for n, m in enumerate(candidates)
                ),
                key=lambda c: (c[0], c[1]),
            )
            ranked = [r for r in ranked if r[0] <= MAX_COST]
            if before is not None and continues(
                parsed, before, q, ranked[0][2] if ranked else None
            ):
                carry_over(before, reading)
            elif ranked and ranked[0][2].first > q.core and ranked[0][0] > PHRASE_FIRST_COST:
                # hypokalaemia in 23 %, and hepatotoxicity …: the words before go first
                propose_endpoint(parsed, reading, before)
                if not reading.phrase:
                    nearest_endpoint(parsed, reading, ranked, lexicon, earlier)
            elif ranked:
                nearest_endpoint(parsed, reading, ranked, lexicon, earlier)
            else:
                propose_endpoint(parsed, reading, before)
        if reading.endpoint is not None or reading.phrase:
            before = reading


def nearest_endpoint(
    parsed: ParsedSentence, reading: ValueReading, ranked: Sequence[tuple[float, int, Mention]],
    lexicon: Lexicon, earlier: Sequence[str],
) -> None:  # fmt: skip
    """Attach the endpoint of least cost; it is contested if another costs hardly more."""
    price, _, chosen = ranked[0]
    side = "before" if chosen.last < reading.quantity.core else "after"
    near = "next-to" if price <= 2 else "near" if price <= 6 else "far"
    how = f"{near}-{side}"
    if len(ranked) > 1 and ranked[1][0] - price < 1.5 and ranked[1][2].name != chosen.name:
        other = vocabulary.concepts()["endpoint"][ranked[1][2].name].label
        reading.doubts.append(f"may be of {other}")
        how = "contested"
    settle_endpoint(parsed, reading, chosen, how, lexicon, earlier)


def settle_endpoint(
    parsed: ParsedSentence, reading: ValueReading, chosen: Mention, how: str,
    lexicon: Lexicon, earlier: Sequence[str],
) -> None:  # fmt: skip
    """Attach the endpoint that a mention means to a reading."""
    name, rule, doubt = resolve(parsed, chosen, lexicon, earlier)
    if doubt:
        reading.doubts.append(doubt)
    reading.endpoint = name
    reading.phrase = chosen.text
    q = reading.quantity
    word = parsed.tokens[chosen.first - 1].norm.lower() if chosen.first else ""
    if word == "no" and q.statistic == "count" and q.numerator is None and chosen.last < q.core:
        # no deaths in 120 patients: the number is of the people
        q.numerator, q.denominator, q.value, q.statistic = "0", q.value, None, "proportion"
    reading.threshold = chosen.threshold
    reading.rules["endpoint"] = how if rule in ("vocabulary", "threshold") else rule


def continues(
    parsed: ParsedSentence, before: ValueReading, q: Quantity, own: Mention | None
) -> bool:
    """Whether a value continues the endpoint of the value before it, as in a list of arms.

    It does if no endpoint and no new clause is between the two, and no endpoint directly follows.
    """
    start, end = before.quantity.last + 1, q.first
    if own is not None and own.first > q.core and parsed.depths[own.first] < parsed.depths[q.core]:
        own = None  # it is outside of the brackets around the list
    if own is not None and _has_its_own(parsed, q, own):
        own = None  # it is directly followed by its own value
    if (q.value is None and q.numerator is None) or is_subject(parsed, q):
        return False  # a p-value alone, or a value with a verb of its own
    if end - start > 14 or (own is not None and own.first >= start):
        return False
    if own is not None and own.first > before.quantity.last:
        return False
    between = [parsed.tokens[k].norm.lower() for k in range(start, end)]
    arms = {k for m in parsed.of("arm", "drug", "regimen", "time", "population")
            for k in range(m.first, m.last + 1)}  # fmt: skip
    words = [
        w for k, w in zip(range(start, end), between, strict=True)
        if k not in arms and parsed.tokens[k].kind == "word"
    ]  # fmt: skip
    return all(w in _LISTING for w in words) and "." not in between


_LEADS_ON = wordset("was were of in is rate ( : =")


def _has_its_own(parsed: ParsedSentence, q: Quantity, m: Mention) -> bool:
    """Whether an endpoint is directly followed by another value: `…, and 3-year OS 45.2 %`."""
    if m.first < q.core:
        return False
    following = range(m.last + 1, min(m.last + 4, len(parsed.tokens)))
    for k in following:
        if k in parsed.cores:
            return k != q.core
        if parsed.tokens[k].norm.lower() not in _LEADS_ON:
            return False
    return False


_LISTING = wordset(
    "and or vs versus to for in with the compared than group arm patient respectively day of "
    "a an among on at those by during period baseline before after n follow up receiving "
    "treated from only was were it both year month week child adult as placebo control "
    "intervention participant p unit respectively while whereas significantly greater higher "
    "lower less more increased decreased ci cri confidence interval se sd"
)
"""Words between the values of one list."""
