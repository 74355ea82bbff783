"""The endpoint of each value: listed in order, subject, predicate, or that of the value before."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract import phrases, rules
from ingest.extract.endpoints import endpoints, meant, share_of_deaths
from ingest.extract.layout import LINKING, Layout
from ingest.extract.phrases import Phrase
from ingest.extract.rules import Attachment, Rule
from ingest.language.doubts import NO_CONCEPT
from ingest.language.lexicon import Lexicon
from ingest.language.mention import Mention
from ingest.language.mentions import family_of
from ingest.language.numbers import PEOPLE, Quantity
from ingest.language.tokens import wordset
from ingest.language.words import words

_UNKNOWN = {
    rules.SUBJECT: rules.UNKNOWN_SUBJECT, rules.PREDICATE: rules.UNKNOWN_PREDICATE,
    rules.AFTER: rules.UNKNOWN_AFTER,
}  # fmt: skip
_NEUTRAL = words("neutral")
_PEOPLE_COUNTED = "enrolled"
_GETTING = wordset("attaining achieving developing having reaching experiencing a of patient")
_OF = wordset("of was were is are in at")
_ANAPHORA = words("anaphora")
_ALLOCATED = words("allocated")
_STUDIES = words("study_nouns")
_ADDING = (":", "and", ",")
_VERBS = words("verbs")
_DEFINITE = ("the", "these", "those", "corresponding", "this", "that")
_LIST_JOIN = words("endpoint_joining")


class EndpointFrames:
    """The endpoints of one sentence's values; `before` are those of the sentence before."""

    def __init__(
        self, layout: Layout, lexicon: Lexicon, earlier: Sequence[str],
        before: Sequence[Attachment],
    ) -> None:  # fmt: skip
        self.layout, self.lexicon, self.earlier, self.before = layout, lexicon, earlier, before
        self.parsed = layout.parsed
        inside = {
            k
            for q in layout.values
            for k in range(q.core if q.unit == "ratio" else q.first, q.last + 1)
        }
        self.mentions = [
            m for m in endpoints(layout.parsed)
            if m.first not in inside
            and not (layout.scheme.get(m.first) == "cohort" and layout.word(m.first - 1) == "among")
        ]  # fmt: skip
        self.given: dict[int, Attachment] = {}

    def attach(self) -> dict[int, Attachment]:
        """The endpoint of each value that has one, by the index of the value."""
        self._listed()
        for i in range(len(self.layout.values)):
            if i not in self.given:
                attachment = self._of_value(i)
                if attachment is not None:
                    self.given[i] = attachment
        self._led_to()
        for i, q in enumerate(self.layout.values):
            if i not in self.given:
                rest = self._from_sentence_before(i) or self._participants(q)
                if rest is not None:
                    self.given[i] = rest
        return self.given

    # lists

    def _listed(self) -> None:
        """Pair values with the endpoints listed before them: `PFS and OS were 2.8 and 13.2`."""
        values = self.layout.values
        self._listed_phrases()
        for listed in self._mention_lists():
            end = listed[-1].last
            following = [
                i for i, q in enumerate(values)
                if q.first > end and self.layout.clause[q.core] == self.layout.clause[end]
            ]  # fmt: skip
            own = {
                i
                for i in following
                for m in self.mentions
                if listed[-1].last < m.first < values[i].first
            }
            following = [i for i in following if i not in own and values[i].unit is not None]
            if not following or following[0] in self.given or len(following) % len(listed):
                continue
            if following[0] and values[following[0] - 1].last > listed[0].first:
                continue  # each has its value beside it
            if self._describes(listed, values[following[0]]):
                continue
            width = len(following) // len(listed)
            blocks = width > 1 and self.layout.joint(following[1]) == "vs"
            for n, i in enumerate(following):
                m = listed[n // width if blocks else n % len(listed)]
                self._settle(i, m, rules.LISTED_ENDPOINT)

    def _listed_phrases(self) -> None:
        """Pair values with the noun phrases listed before the verb, where it says respectively."""
        values = self.layout.values
        if "respectively" not in self.layout.lowers or len(values) < 2:
            return
        start = self.layout.clause_start(values[0].first)
        verb = next(
            (k for k in range(start, values[0].first) if self.layout.word(k) in _VERBS), None
        )
        items = self._items(start, verb - 1) if verb is not None else []
        if len(items) < 2 or len(values) % len(items):
            return
        for i in range(len(values)):
            attachment = self._at(items[i % len(items)], rules.SUBJECT)
            if attachment is not None:
                self.given[i] = replace(attachment, rule=rules.LISTED_ENDPOINT)

    def _items(self, first: int, last: int) -> list[Phrase]:
        """The noun phrases between commas and `and` in a span; none if one names nothing."""
        parts: list[list[int]] = [[]]
        for k in self.layout.outside_brackets(first, last):
            if self.layout.word(k) in (",", "and"):
                parts.append([])
            else:
                parts[-1].append(k)
        found = [phrases.phrase(self.layout, part) for part in parts if part]
        named = [one for one in found if one is not None]
        return named if len(named) == len(found) else []

    def _describes(self, listed: Sequence[Mention], q: Quantity) -> bool:
        """Whether a list is far from the value, with another noun phrase between the two."""
        found = phrases.before(self.layout, listed[-1].last + 1, q.first - 1)
        return found is not None

    def _mention_lists(self) -> list[list[Mention]]:
        """The endpoints that are joined to each other by commas, `and` and `or`."""
        lists: list[list[Mention]] = []
        for m in self.mentions:
            last = lists[-1][-1] if lists else None
            gap = self.layout.outside_brackets(last.last + 1, m.first - 1) if last else []
            if last is not None and m.name != last.name and all(
                self.layout.word(k) in _LIST_JOIN or k in self.layout.scheme for k in gap
            ):  # fmt: skip
                lists[-1].append(m)
            else:
                lists.append([m])
        joined = [one for one in lists if len(one) > 1]
        return [one for one in joined if self.layout.word(one[-1].first - 1) != "or"]

    def _settle(self, i: int, m: Mention, rule: Rule) -> None:
        attachment = meant(self.parsed, m, rule, self.lexicon, self.earlier)
        if attachment is not None:
            self.given.setdefault(i, attachment)

    # one value

    def _of_value(self, i: int) -> Attachment | None:
        q = self.layout.values[i]
        certain = self._certain(i)
        if certain is not None:
            return certain
        if not phrases.is_subject(self.layout, i) and self._shares_predicate(i):
            return None
        end = q.core - 1 if q.unit == "ratio" else q.first - 1
        named = self._before(i, end)
        previous = self._previous(i)
        if (named is None or named.value is None) and q.unit == "ratio" and previous:
            return self._carried(previous)
        if (named is None or named.value is None) and q.measure and (of := self._survival(i)):
            return of
        if named is not None and not self._only_leads(i, named):
            return named
        if previous is not None and (self._goes_on(i) or self._anaphoric(end)):
            return self._carried(previous)
        return self._behind(i, end) or named or (self._carried(previous) if previous else None)

    def _certain(self, i: int) -> Attachment | None:
        """What a frame of its own says: a cause of death, participant flow, a predicate."""
        q = self.layout.values[i]
        deaths = share_of_deaths(self.parsed, q, self.lexicon)
        if deaths is not None:
            return Attachment(rules.SHARE_OF_DEATHS, deaths)
        people = q.unit in ("patients", None) and q.numerator is None
        if people and (flow := self._flow(i)):
            return flow
        if (m := self._right_after(q)) is not None:
            return meant(self.parsed, m, rules.AFTER, self.lexicon, self.earlier)
        if phrases.is_subject(self.layout, i):
            return self._at(phrases.predicate(self.layout, i), rules.PREDICATE)
        return self._for(q) if q.unit == "ratio" else None

    def _before(self, i: int, end: int) -> Attachment | None:
        """The endpoint that the noun phrase between the value before and this one names."""
        start = self.layout.values[i - 1].last + 1 if i else 0
        start = max(start, self.layout.clause_start(self.layout.values[i].core))
        if self._anaphoric(end) and self.given | dict(enumerate(self.before)):
            k = next(k for k in range(end, -1, -1) if self.layout.word(k) in _ANAPHORA)
            if self.layout.word(k - 1) in _DEFINITE:
                return None
        return self._at(phrases.before(self.layout, start, end), rules.SUBJECT)

    def _behind(self, i: int, end: int) -> Attachment | None:
        """The endpoint behind a value; a difference rather has that of the sentence before."""
        q, after = self.layout.values[i], self._after(i)
        weak = after is None or after.value is None
        if weak and (self._anaphoric(end) or q.unit == "ratio" or q.statistic == "difference"):
            return self._from_sentence_before(i) or after
        return after

    def _previous(self, i: int) -> Attachment | None:
        """What a value may go on with: the endpoint before it, for a result no participant flow."""
        for j in range(i - 1, -1, -1):
            before = self.given.get(j)
            flow = before is not None and family_of(before.value or "") == "accrual"
            if before is not None and not (flow and self.layout.values[i].statistic != "count"):
                return before
        return None

    def _anaphoric(self, end: int) -> bool:
        """Whether a word such as `rate` or `difference` before a value points to what was named."""
        k = end
        while k > 0 and (self.layout.word(k) in LINKING or k in self.layout.scheme):
            k -= 1
        return k >= 0 and self.layout.word(k) in _ANAPHORA

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
        near = range(q.last + 1, min(q.last + 14, len(self.layout.lowers)))
        lead = next((k for k in near if self.layout.word(k) in ("for", ")", "and")), None)
        while lead is not None and self.layout.word(lead) == ")":
            lead += 1
        if lead is None or self.layout.word(lead) != "for":
            return None
        m = next((m for m in self.mentions if lead < m.first <= lead + 3), None)
        return meant(self.parsed, m, rules.AFTER, self.lexicon, self.earlier) if m else None

    def _shares_predicate(self, i: int) -> bool:
        """Whether a value is a subject beside the next: `37% of those on A and 26% on B were …`."""
        if i + 1 == len(self.layout.values) or self.layout.joint(i + 1) is None:
            return False
        q = self.layout.values[i]
        people = self.layout.word(q.last + 1) in ("of", *PEOPLE) or q.noun or q.numerator
        return bool(people) and phrases.opens(self.layout, i) and (
            phrases.is_subject(self.layout, i + 1) or self._shares_predicate(i + 1)
        )  # fmt: skip

    def _survival(self, i: int) -> Attachment | None:
        """The endpoint whose times are compared, where brackets name only the people."""
        q = self.layout.values[i]
        if self.layout.joint(i) == "vs" and i - 1 in self.given:
            return self._carried(self.given[i - 1])
        if self.layout.bracket(q.first) is None:
            return None
        times = [
            m for m in self.mentions if m.last < q.first and family_of(m.name) == "time-to-event"
        ]
        return meant(self.parsed, times[-1], rules.SUBJECT, self.lexicon, ()) if times else None

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

    def _goes_on(self, i: int) -> bool:
        """Whether nothing between a value and the one before it names anything else."""
        if self.layout.joint(i) is not None:
            return True
        start = self.layout.values[i - 1].last + 1
        q = self.layout.values[i]
        return q.unit == "ratio" or phrases.before(self.layout, start, q.first - 1) is None

    def _carried(self, previous: Attachment) -> Attachment:
        return Attachment(
            rules.CARRIED, previous.value, previous.text, previous.doubt,
            threshold=previous.threshold,
        )  # fmt: skip

    def _after(self, i: int) -> Attachment | None:
        """The endpoint in the words after a value, up to the next one."""
        q = self.layout.values[i]
        stop = self.layout.clause_end(q.core)
        if i + 1 < len(self.layout.values):
            stop = min(stop, self.layout.values[i + 1].first - 1)
        for m in self.mentions:
            if q.last < m.first <= min(stop, q.last + 14):
                return meant(self.parsed, m, rules.AFTER, self.lexicon, self.earlier)
        if q.unit is None or (
            q.unit == "patients" and q.numerator is None and i + 1 < len(self.layout.values)
        ):
            return None
        return self._at(phrases.predicate(self.layout, i), rules.AFTER)

    def _at(self, found: Phrase | None, rule: Rule) -> Attachment | None:
        """The endpoint that a phrase names: a concept if one covers it, else its words."""
        if found is None:
            return None
        within = [m for m in self.mentions if found.first <= m.last and m.first <= found.last]
        best = max(within, key=lambda m: (m.last - m.first, m.last), default=None)
        if best is not None and self._covers(best, found):
            attachment = meant(self.parsed, best, rule, self.lexicon, self.earlier)
            if attachment is not None:
                return attachment
        named = {self.layout.word(found.last), self.layout.word(found.last + 1)}
        if rule is rules.SUBJECT and named & _STUDIES:
            return None
        return Attachment(_UNKNOWN[rule], None, found.text, NO_CONCEPT)

    def _covers(self, m: Mention, found: Phrase) -> bool:
        """Whether an endpoint is what a phrase is about, and not one word of a narrower thing."""
        if m.threshold or family_of(m.name) not in ("adverse-events", "mortality"):
            return True
        others = [
            k for k in range(found.first, m.first)
            if self.parsed.tokens[k].kind == "word" and k not in self.layout.scheme
            and self.layout.word(k) not in _NEUTRAL | phrases.GENERIC | LINKING
        ]  # fmt: skip
        return len(others) <= m.last - m.first + 1

    # people, and what the sentence before was about

    def _flow(self, i: int) -> Attachment | None:
        """Participant flow: people randomised, enrolled, analysed, where no event is named."""
        q = self.layout.values[i]
        flows = [
            m for m in self.mentions
            if family_of(m.name) == "accrual"
            and self.layout.clause[m.first] == self.layout.clause[q.core]
        ]  # fmt: skip
        after = [m for m in flows if q.last < m.first <= q.last + 14]
        start = self.layout.values[i - 1].last if i else -1
        before = [m for m in flows if start < m.last < q.first]
        chosen = after[:1] or before[-1:]
        if chosen:
            rule = rules.AFTER if after else rules.SUBJECT
            return meant(self.parsed, chosen[0], rule, self.lexicon, ())
        if {self.layout.word(k) for k in range(q.first - 4, q.first)} & _ALLOCATED:
            return Attachment(rules.PARTICIPANTS, "randomised", doubt="people who were assigned")
        previous = self.given.get(i - 1)
        flowing = previous is not None and family_of(previous.value or "") == "accrual"
        told = self.layout.bracket(q.first) is not None or self.layout.word(q.first - 1) in _ADDING
        if previous is not None and flowing and told:
            return self._carried(previous)
        return None

    def _led_to(self) -> None:
        """Give a value without an endpoint that of the value after it, in one list."""
        for i in range(len(self.layout.values) - 2, -1, -1):
            following = self.given.get(i + 1)
            unnamed = i not in self.given
            if unnamed and following is not None and self.layout.joint(i + 1) is not None:
                if self.layout.values[i].unit in (self.layout.values[i + 1].unit, None):
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
        doubt = chosen.doubt or "the endpoint is that of the sentence before"
        return Attachment(rules.SENTENCE_BEFORE, chosen.value, chosen.text, doubt)

    def _participants(self, q: Quantity) -> Attachment | None:
        """Counted people without an event: they took part."""
        people = q.noun is not None or "size" in q.rules
        few = q.value is not None and float(q.value) < 10 and "size" not in q.rules
        if q.statistic != "count" or q.numerator is not None or not people or few:
            return None
        return Attachment(
            rules.PARTICIPANTS, _PEOPLE_COUNTED, "", "people counted without an event"
        )
