"""A sentence as its values divide it: clauses, what joins two values, what stands before each."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from ingest.extract.reading import ParsedSentence
from ingest.extract.rules import Attachment, Rule
from ingest.language.mention import Mention
from ingest.language.numbers import PEOPLE, Quantity
from ingest.language.words import words

LINKING = words("linking")
"""Words between what is measured and its value."""
_JOINING = words("joining")
_GROUP_LEADS = frozenset(("in", "with", "of", "on", "for", "among"))
_PARTED = frozenset((",", "and", ":", ";", "("))
_PART_LEADS = frozenset(("in", "to", "with", "on", "for", "received"))
AGAINST = frozenset(("vs", "versus", "v", "against", "compared", "than", "over"))
_TURNS = frozenset(("while", "whereas", "but"))
SILENT = (
    "arm",
    "drug",
    "regimen",
    "time",
    "population",
    "study",
    "registration",
    "cohort",
    "phase",
)


class Layout:
    """The values of a sentence and the tokens around them."""

    def __init__(
        self, parsed: ParsedSentence, values: Sequence[Quantity], cohorts: Sequence[Mention]
    ) -> None:
        self.parsed, self.values = parsed, list(values)
        self.lowers = [t.norm.lower() for t in parsed.tokens]
        self.scheme: dict[int, str] = {}
        for m in (*cohorts, *parsed.mentions):
            if m.scheme in (*SILENT, "grade", "grades"):
                for k in range(m.first, m.last + 1):
                    self.scheme.setdefault(k, m.scheme)

    @cached_property
    def clause(self) -> list[int]:
        """The number of the clause of each token."""
        numbers, clause = [], 0
        for k, word in enumerate(self.lowers):
            if (word == ";" and not self.parsed.depths[k]) or (
                word in _TURNS
                and k
                and self.lowers[k - 1] in (",", ")", "%", ";")
                and not (word == "but" and self.word(k + 1) in ("only", "in"))
            ):
                clause += 1
            numbers.append(clause)
        return numbers

    @cached_property
    def spans(self) -> frozenset[int]:
        """The numbers of lengths of time that are neither a value nor the time of one."""
        return frozenset(
            q.core for q in self.parsed.quantities
            if q.unit == "time" and q.core not in self.scheme
        )  # fmt: skip

    def of_arm(self, m: Mention, rule: Rule, doubt: str | None = None) -> Attachment:
        """The attachment of an arm, with the terms of the vocabularies in its name."""
        terms = tuple(
            (d.scheme, d.name) for d in self.parsed.of("drug", "regimen")
            if m.first <= d.first and d.last <= m.last
        )  # fmt: skip
        return Attachment(rule, m.text, m.text, doubt or m.doubt, terms)

    def word(self, k: int) -> str:
        return self.lowers[k] if 0 <= k < len(self.lowers) else ""

    def clause_start(self, k: int) -> int:
        clause = self.clause[k]
        while k and self.clause[k - 1] == clause:
            k -= 1
        return k

    def clause_end(self, k: int) -> int:
        """The last token of the clause of a token."""
        clause = self.clause[k]
        while k + 1 < len(self.lowers) and self.clause[k + 1] == clause:
            k += 1
        return k

    def opening(self, k: int) -> int | None:
        """The bracket that the closing bracket at `k` closes."""
        depth = 0
        for j in range(k, -1, -1):
            depth += (self.lowers[j] in (")", "]")) - (self.lowers[j] in ("(", "["))
            if depth == 0:
                return j
        return None

    def outside_brackets(self, first: int, last: int) -> list[int]:
        """The tokens of a span that are in no bracket which opens and closes within it."""
        kept: list[int] = []
        k = last
        while k >= first:
            if self.lowers[k] in (")", "]"):
                start = self.opening(k)
                if start is not None and start >= first:
                    k = start - 1
                    continue
            kept.append(k)
            k -= 1
        return kept[::-1]

    def between(self, i: int) -> list[int]:
        """The tokens between the value before and the value `i`, without whole brackets."""
        return self.outside_brackets(self.values[i - 1].last + 1, self.values[i].first - 1)

    def joint(self, i: int) -> str | None:
        """How a value is joined to the one before: `vs`, `and`, or None if something is between."""
        if i == 0 or self.clause[self.values[i].core] != self.clause[self.values[i - 1].core]:
            if i == 0 or self.word(self.values[i].first - 1) not in (";", "while", "whereas"):
                return None
        words_between = {
            self.lowers[k] for k in self.between(i)
            if k not in self.scheme and self.parsed.tokens[k].kind == "word"
        }  # fmt: skip
        if not words_between <= _JOINING | PEOPLE:
            return None
        signs = {self.lowers[k] for k in self.between(i)}
        return "vs" if words_between & AGAINST or signs & {"/"} else "and"

    def set_against(self, i: int) -> bool:
        """Whether a value is set against one before: `8 people …, compared with 5 in the other`."""
        q = self.values[i]
        alike = [v for v in self.values[:i] if _is_people(v) == (q.unit in (None, "patients"))]
        lead = {self.word(q.first - 1), self.word(q.first - 2)}
        against = lead & {"versus", "vs", "than", "against", "compared"}
        led = self.word(q.last + 1) in _GROUP_LEADS or q.noun is not None
        return bool(alike and against) and led

    def shared_out(self, i: int) -> bool:
        """Whether a bare number is a part of the people before: `…, 180 to A and 176 to B`."""
        q = self.values[i]
        counts = [v.value or "" for v in self.values[:i] if _is_people(v)]
        whole = [int(count) for count in counts if count.isdigit()]
        if q.unit is not None or q.value is None or not whole or int(q.value) > max(whole):
            return False
        return self.word(q.first - 1) in _PARTED and self.word(q.last + 1) in _PART_LEADS

    def aside(self, first: int, last: int) -> bool:
        """Whether a token stands in a bracket that opens behind another."""
        opened = self.bracket(last)
        return opened is not None and opened > first

    def bracket(self, k: int) -> int | None:
        """The innermost bracket that is open at a token."""
        depth = 0
        for j in range(k - 1, -1, -1):
            if self.lowers[j] in (")", "]"):
                depth += 1
            elif self.lowers[j] in ("(", "["):
                if not depth:
                    return j
                depth -= 1
        return None


def _is_people(q: Quantity) -> bool:
    return q.unit in (None, "patients")


def distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions without those that repeat the name before them."""
    kept: list[Mention] = []
    for m in mentions:
        if not kept or kept[-1].name != m.name:
            kept.append(m)
    return kept
