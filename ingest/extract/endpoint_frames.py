"""The endpoint of each value: listed in order, subject, predicate, or that of the value before."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract import own_frames, phrases, predicates, rules
from ingest.extract.endpoint_lists import listed_mentions, listed_phrases
from ingest.extract.endpoint_names import EndpointNames, unknown
from ingest.extract.endpoints import endpoints, share_of_deaths
from ingest.extract.going_on import anaphoric, goes_on, only_adjunct, parallel, set_against
from ingest.extract.layout import Layout
from ingest.extract.participants import flow, opens_with, participants, taking_part
from ingest.extract.phrases import Phrase
from ingest.extract.rules import Attachment, carried
from ingest.language.lexicon import Lexicon
from ingest.language.mention import Mention
from ingest.language.mentions import family_of
from ingest.language.numbers import Quantity
from ingest.language.tokens import wordset
from ingest.language.words import words

_GETTING = wordset("attaining achieving developing having reaching experiencing a of patient")
_OF = wordset("of was were is are in at")
_DEFINITE = ("the", "these", "those", "corresponding", "this", "that")
_OF_DIFFERENCES = words("of_differences")
_CHANGED = words("people_changed")
_REACH = 14
"""The most tokens from a value to an endpoint behind it."""


class EndpointFrames:
    """The endpoints of one sentence's values; `before` are those of the sentence before."""

    def __init__(
        self, layout: Layout, lexicon: Lexicon, earlier: Sequence[str],
        before: Sequence[Attachment],
    ) -> None:  # fmt: skip
        self.layout, self.lexicon, self.before = layout, lexicon, before
        self.mentions = _mentions(layout)
        self.names = EndpointNames(layout, self.mentions, lexicon, earlier)
        self.given: dict[int, Attachment] = {}

    def attach(self) -> dict[int, Attachment]:
        """The endpoint of each value that has one, by the index of the value."""
        self._listed()
        for i in range(len(self.layout.values)):
            if i not in self.given and (found := self._of_value(i)) is not None:
                self.given[i] = found
        self._led_to()
        for i, q in enumerate(self.layout.values):
            if i not in self.given:
                rest = self._from_sentence_before(i) or participants(self.layout, q)
                if rest is not None:
                    self.given[i] = rest
        return self.given

    def _listed(self) -> None:
        """Pair values with the phrases and the endpoints that are listed before them."""
        for i, found in listed_phrases(self.layout):
            attachment = self.names.at(found, rules.SUBJECT)
            if attachment is not None:
                self.given[i] = replace(attachment, rule=rules.LISTED_ENDPOINT)
        paired = set(self.given)
        for i, m in listed_mentions(self.layout, self.mentions):
            named = self.names.of(m, rules.LISTED_ENDPOINT) if i not in paired else None
            if named is not None:
                self.given.setdefault(i, named)

    # one value

    def _of_value(self, i: int) -> Attachment | None:
        certain = self._certain(i)
        if certain is not None:
            return certain
        layout, q = self.layout, self.layout.values[i]
        if not predicates.is_subject(layout, i) and predicates.shares_predicate(layout, i):
            return None
        previous = self._previous(i)
        if (part := self._part(i, previous)) is not None:
            return part
        end = q.core - 1 if q.unit == "ratio" else q.first - 1
        named = self._before(i, end)
        if named is None or named.value is None:
            if q.unit == "ratio" and previous:
                return carried(previous)
            if q.measure and (of := self._survival(i)):
                return of
        if named is not None and not self._only_leads(i, named):
            return named
        if previous is not None and (
            goes_on(layout, self.mentions, i) or anaphoric(layout, end) is not None
        ):
            return carried(previous)
        return self._behind(i, end) or named or (carried(previous) if previous else None)

    def _certain(self, i: int) -> Attachment | None:
        """What a frame of its own says: a cause of death, participant flow, a predicate."""
        layout, q = self.layout, self.layout.values[i]
        deaths = share_of_deaths(layout.parsed, q, self.lexicon)
        if deaths is not None:
            return Attachment(rules.SHARE_OF_DEATHS, deaths)
        if layout.word(q.first) == "no" and q.noun is None and q.value == "0":
            return self._none_of(q)
        if (people := self._people(i)) is not None:
            return people
        if (m := self._right_after(q)) is not None:
            return self.names.of(m, rules.AFTER)
        previous = self._previous(i)
        if previous is not None and own_frames.did_so(layout, q):
            return carried(previous)
        if predicates.is_subject(layout, i):
            return self.names.at(predicates.predicate(layout, i), rules.PREDICATE)
        counted = own_frames.counted_event(layout, q)
        if counted is not None:
            return self.names.at(counted, rules.AFTER)
        return self._for(q) if q.unit == "ratio" else None

    def _none_of(self, q: Quantity) -> Attachment | None:
        """What nobody had: `No serious bleeding was reported`."""
        ends = range(q.last + 1, self.layout.clause_end(q.core) + 1)
        verb = next((k for k in ends if self.layout.word(k) in ("was", "were", "occurred")), None)
        if verb is None:
            return None
        return self.names.at(phrases.before(self.layout, q.last + 1, verb - 1), rules.AFTER)

    def _people(self, i: int) -> Attachment | None:
        """Who took part, or what a frame right behind the value names."""
        layout, q = self.layout, self.layout.values[i]
        people = q.unit in ("patients", None) and q.numerator is None
        part = taking_part(layout, q) if people else None
        if part is not None and opens_with(layout, q):
            return participants(layout, q, part)
        previous = self.given.get(i - 1)
        if people and (found := flow(layout, self.lexicon, self.mentions, i, previous)):
            return found
        if own_frames.before_follow_up(layout, q):
            return unknown(rules.AFTER, "follow-up")
        behind = own_frames.named_behind(layout, q)
        if behind is not None:
            return self.names.at(behind, rules.AFTER)
        return participants(layout, q, part) if part is not None else None

    def _part(self, i: int, previous: Attachment | None) -> Attachment | None:
        """The endpoint of a value that is set beside the one before, or is a part of it."""
        layout, q = self.layout, self.layout.values[i]
        shared = layout.shared_out(i)
        if shared and layout.word(q.last + 1) == "for":
            reason = phrases.after(layout, q.last + 2)
            if reason is not None:
                return self.names.at(reason, rules.AFTER)
        if previous is None:
            return None
        beside = parallel(layout, i) or set_against(layout, self.mentions, i, previous)
        return carried(previous) if beside or shared else None

    def _before(self, i: int, end: int) -> Attachment | None:
        """The endpoint that the noun phrase between the value before and this one names."""
        layout, q = self.layout, self.layout.values[i]
        start = layout.values[i - 1].last + 1 if i else 0
        start = max(start, layout.clause_start(q.core))
        if i and only_adjunct(layout, self.mentions, start, end):
            return None
        if i and (subject := phrases.resumed(layout, start, end)) is not None:
            return self.names.at(subject, rules.SUBJECT)
        if self._points_back(q, end):
            return None
        found = phrases.before(layout, start, end)
        counted = i and layout.values[i - 1].unit is None and found is not None
        if counted and found is not None and found.first == layout.values[i - 1].last + 1:
            return None  # 22 hips and 39 after …: what the value before counts
        changed = self._changed(q, start, end)
        if changed is not None:
            return self._who_changed(i, found, changed)
        return self.names.at(found, rules.SUBJECT)

    def _points_back(self, q: Quantity, end: int) -> bool:
        """Whether the words around a value point to an endpoint named before: `the difference`."""
        if self.before and own_frames.names_change(self.layout, q):
            return True
        k = anaphoric(self.layout, end)
        if k is None or not (self.given or self.before):
            return False
        lead = k - 1 - (self.layout.word(k - 1) in _OF_DIFFERENCES)
        return self.layout.word(lead) in _DEFINITE

    def _changed(self, q: Quantity, start: int, end: int) -> str | None:
        """The verb of a change that is counted in people: `doses increased in 3 patients`."""
        layout = self.layout
        people = q.noun is not None or q.numerator is not None or q.statistic == "proportion"
        if not people or layout.word(end) not in ("in", "for"):
            return None
        span = layout.lowers[start : end + 1]
        verb = next((w for w in reversed(span) if w in _CHANGED), None)
        return verb if not set(span) & phrases.COPULAS else None

    def _who_changed(self, i: int, found: Phrase | None, changed: str) -> Attachment | None:
        """What changed, with the verb of its change; a further verb is of the same thing."""
        previous = self._previous(i)
        said = previous.text.split() if previous is not None else []
        if found is None and not (said and said[-1] in _CHANGED):
            return None
        base = found.text if found is not None else " ".join(said[:-1])
        return unknown(rules.SUBJECT, f"{base} {changed}")

    def _behind(self, i: int, end: int) -> Attachment | None:
        """The endpoint behind a value; a difference rather has that of the sentence before."""
        q, after = self.layout.values[i], self._after(i)
        weak = after is None or after.value is None
        back = own_frames.names_change(self.layout, q) or anaphoric(self.layout, end) is not None
        if weak and (back or q.unit == "ratio" or q.statistic == "difference"):
            return self._from_sentence_before(i) or after
        return after

    def _previous(self, i: int) -> Attachment | None:
        """What a value may go on with: the endpoint before it, for a result no participant flow."""
        for j in range(i - 1, -1, -1):
            before = self.given.get(j)
            accrual = before is not None and family_of(before.value or "") == "accrual"
            if before is not None and not (accrual and self.layout.values[i].statistic != "count"):
                return before
        return None

    def _right_after(self, q: Quantity) -> Mention | None:
        """An endpoint right after a value: `36.6% infections`, `with 29% attaining remission`."""
        if q.unit != "%" or self.layout.word(q.first - 1) in _OF:
            return None
        for m in self.mentions:
            gap = range(q.last + 1, m.first)
            if 0 <= len(gap) <= 4 and m.first > q.last and all(
                self.layout.scheme.get(k) == "time" or self.layout.word(k) in _GETTING for k in gap
            ):  # fmt: skip
                return m
        return None

    def _for(self, q: Quantity) -> Attachment | None:
        """The endpoint of a ratio in `0.78 (0.52-1.16) for EFS`."""
        near = range(q.last + 1, min(q.last + _REACH, len(self.layout.lowers)))
        lead = next((k for k in near if self.layout.word(k) in ("for", ")", "and")), None)
        while lead is not None and self.layout.word(lead) == ")":
            lead += 1
        if lead is None or self.layout.word(lead) != "for":
            return None
        m = next((m for m in self.mentions if lead < m.first <= lead + 3), None)
        return self.names.of(m, rules.AFTER) if m else None

    def _survival(self, i: int) -> Attachment | None:
        """The endpoint whose times are compared, where brackets name only the people."""
        q = self.layout.values[i]
        if self.layout.joint(i) == "vs" and i - 1 in self.given:
            return carried(self.given[i - 1])
        if self.layout.bracket(q.first) is None:
            return None
        times = [
            m for m in self.mentions if m.last < q.first and family_of(m.name) == "time-to-event"
        ]
        return self.names.of(times[-1], rules.SUBJECT) if times else None

    def _only_leads(self, i: int, named: Attachment) -> bool:
        """Whether an unknown phrase stands before a value that an endpoint follows directly."""
        if named.value is not None:
            return False
        q = self.layout.values[i]
        end = self.layout.values[i + 1].first if i + 1 < len(self.layout.values) else q.last + 9
        return any(
            q.last < m.first <= min(end, q.last + 4)
            and not self._has_value(m, end)
            and "," not in self.layout.lowers[q.last + 1 : m.first]
            for m in self.mentions
        )

    def _has_value(self, m: Mention, end: int) -> bool:
        """Whether an endpoint is directly followed by a value of its own."""
        return any(
            (0 < q.first - m.last <= 3 and q.first == end) or q.first - m.last == 1
            for q in self.layout.values
        )

    def _after(self, i: int) -> Attachment | None:
        """The endpoint in the words after a value, up to the next one."""
        q, values = self.layout.values[i], self.layout.values
        last = i + 1 == len(values)
        stop = self.layout.clause_end(q.core)
        stop = stop if last else min(stop, values[i + 1].first - 1)
        for m in self.mentions:
            if q.last < m.first <= min(stop, q.last + _REACH):
                return self.names.of(m, rules.AFTER)
        if q.unit is None or (q.unit == "patients" and q.numerator is None and not last):
            return None
        return self.names.at(predicates.predicate(self.layout, i), rules.AFTER)

    # what the sentence before was about, and what the next value is of

    def _led_to(self) -> None:
        """Give a value without an endpoint that of the value after it, in one list."""
        values = self.layout.values
        for i in range(len(values) - 2, -1, -1):
            following = self.given.get(i + 1)
            joined = i not in self.given and self.layout.joint(i + 1) is not None
            units = values[i].unit, values[i + 1].unit
            if following and joined and (units[0] == units[1] or None in units):
                self.given[i] = Attachment(
                    rules.LED_TO, following.value, following.text, following.doubt
                )

    def _from_sentence_before(self, i: int) -> Attachment | None:
        """The endpoint of the sentence before, for `these values`, `the rates`, a bare ratio."""
        q = self.layout.values[i]
        if not self.before or (q.unit in (None, "patients", "time") and q.numerator is None):
            return None
        count = len(self.layout.values)
        listed = self.before if len(self.before) == count and count > 1 else self.before[-1:]
        chosen = listed[i if len(listed) > 1 else 0]
        if family_of(chosen.value or "") == "accrual" and q.statistic != "count":
            return None
        doubt = chosen.doubt or "the endpoint is that of the sentence before"
        return Attachment(rules.SENTENCE_BEFORE, chosen.value, chosen.text, doubt)


def _mentions(layout: Layout) -> list[Mention]:
    """The endpoints of a sentence that are no part of a value and do not name its people."""
    inside = {
        k
        for q in layout.values
        for k in range(q.core if q.unit == "ratio" else q.first, q.last + 1)
    }
    return [
        m for m in endpoints(layout.parsed)
        if m.first not in inside
        and not (layout.scheme.get(m.first) == "cohort" and layout.word(m.first - 1) == "among")
    ]  # fmt: skip
