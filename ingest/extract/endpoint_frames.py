"""The endpoint of each value: listed in order, subject, predicate, or that of the value before."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

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

T = TypeVar("T")

_UNKNOWN = {
    rules.SUBJECT: rules.UNKNOWN_SUBJECT, rules.PREDICATE: rules.UNKNOWN_PREDICATE,
    rules.AFTER: rules.UNKNOWN_AFTER,
}  # fmt: skip
_NEUTRAL = words("neutral")
_PEOPLE_COUNTED = "enrolled"
_PEOPLE_ANALYSED = "analysed"
_GETTING = wordset("attaining achieving developing having reaching experiencing a of patient")
_OF = wordset("of was were is are in at")
_ANAPHORA = words("anaphora")
_ALLOCATED = words("allocated")
_STUDIES = words("study_nouns")
_ADDING = (":", "and", ",")
_VERBS = words("verbs")
_DEFINITE = ("the", "these", "those", "corresponding", "this", "that")
_LIST_JOIN = words("endpoint_joining")
_OF_DIFFERENCES = frozenset(("absolute", "relative", "risk", "mean", "corresponding", "pooled"))
_RATES = frozenset(("rate", "rates", "incidence", "prevalence", "probability", "risk"))
_CHANGES = words("shrinking") | words("growing")
_DEEDS = words("we_did") | words("trial_verbs") - {"was"}
_COPULAS = frozenset(("was", "were", "is", "are", "been"))
_CHANGED = frozenset(("increased", "decreased", "improved", "worsened", "remained", "resolved", "rose",
                      "fell", "progressed", "persisted", "recurred", "declined", "deteriorated"))
_CASES = frozenset(("case", "episode", "event", "instance"))
_VERBS_OF_ENTRY = words("entry_verbs")
_LENGTHS = frozenset(("time", "duration", "onset", "interval", "length", "without", "as"))
_APART = frozenset(("without", "after", "before", "despite"))
_NARROWING = words("narrowing")
_ADJUNCT = frozenset(("in", "with", "for", "among", "on", "of", "by", "after", "to"))


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
            for i, m in zip(following, self._in_order(listed, following), strict=True):
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
        for i, item in enumerate(self._in_order(items, range(len(values)))):
            attachment = self._at(item, rules.SUBJECT)
            if attachment is not None:
                self.given[i] = replace(attachment, rule=rules.LISTED_ENDPOINT)

    def _in_order(self, items: Sequence[T], indices: Sequence[int]) -> list[T]:
        """The item of each value, of a list whose items come in turn or, in pairs, in blocks."""
        width = len(indices) // len(items)
        blocks = width > 1 and self.layout.joint(indices[1]) == "vs"
        return [items[n // width if blocks else n % len(items)] for n in range(len(indices))]

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
                self.layout.word(k) in _LIST_JOIN | {")"} or k in self.layout.scheme for k in gap
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
        previous = self._previous(i)
        if self.layout.shared_out(i) and self.layout.word(q.last + 1) == "for":
            if (reason := phrases.after(self.layout, q.last + 2)) is not None:
                return self._at(reason, rules.AFTER)
        if previous is not None and (
            self._parallel(i) or self._set_against(i, previous) or self.layout.shared_out(i)
        ):
            return self._carried(previous)
        named = self._before(i, end)
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
        if people and self._opens_with(q) and (part := self._taking_part(q)) is not None:
            return self._participants(q, part)
        if people and not self._has_own_verb(i) and (flow := self._flow(i)):
            return flow
        if q.measure is not None and self._before_follow_up(q):
            return Attachment(rules.UNKNOWN_AFTER, None, "follow-up", NO_CONCEPT)
        own = self._per_time(q) or self._case_of(q) or self._likely(q) or self._rate_of_its_own(q)
        if own is not None:
            return self._at(own, rules.AFTER)
        if people and (part := self._taking_part(q)) is not None:
            return self._participants(q, part)
        if (m := self._right_after(q)) is not None:
            return meant(self.parsed, m, rules.AFTER, self.lexicon, self.earlier)
        if self._did_so(q) and (previous := self._previous(i)) is not None:
            return self._carried(previous)
        if phrases.is_subject(self.layout, i):
            return self._at(phrases.predicate(self.layout, i), rules.PREDICATE)
        return self._for(q) if q.unit == "ratio" else None

    def _before(self, i: int, end: int) -> Attachment | None:
        """The endpoint that the noun phrase between the value before and this one names."""
        start = self.layout.values[i - 1].last + 1 if i else 0
        start = max(start, self.layout.clause_start(self.layout.values[i].core))
        if i and self._only_adjunct(start, end):
            return None
        if i and (subject := phrases.resumed(self.layout, start, end)) is not None:
            return self._at(subject, rules.SUBJECT)
        if self._anaphoric(end) and self.given | dict(enumerate(self.before)):
            k = next(k for k in range(end, -1, -1) if self.layout.word(k) in _ANAPHORA)
            lead = k - 1 - (self.layout.word(k - 1) in _OF_DIFFERENCES)
            if self.layout.word(lead) in _DEFINITE:
                return None
        if self.before and self._names_change(i):
            return None
        found = phrases.before(self.layout, start, end)
        if found is not None and i and self._counted_noun(found, i):
            return None
        changed = self._changed(i, start, end)
        if changed is not None:
            return self._who_changed(i, found, changed)
        return self._at(found, rules.SUBJECT)

    def _changed(self, i: int, start: int, end: int) -> str | None:
        """The verb of a change that is counted in people: `doses increased in 3 patients`."""
        q, layout = self.layout.values[i], self.layout
        people = q.noun is not None or q.numerator is not None or q.statistic == "proportion"
        if not people or layout.word(end) not in ("in", "for"):
            return None
        span = layout.lowers[start : end + 1]
        verb = next((w for w in reversed(span) if w in _CHANGED), None)
        return verb if verb is not None and not set(span) & _COPULAS else None

    def _who_changed(self, i: int, found: Phrase | None, changed: str) -> Attachment | None:
        previous = self._previous(i)
        base = found.text if found is not None else None
        if base is None and previous is not None and previous.text.split()[-1:]:
            words_before = previous.text.split()
            base = " ".join(words_before[:-1]) if words_before[-1] in _CHANGED else None
        if base is None:
            return None
        return Attachment(rules.UNKNOWN_SUBJECT, None, f"{base} {changed}", NO_CONCEPT)

    def _counted_noun(self, found: Phrase, i: int) -> bool:
        """Whether a phrase is what the value before counts: `22 hips and 39 after …`."""
        before = self.layout.values[i - 1]
        return before.unit is None and found.first == before.last + 1

    def _names_change(self, i: int) -> bool:
        """Whether a value is only called a change: `the 20% reduction that they announce`."""
        k = self.layout.values[i].last + 1
        return self.layout.word(k) in _CHANGES and self.layout.word(k + 1) not in ("in", "of")

    def _set_against(self, i: int, previous: Attachment) -> bool:
        """Whether a value is set against the one before, and nothing else is named between."""
        here, last = self.layout.values[i], self.layout.values[i - 1].last
        names = {m.name for m in self.mentions if last < m.first < here.first}
        return self.layout.set_against(i) and (not names or previous.value in names)

    def _only_adjunct(self, start: int, end: int) -> bool:
        """Whether only an adjunct of the value before stands between: `34 in one, and 24 in …`."""
        layout = self.layout
        while start <= end and layout.word(start) in (")", "]", ",", "%"):
            start += 1
        span = layout.lowers[start : end + 1]
        if not span or span[0] not in _ADJUNCT:
            return False
        if any(start <= m.first <= end for m in self.mentions):
            return False
        against = {"vs", "versus", "than"} & set(span) or "compared" in span
        last = max((k for k, w in enumerate(span) if w in ("and", ",", "or", "(")), default=None)
        rest = span[last + 1 :] if last is not None else []
        joined = last is not None and set(rest) <= LINKING | _ANAPHORA | _VERBS
        return joined or (bool(against) and not set(span) & _VERBS)

    def _behind(self, i: int, end: int) -> Attachment | None:
        """The endpoint behind a value; a difference rather has that of the sentence before."""
        q, after = self.layout.values[i], self._after(i)
        weak = after is None or after.value is None
        if weak and (self._names_change(i) or self._anaphoric(end) or q.unit == "ratio" or q.statistic == "difference"):
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

    def _before_follow_up(self, q: Quantity) -> bool:
        """Whether a length of time is one of follow-up: `at 40 months' median follow-up`."""
        behind = self.layout.lowers[q.last + 1 : q.last + 5]
        return "follow" in behind and bool({"median", "mean"} & set(behind))

    def _opens_with(self, q: Quantity) -> bool:
        """Whether a clause begins with people: `Of 231 eligible adults, 195 were randomised`."""
        k = q.first - 1
        return self.layout.word(k) in ("of", "among", "in") and k == self.layout.clause_start(k)

    def _has_own_verb(self, i: int) -> bool:
        """Whether counted people have a verb of their own and nothing of participant flow in it."""
        verb = phrases.verb(self.layout, i) if phrases.is_subject(self.layout, i) else None
        if verb is None:
            return False
        found = phrases.predicate(self.layout, i)
        last = found.last if found is not None else verb
        return not any(
            verb <= m.first <= last and family_of(m.name) == "accrual" for m in self.mentions
        ) and not _ALLOCATED & set(self.layout.lowers[verb : last + 1])

    def _did_so(self, q: Quantity) -> bool:
        """Whether people did what those before did: `whereas eleven (6.9%) did so`."""
        behind = self.layout.lowers[q.last + 1 : q.last + 5]
        return any(pair == ("did", "so") for pair in pairwise(behind))

    def _case_of(self, q: Quantity) -> Phrase | None:
        """The event in `one case of bowel perforation in a man`, `and, in two cases, stroke`."""
        k = q.last + 1
        if self.layout.word(k) in _CASES and self.layout.word(q.first - 1) == "in":
            apart = self.layout.word(q.first - 2) in (",", "and")
            behind = k + 1 + (self.layout.word(k + 1) == ",")
            return phrases.after(self.layout, behind) if apart else None
        if self.layout.word(k) not in _CASES or self.layout.word(k + 1) != "of":
            return None
        return phrases.after(self.layout, k + 2)

    def _per_time(self, q: Quantity) -> Phrase | None:
        """The events in `0.30 vs 0.16 hypoglycaemic events per patient-year`."""
        if q.statistic != "rate":
            return None
        near = range(q.last + 1, min(q.last + 9, len(self.layout.lowers)))
        per = next((k for k in near if self.layout.word(k) == "per"), q.last)
        numbers = [k for k in near if k < per and self.parsed.tokens[k].kind == "number"]
        first = numbers[-1] + 1 if numbers else q.last + 1
        found = phrases.phrase(self.layout, list(range(first, per)))
        return found if found and self.layout.word(found.first) not in _CASES else None

    def _rate_of_its_own(self, q: Quantity) -> Phrase | None:
        """What a share stands before in `a 12% complication rate`, `a 20% reduction in stroke`."""
        if q.unit != "%" or q.numerator is not None:
            return None
        for k in range(q.last + 1, q.last + 6):
            word = self.layout.word(k)
            if word in _RATES and k > q.last + 1:
                return phrases.phrase(self.layout, list(range(q.last + 1, k)))
            if word in _CHANGES and self.layout.word(k + 1) in ("in", "of"):
                return phrases.after(self.layout, k + 2)
            if self.layout.parsed.tokens[min(k, len(self.layout.lowers) - 1)].kind != "word":
                return None
        return None

    def _likely(self, q: Quantity) -> Phrase | None:
        """What is likelier in `52% more likely to heal`."""
        span = self.layout.lowers[q.last + 1 : q.last + 6]
        if q.unit != "%" or "likely" not in span or not {"more", "less"} & set(span):
            return None
        return phrases.after(self.layout, q.last + 2 + span.index("likely"))

    def _taking_part(self, q: Quantity) -> str | None:
        """What counted people of a study did: entered it, or were analysed: `In 30 adults, …`."""
        if q.noun is None or q.numerator is not None or q.statistic != "count":
            return None
        layout, k = self.layout, q.first - 1
        lead, before = layout.word(k), layout.word(k - 1)
        listed = lead == "and" and _VERBS_OF_ENTRY & set(layout.lowers[max(0, k - 5) : k])
        if listed or (
            lead in _VERBS_OF_ENTRY and before not in (",", "and", "", "were", "was")
        ):
            return _PEOPLE_COUNTED
        if "size" in q.rules and layout.scheme.get(k - 1) in ("study", "registration"):
            return _PEOPLE_COUNTED
        if lead not in ("in", "on", "among", "with", "of", "from"):
            return None
        opens = k == layout.clause_start(k) or before in (",", ";")
        if lead == "of" and opens:
            return _PEOPLE_COUNTED
        apart = opens or before in _STUDIES | {"out"} or lead in ("on", "among")
        return _PEOPLE_ANALYSED if apart or self._acted_on(q) else None

    def _acted_on(self, q: Quantity) -> bool:
        """Whether people are those in whom a study did something: `they tested zorimab in 40`."""
        start = self.layout.clause_start(q.first)
        said = set(self.layout.lowers[start : q.first])
        return bool(said & _DEEDS) and not said & (_VERBS - _DEEDS)

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
        return phrases.opens(self.layout, i) and (
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
        if self.layout.joint(i) is not None or self._parallel(i):
            return True
        start = self.layout.values[i - 1].last + 1
        q = self.layout.values[i]
        if self._only_adjunct(start, q.first - 1):
            return True
        return q.unit == "ratio" or phrases.before(self.layout, start, q.first - 1) is None

    def _parallel(self, i: int) -> bool:
        """Whether a value repeats the preposition of the one before: `in 9 who …, and in 3 who …`."""
        here, before = (self.layout.values[j].first for j in (i, i - 1))
        lead = self.layout.word(here - 1)
        joined = self.layout.word(here - 2) in ("and", "or", ",", "vs", "versus", "with", "to")
        spanned = lead == "to" and self.layout.word(before - 1) == "from"
        return spanned or (joined and lead in _ADJUNCT and lead == self.layout.word(before - 1))

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
        family = family_of(m.name)
        named = [
            k for k in range(found.first, m.first)
            if self.parsed.tokens[k].kind == "word" and k not in self.layout.scheme
            and self.layout.word(k) not in _NEUTRAL | phrases.GENERIC | LINKING | PEOPLE
        ]  # fmt: skip
        if family == "accrual":
            return not named or self.layout.word(m.first) in _ALLOCATED
        if m.threshold or family not in ("adverse-events", "mortality"):
            before = {self.layout.word(k) for k in range(found.first, m.first)}
            return not before & (_LENGTHS | (_NARROWING if family == "response" else _APART))
        return len(named) <= m.last - m.first + 1

    # people, and what the sentence before was about

    def _flow(self, i: int) -> Attachment | None:
        """Participant flow: people randomised, enrolled, analysed, where no event is named."""
        q = self.layout.values[i]
        flows = [
            m for m in self.mentions
            if family_of(m.name) == "accrual"
            and self.layout.clause[m.first] == self.layout.clause[q.core]
        ]  # fmt: skip
        after = [m for m in flows if q.last < m.first <= q.last + 22]
        start = self.layout.values[i - 1].last if i else -1
        before = [m for m in flows if start < m.last < q.first]
        chosen = after[:1] or before[-1:]
        if chosen:
            rule = rules.AFTER if after else rules.SUBJECT
            return meant(self.parsed, chosen[0], rule, self.lexicon, ())
        near = {self.layout.word(k) for k in (*range(q.first - 4, q.first), q.last + 2, q.last + 3)}
        if near & _ALLOCATED:
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
        if family_of(chosen.value or "") == "accrual" and q.statistic != "count":
            return None
        doubt = chosen.doubt or "the endpoint is that of the sentence before"
        return Attachment(rules.SENTENCE_BEFORE, chosen.value, chosen.text, doubt)

    def _participants(self, q: Quantity, counted: str = _PEOPLE_COUNTED) -> Attachment | None:
        """Counted people without an event: they took part."""
        if q.statistic != "count" or q.numerator is not None:
            return None
        size = "size" in q.rules
        if not (size or (q.noun is not None and len(q.value or "") > 1)):
            return None
        within = [
            m.name for m in self.parsed.of("endpoint")
            if 0 < m.first - q.last < 5 and family_of(m.name) == "accrual"
            and self.layout.word(m.last + 1) in PEOPLE | {","}
        ]  # fmt: skip
        counted = within[0] if within else counted
        return Attachment(rules.PARTICIPANTS, counted, "", "people counted without an event")
