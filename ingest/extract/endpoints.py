"""What the mention of an endpoint means: its concept, its complement, a family's general one."""

from collections.abc import Sequence

from ingest.extract import rules
from ingest.extract.reading import ParsedSentence
from ingest.extract.rules import Attachment, Rule
from ingest.language.lexicon import Lexicon
from ingest.language.mention import Mention
from ingest.language.mentions import family_of
from ingest.language.numbers import PEOPLE, Quantity
from ingest.language.tokens import folded, wordset
from ontology import vocabulary

_NOT = wordset("no not never without neither nor failed fail failure failing lack")
_REACH = wordset("achieve achieving reach attain become to enter")
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
    reach = [w for w in before if w in _NOT | _REACH]
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


def meant(
    parsed: ParsedSentence, m: Mention, rule: Rule, lexicon: Lexicon, earlier: Sequence[str]
) -> Attachment | None:
    """The endpoint that a mention means, given `earlier` ones; None for a family without one."""
    if m.name in lexicon.families:
        before = next((e for e in reversed(earlier) if family_of(e) == m.name), None)
        near = parsed.tokens[max(0, m.first - 2) : m.first]
        if before is not None and {t.norm.lower() for t in near} & _THESE:
            return Attachment(rules.SENTENCE_BEFORE, before, m.text)
        standard = general_endpoint(m.name, lexicon)
        if standard is None:
            return None
        doubt = f"{m.text!r} is read as its general endpoint"
        return Attachment(rules.FAMILY_NAME, standard, m.text, doubt)
    if negated(parsed, m):
        other = complement(m.name)
        if other is not None:
            return Attachment(rules.COMPLEMENT, other, m.text, threshold=m.threshold)
        doubt = "the endpoint is denied in the sentence"
        return Attachment(rule, m.name, m.text, doubt, threshold=m.threshold)
    return Attachment(rule, m.name, m.text, m.doubt, threshold=m.threshold)


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
