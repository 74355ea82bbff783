"""One sentence after another: its values with every attribute, and what the next may go on with."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.extract import circumstances, comparisons, rules
from ingest.extract.arm_frames import ArmFrames
from ingest.extract.arm_pairs import Pair, compared, is_contrast
from ingest.extract.contrasts import contrasts, first_told
from ingest.extract.endpoint_frames import EndpointFrames
from ingest.extract.layout import LINKING, Layout
from ingest.extract.measured import as_count, as_length, results
from ingest.extract.reading import ParsedSentence, ValueReading, places
from ingest.extract.rules import Attachment, Field
from ingest.extract.whose import Tracker
from ingest.language.mentions import MentionFinder, family_of
from ingest.language.numbers import Quantity
from ingest.language.numbers.scanner import TIME_UNITS
from ingest.language.tokens import acronym
from ingest.language.words import words
from ontology import vocabulary

_LENGTHS = words("length_words")
_REMEMBERED = 12
"""The endpoints that a later word for their family may mean."""


class SentenceReader:
    """Reads the sentences of one document in order."""

    def __init__(
        self,
        finder: MentionFinder,
        tracker: Tracker,
        sentences: Sequence[ParsedSentence],
    ) -> None:
        self.lexicon, self.tracker = finder.lexicon, tracker
        self.order: Pair = next(filter(None, map(compared, sentences)), ())
        self.first = self.order
        self.of_order = tracker.default, 0
        """The study of whose arms the order is, and the paragraph."""
        self.ratio: str | None = None
        self.follows = False
        """Whether the sentence before compares the arms."""
        self.before: list[Attachment] = []
        self.earlier: list[str] = []

    def read(self, parsed: ParsedSentence) -> list[ValueReading]:
        """The values of a sentence, with an endpoint or without."""
        people = circumstances.cohorts(parsed)
        layout = Layout(parsed, list(results(parsed)), people)
        endpoints = EndpointFrames(layout, self.lexicon, self.earlier, self.before).attach()
        layout, endpoints = self._kept(layout, endpoints, people)
        studies = self.tracker.attach(layout)
        order = self._order(parsed, studies)
        fields: dict[Field, dict[int, Attachment]] = {
            "endpoint": endpoints,
            "arm": ArmFrames(layout, order, self.follows).attach(),
            "study": studies,
            "time": circumstances.attach_times(layout, endpoints),
            "grade": circumstances.attach_grades(layout, endpoints),
            "cohort": circumstances.attach_cohorts(layout, people, endpoints),
        }
        for i in _of_another_study(fields["arm"], studies):
            del fields["arm"][i]
        of_contrasts = contrasts(layout, first_told(self._order(None, studies), self.first))
        fields["arm"] |= of_contrasts["arm"]
        fields["comparator"] = of_contrasts["comparator"]
        readings = []
        for i, q in enumerate(map(self._ratio, layout.values)):
            attachments = {name: given[i] for name, given in fields.items() if i in given}
            readings.append(
                ValueReading(parsed.sentence, _finished(parsed, q, attachments), attachments)
            )
        readings = _with_shared_p(layout, readings)
        self._remember(parsed, layout, endpoints, fields["arm"])
        return self._with_comparisons(parsed, readings)

    def _ratio(self, q: Quantity) -> Quantity:
        """A ratio without its name as the kind of ratio that the document gave last."""
        if q.unit != "ratio":
            return q
        self.ratio = q.statistic or self.ratio
        return replace(q, statistic=self.ratio)

    def _order(self, parsed: ParsedSentence | None, studies: dict[int, Attachment]) -> Pair:
        """The arms compared before, unless the values are of another study than theirs.

        In the paragraph of `parsed` one study may have two names.
        """
        named = {a.value for a in studies.values()}
        here = parsed.sentence.paragraph if parsed is not None else None
        if not named or self.of_order[1] == here:
            return self.order
        return self.order if named == {self.of_order[0]} else ()

    def _kept(
        self, layout: Layout, endpoints: dict[int, Attachment], people: Sequence[object]
    ) -> tuple[Layout, dict[int, Attachment]]:
        """The values that suit their endpoints, as what they are: lengths of time, counts."""
        kept: list[Quantity] = []
        of_kept: dict[int, Attachment] = {}
        for i, q in enumerate(layout.values):
            endpoint = endpoints.get(i)
            if not _suits(layout, i, endpoint):
                continue
            if endpoint is not None:
                of_kept[len(kept)] = endpoint
            kept.append(as_count(as_length(q)))
        again = Layout(layout.parsed, kept, ())
        again.scheme = layout.scheme
        return again, of_kept

    def _remember(
        self, parsed: ParsedSentence, layout: Layout, endpoints: dict[int, Attachment],
        arms: dict[int, Attachment],
    ) -> None:  # fmt: skip
        pair = compared(parsed)
        self.follows = bool(pair) or len({a.text for a in arms.values()}) == 2
        if pair:
            self.order = pair
            self.of_order = (self.tracker.study, parsed.sentence.paragraph)
        if endpoints:
            self.before = [endpoints[i] for i in sorted(endpoints)]
        families = self.lexicon.families
        self.earlier += [m.name for m in parsed.of("endpoint") if m.name not in families]
        self.earlier += [a.value for a in endpoints.values() if a.value]
        del self.earlier[:-_REMEMBERED]

    def _with_comparisons(
        self, parsed: ParsedSentence, readings: list[ValueReading]
    ) -> list[ValueReading]:
        """The readings with the direction of a comparison, and comparisons without a number."""
        direction = comparisons.relation(parsed.tokens)
        readings, worded = comparisons.compared(parsed, readings, direction)
        if not worded:
            return readings
        layout = Layout(parsed, [r.quantity for r in worded], ())
        studies = self.tracker.attach(layout)
        with_study = []
        for i, reading in enumerate(worded):
            attachments = {**reading.attachments, "study": studies[i]}
            with_study.append(replace(reading, attachments=attachments))
        return [*readings, *with_study]


def _of_another_study(arms: dict[int, Attachment], studies: dict[int, Attachment]) -> list[int]:
    """The values that have the arm of the value before, though that is of another study."""
    return [
        i for i, arm in arms.items()
        if arm.rule is rules.ARM_BEFORE and i - 1 in arms and arms[i - 1].value == arm.value
        and studies[i].value != studies[i - 1].value
    ]  # fmt: skip


# -- what suits what -------------------------------------------------------------------------------


def _suits(layout: Layout, i: int, endpoint: Attachment | None) -> bool:
    """Whether a value can be of its endpoint: no head count of survival, no years of remission."""
    q = layout.values[i]
    if q.value is None and q.numerator is None:
        return endpoint is not None or q.p is None
    if q.unit == "time":
        return endpoint is not None and _is_length(layout, i, endpoint)
    if endpoint is None:
        return q.unit is not None
    family = family_of(endpoint.value) if endpoint.value else None
    if q.unit is None and q.numerator is None:
        return _is_counted(layout, i)
    if q.measure is not None and q.statistic in ("mean", "median") and _is_time(q.measure):
        return family in ("time-to-event", "unclassified", None)
    if q.statistic == "count" and q.numerator is None and endpoint.value is not None:
        return not _is_estimate(endpoint.value)
    return True


def _is_time(measure: str) -> bool:
    return measure.removesuffix("s") in TIME_UNITS or measure in TIME_UNITS


def _is_length(layout: Layout, i: int, endpoint: Attachment) -> bool:
    """Whether a length of time is a value: of survival, of a stay, of follow-up."""
    q = layout.values[i]
    if layout.word(q.first - 1) in ("at", "after", "by", "within", "for", "over", "every", "first"):
        return False
    if layout.word(q.first - 1) in ("lasted", "took"):
        return True
    if endpoint.value is not None:
        return family_of(endpoint.value) == "time-to-event" and (
            q.statistic is not None or "." in (q.value or "") or layout.joint(i) == "vs"
        )
    of_length = bool(_LENGTHS & set(endpoint.text.lower().split())) or acronym(endpoint.text)
    return q.statistic is not None and of_length


def _is_estimate(endpoint: str) -> bool:
    """Whether an endpoint is estimated and not counted, as survival is: nobody has the event."""
    concept = vocabulary.concepts()["endpoint"].get(endpoint)
    return concept is not None and concept.family == "time-to-event" and any(
        "survival" in word for word in concept.label.split()
    )  # fmt: skip


def _is_counted(layout: Layout, i: int) -> bool:
    """Whether a bare whole number counts people or events: in a list, with an arm, with a verb."""
    q = layout.values[i]
    if "count-of-events" in q.rules:
        return True
    following = layout.word(q.last + 1)
    if 1900 <= int(q.value or 0) <= 2100 and layout.joint(i) is None:
        return False
    near = range(q.last + 1, min(q.last + 5, len(layout.lowers)))
    arm = next((k for k in near if layout.scheme.get(k) == "arm"), None)
    led = arm is not None and all(layout.word(k) in _LEADS for k in range(q.last + 1, arm))
    others = [
        j for j in (i - 1, i + 1)
        if 0 <= j < len(layout.values) and layout.values[j].statistic in ("count", None)
        and layout.values[j].unit in ("patients", None) and layout.joint(max(i, j)) is not None
    ]  # fmt: skip
    ends = following in LINKING | _LEADS | words("predicates") or not following.isalpha()
    counted = ends and any(layout.values[j].unit == "patients" for j in others)
    named = layout.scheme.get(q.first - 2) == "arm" or (q.first - 2) in places(
        layout.parsed.of("endpoint")
    )
    flow = bool(words("allocated") & set(layout.lowers[: q.first]))
    bracketed = layout.word(q.first - 1) == "(" and following == ")" and (named or flow)
    numbered = "number" in layout.lowers[layout.clause_start(q.first) : q.first]
    led = numbered or (led and (arm != q.last + 1 or int(q.value or 0) > 9))
    against = any(layout.joint(max(i, j)) == "vs" and layout.values[j].unit is None for j in others)
    if layout.set_against(i) or layout.shared_out(i) or _in_pair(layout, i):
        return True
    bracketed = bracketed or (against and layout.bracket(q.first) is not None)
    return counted or led or following in words("predicates") - {"was", "is"} or bracketed


def _in_pair(layout: Layout, i: int) -> bool:
    """Whether a bare number is one of two counts of an event: `was needed in 3 and 1`."""
    for j in (i - 1, i):
        if j < 0 or j + 1 == len(layout.values) or layout.joint(j + 1) is None:
            continue
        first = layout.values[j].first
        bare = layout.values[j].unit is None and layout.values[j + 1].unit is None
        if bare and layout.word(first - 1) == "in" and layout.word(first - 2) in words("verbs"):
            return True
    return False


_LEADS = frozenset(
    [
        "in",
        "with",
        "for",
        "to",
        "given",
        "receiving",
        "received",
        "the",
        "on",
        "of",
        "assigned",
        "after",
        "patient",
        "without",
    ]
)


# -- derived fields --------------------------------------------------------------------------------


def _finished(
    parsed: ParsedSentence, q: Quantity, attachments: dict[Field, Attachment]
) -> Quantity:
    """A quantity with the statistic and the kind of spread that its endpoint makes sure."""
    endpoint = attachments.get("endpoint")
    statistic, doubts = q.statistic, list(q.doubts)
    if q.unit == "%" and statistic == "proportion":
        if _cumulative(parsed, q):
            statistic = "cumulative-incidence"
        elif endpoint and q.numerator is None and _is_estimated(endpoint):
            statistic = "survival-estimate"
    kind = q.spread_kind
    if q.spread is not None and kind is None:
        kind = "se" if q.unit == "%" else "sd"
        doubts.append(f"± is read as {'standard error' if kind == 'se' else 'deviation'}")
    q = replace(q, statistic=statistic, spread_kind=kind, doubts=doubts)
    return _none_of(parsed, q, endpoint)


_ESTIMATED = re.compile(
    r"(?:-|\b)free (?:survival|rate)|\b[A-Z]{1,4}FS\b|\bsurvival(?! to\b)|"
    r"\b[Ff]reedom from\b|\bKaplan\W+Meier\b"
)
"""What is estimated over time, in words that no vocabulary has."""


def _is_estimated(endpoint: Attachment) -> bool:
    """Whether a percentage of an endpoint is an estimate over time and no share of whole people."""
    if endpoint.value is not None:
        return _is_estimate(endpoint.value)
    return bool(_ESTIMATED.search(endpoint.text))


def _none_of(parsed: ParsedSentence, q: Quantity, endpoint: Attachment | None) -> Quantity:
    """`no deaths in 120 patients`: the number is of the people."""
    if endpoint is None or q.statistic != "count" or q.numerator is not None or not q.first:
        return q
    near = [t.norm.lower() for t in parsed.tokens[max(0, q.first - 5) : q.first]]
    if "no" not in near or near[-1] not in ("in", "among", "of"):
        return q
    return replace(q, numerator="0", denominator=q.value, value=None, statistic="proportion")


def _cumulative(parsed: ParsedSentence, q: Quantity) -> bool:
    """Whether cumulative incidence is named before a value; CI without interval means it too."""
    before = parsed.tokens[max(0, q.first - 12) : q.first]
    named = any(
        a.norm.lower() == "cumulative" and b.norm.lower() == "incidence"
        for a, b in pairwise(before)
    )
    of_interval = any(a.norm == "%" and b.norm == "CI" for a, b in pairwise(before))
    return named or (q.lower is None and not of_interval and any(t.norm == "CI" for t in before))


def _with_shared_p(layout: Layout, readings: list[ValueReading]) -> list[ValueReading]:
    """Give the p of a comparison to both of its values: `40% vs 38% (p = 0.6)`."""
    shared = list(readings)
    for i in range(len(readings) - 1, 0, -1):
        one, two = shared[i - 1].quantity, shared[i].quantity
        p_known = two.p is not None or two.significant is not None
        if not p_known or one.p is not None or two.unit == "ratio" or one.unit != two.unit:
            continue
        if shared[i].endpoint != shared[i - 1].endpoint or shared[i].phrase != shared[i - 1].phrase:
            continue
        arms = shared[i].arm, shared[i - 1].arm
        set_against = is_contrast(one) or is_contrast(two)
        differ = None not in arms and arms[0] != arms[1] and not set_against
        if layout.joint(i) is not None or differ:
            with_p = replace(one, p=two.p, p_operator=two.p_operator, significant=two.significant)
            shared[i - 1] = replace(shared[i - 1], quantity=with_p)
    return shared
