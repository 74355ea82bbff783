"""The numbers of a comparison: intervention, comparator and outcome in; what was printed, out.

Tables and sentences offer candidates. Each is scored by how well its words match the outcome and
the two arms; the best whole pair answers. What is not printed stays None.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from ingest.extract import details, lexicon, mentions, nearness, numbers, tables
from ingest.extract.extractor import LONGEST
from ingest.extract.group_sizes import sizes
from ingest.extract.mentions import Mention
from ingest.extract.reading import Parsed, Reading
from ingest.extract.source import Sentence, Source
from ingest.extract.tables import Cell
from ingest.extract.tokens import Token, folded, tokenise
from ingest.extract.trial_arms import OTHER, ROLE, SIDES, Side, arm_mentions, arms_of, with_labels
from ingest.extract.wording import (
    STOP,
    alike,
    content,
    glossary,
    outcome_score,
    overlap,
    spelt,
    time_rank,
)

Kind = Literal["binary", "continuous"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared: people with `intervention` against `comparator`, by `outcome`."""

    intervention: str
    comparator: str
    outcome: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is printed of one arm. `mean` and `deviation` are decimals as printed."""

    events: int | None = None
    size: int | None = None
    mean: str | None = None
    deviation: str | None = None
    computed: bool = False
    """Whether the events were computed from a percentage and the size."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers of both arms, where they stand, and how well the place fits the question."""

    intervention: Numbers
    comparator: Numbers
    kind: Kind
    place: str = "not found"
    score: float = 0.0

    def fields(self) -> dict[str, int | float | None]:
        """The answer as the benchmark's flat fields; what is not known is None."""
        flat: dict[str, int | float | None] = {}
        for side in ("intervention", "comparator"):
            found: Numbers = getattr(self, side)
            flat[f"{side}_group_size"] = found.size
            if self.kind == "binary":
                flat[f"{side}_events"] = found.events
            else:
                flat[f"{side}_mean"] = float(found.mean) if found.mean else None
                flat[f"{side}_standard_deviation"] = (
                    float(found.deviation) if found.deviation else None
                )
        return flat


# -- candidates in tables --------------------------------------------------------------------------

_DEVIATION = re.compile(r"\bSD\b|\bstandard deviation|\bs\.d\.|± ?SD", re.I)
_ERROR = re.compile(r"\bSEM?\b|\bstandard error|\bs\.e\.", re.I)
_COUNTED = re.compile(r"\bn ?\(|\bno\. ?\(|\bnumber|\bn\b|\(%\)|\bno\.|\bproportion", re.I)
_PERCENT = re.compile(r"%|percent", re.I)
_NO_VALUE = re.compile(
    r"^p\b|p[- ]?value|\bdifference|\bratio\b|\b(OR|RR|HR|CI|ES|IRR)\b|effect size|confidence",
)
_ALL = re.compile(r"\boverall\b|\btotal\b|\ball\b|\bany\b", re.I)


@dataclass(slots=True)
class Candidate:
    """One pair of cells or values that may answer."""

    score: float
    intervention: Numbers
    comparator: Numbers
    place: str


class Asked:
    """One question put to one document."""

    def __init__(self, source: Source, question: Question) -> None:
        source = replace(source, tables=tuple(map(tables.squared, source.tables)))
        self.source, self.question = source, question
        self.short = glossary(source)
        self.arms = arms_of(question.intervention, question.comparator, self.short)
        self.wanted = content(question.outcome, self.short) - self.arms.words["intervention"]
        self.wanted = self.wanted or content(question.outcome, self.short)
        finder = mentions.Finder(lexicon.build(), self.short)

        def parse(sentence: Sentence) -> Parsed:
            tokens = tokenise(sentence.text)[:LONGEST]
            return Parsed(sentence, tokens, numbers.quantities(tokens), finder.find(tokens))

        self.parsed = [parse(sentence) for sentence in source.sentences]
        beside = [
            parse(Sentence(text, 0, 0, 0)) for t in source.tables for text in (t.caption, t.notes)
        ]
        self.arms = with_labels(self.arms, [one.tokens for one in self.parsed])
        self.cells = [c for n, t in enumerate(source.tables) for c in tables.cells(t, n)]
        self.first_named = self.order()
        self.size = sizes(self.arms, [*self.parsed, *beside], self.cells, source, self.short)

    def order(self) -> Side:
        """The arm that the first sentence which names both names first."""
        for one in self.parsed:
            names = list(dict.fromkeys(m.name for m in arm_mentions(one, self.arms, self.short)))
            if len(names) > 1:
                return "comparator" if names[0] == "comparator" else "intervention"
        return "intervention"

    # tables

    def in_tables(self) -> list[Candidate]:
        found: list[Candidate] = []
        for number, table in enumerate(self.source.tables):
            here = [c for c in self.cells if c.table == number]
            around = content(f"{table.caption}", self.short)
            rows: dict[int, list[Cell]] = {}
            for cell in here:
                rows.setdefault(cell.row, []).append(cell)
            for row in rows.values():
                found += self.within_row(row, table.caption, table.notes, around)
            found += self.across_rows(rows, table.caption, table.notes, around)
        return found

    def within_row(
        self, row: list[Cell], caption: str, notes: str, around: frozenset[str]
    ) -> list[Candidate]:
        """Arms are columns: pairs of cells of one row."""
        label = " ".join(row[0].labels)
        near = content(label, self.short)
        sides: dict[Side, list[Cell]] = {"intervention": [], "comparator": []}
        both: list[Cell] = []
        valued = [c for c in row if not _NO_VALUE.search(" ".join(c.heads[-1:]))]
        for cell in valued:
            heads = " ".join(cell.heads)
            named = self.arms.side(heads, self.short)
            if self.two_arms(cell):
                both.append(cell)
            elif named:
                sides[named].append(cell)
        if not both and not sides["intervention"] and not sides["comparator"]:
            plain_columns = [c for c in valued if not _ALL.search(" ".join(c.heads))]
            if len(plain_columns) == 2:
                sides["intervention"], sides["comparator"] = plain_columns[:1], plain_columns[1:]
        elif not both and not (sides["intervention"] and sides["comparator"]):
            missing: Side = "comparator" if sides["intervention"] else "intervention"
            taken = {c.column for c in sides[OTHER[missing]]}
            rest = [
                c for c in valued if c.column not in taken and not _ALL.search(" ".join(c.heads))
            ]
            if len(rest) == len(sides[OTHER[missing]]):
                sides[missing] = rest
        if not both and len(sides["intervention"]) + len(sides["comparator"]) < len(valued):
            sides = self.blocks(valued) or sides
        made: list[Candidate] = []
        for a in sides["intervention"]:
            for b in sides["comparator"]:
                made += self.pair(a, b, near, around, caption, notes, row)
        for cell in both:
            parts = self.split(cell)
            if parts:
                made += self.pair(parts[0], parts[1], near, around, caption, notes, row)
        return made

    def blocks(self, valued: list[Cell]) -> dict[Side, list[Cell]] | None:
        """Columns whose last heads repeat: the first half is one arm, the second the other."""
        heads = [c.heads[-1] if c.heads else "" for c in valued]
        half = len(heads) // 2
        if half < 2 or len(heads) % 2 or heads[:half] != heads[half:]:
            return None
        named = [self.arms.side(" ".join(c.heads[:-1]), self.short) for c in valued]
        swapped = "comparator" in named[:half] and "intervention" not in named[:half]
        one = [replace(c, heads=c.heads[-1:]) for c in valued[:half]]
        two = [replace(c, heads=c.heads[-1:]) for c in valued[half:]]
        return {"intervention": two, "comparator": one} if swapped else {
            "intervention": one, "comparator": two,
        }  # fmt: skip

    def two_arms(self, cell: Cell) -> bool:
        """Whether a cell holds both arms, as `10.8 ± 2.0 (4.9 ± 1.9)` does."""
        return len(re.findall(r"\d\s?±", cell.text)) > 1

    def split(self, cell: Cell) -> tuple[Cell, Cell] | None:
        first = cell.value
        rest = cell.text[first.end :].lstrip(" ([;,/)")
        second = tables.value_of(rest)
        if second is None:
            return None
        heads = " ".join(cell.heads)
        _, _, inner = heads.rpartition("(")
        swapped = self.arms.side(inner, self.short) == "intervention"
        one, two = replace(cell, value=first), replace(cell, value=second, text=rest)
        return (two, one) if swapped else (one, two)

    def pair(
        self, a: Cell, b: Cell, near: frozenset[str], around: frozenset[str], caption: str,
        notes: str, row: Sequence[Cell],
    ) -> list[Candidate]:  # fmt: skip
        left, right = self.other_heads(a), self.other_heads(b)
        heads = content(" ".join((*left, *right)), self.short)
        score = outcome_score(self.wanted, near, around | heads)
        if spelt(self.question.outcome, a.labels[-1]):
            score = max(score, 0.9)
        if score < 0.3:
            return []
        if left != right:
            score -= 0.35
        context = " ".join((*a.heads, *a.labels))
        score += time_rank(context, self.question.outcome)
        score += 0.05 * bool(_ALL.search(" ".join(a.heads)))
        score += 0.05 * bool(_ALL.search(a.labels[-1]))
        one = self.of_cell(a, caption, notes, "intervention", row)
        two = self.of_cell(b, caption, notes, "comparator", row)
        if one is None or two is None:
            return []
        score += self.arm_fit(a, b) + self.size_fit(one, two)
        return [Candidate(score, one, two, f"table {a.table + 1}, row {a.labels[-1]!r}")]

    def size_fit(self, one: Numbers, two: Numbers) -> float:
        """Better where the sizes are those of the whole arms; worse where a count was computed."""
        fit = 0.0
        for side, found in (("intervention", one), ("comparator", two)):
            known = self.size.get("intervention" if side == "intervention" else "comparator")
            if known and found.size:
                fit += 0.06 if known == found.size else -0.1
            fit -= 0.08 * found.computed
        return fit

    def arm_fit(self, a: Cell, b: Cell) -> float:
        first = self.arms.match(" ".join((*a.heads, *a.labels)), self.short)["intervention"]
        second = self.arms.match(" ".join((*b.heads, *b.labels)), self.short)["comparator"]
        return 0.15 * (first + second)

    def other_heads(self, cell: Cell) -> tuple[str, ...]:
        """A column's heads without those that name an arm, and without group sizes."""
        kept = []
        for head in cell.heads:
            text = tables.SIZE.sub(" ", head)
            if self.arms.side(text, self.short) is None:
                kept.append(" ".join(re.sub(r"[()*\[\]]", " ", text).lower().split()))
            else:
                words = [w for w in folded(text) if w.lower() not in STOP and not self.of_arm(w)]
                kept += words
        return tuple(kept)

    def of_arm(self, word: str) -> bool:
        return any(
            alike(word.lower(), w) for side in SIDES for w in (*self.arms.words[side], *ROLE[side])
        )

    def across_rows(
        self, rows: dict[int, list[Cell]], caption: str, notes: str, around: frozenset[str]
    ) -> list[Candidate]:
        """Arms are rows: pairs of cells of one column, under one section."""
        named: dict[Side, list[int]] = {"intervention": [], "comparator": []}
        for number, row in rows.items():
            label = tables.SIZE.sub(" ", row[0].labels[-1]) if row[0].labels else ""
            side = self.arms.side(label, self.short)
            if side:
                named[side].append(number)
        made: list[Candidate] = []
        for first in named["intervention"]:
            for second in named["comparator"]:
                if rows[first][0].labels[:-1] != rows[second][0].labels[:-1]:
                    continue
                columns = {c.column: c for c in rows[second]}
                for a in rows[first]:
                    b = columns.get(a.column)
                    if b is None or a.heads != b.heads or _NO_VALUE.search(" ".join(a.heads[-1:])):
                        continue
                    near = content(" ".join((*a.labels[:-1], *a.heads, a.corner)), self.short)
                    score = outcome_score(self.wanted, near, around)
                    if score < 0.3:
                        continue
                    score += time_rank(" ".join((*a.heads, *a.labels[:-1])), self.question.outcome)
                    one = self.of_cell(a, caption, notes, "intervention", rows[first])
                    two = self.of_cell(b, caption, notes, "comparator", rows[second])
                    if one and two:
                        place = f"table {a.table + 1}, rows {a.labels[-1]!r} and {b.labels[-1]!r}"
                        score += self.arm_fit(a, b) + self.size_fit(one, two)
                        made.append(Candidate(score, one, two, place))
        return made

    def of_cell(
        self, cell: Cell, caption: str, notes: str, side: Side, row: Sequence[Cell]
    ) -> Numbers | None:
        """What a cell says of one arm, for the kind of outcome asked for; None if it does not."""
        told = (*reversed(cell.heads), *reversed(cell.labels), caption, notes)
        hints = tuple(tables.SIZE.sub(" ", text) for text in told)
        own = next((n for text in (*cell.heads, *cell.labels) if (n := tables.size_in(text))), None)
        size = own or self.listed_size(cell, row) or self.size.get(side)
        value = cell.value
        if cell.heads and cell.heads[-1].lower().strip(" ()*=.") in ("n", "no", "number"):
            if value.sign == "" and self.listed_size(replace(cell, column=-1), row) is not None:
                if any(_PERCENT.search(c.heads[-1]) or "/" in c.text for c in row if c.heads):
                    if not self.beside_percent(cell, row):
                        return None  # the column of group sizes
        if self.question.kind == "continuous":
            return self.mean(cell, hints, size, row)
        if value.sign == "/":
            total = tables.whole_number(value.total)
            count = tables.whole_number(value.first)
            return Numbers(count, total) if count is not None and total else None
        if value.sign in ("±", "range"):
            return None
        counted = next((t for t in hints if _COUNTED.search(t) or _PERCENT.search(t)), "")
        spread = next((t for t in hints if _DEVIATION.search(t) or _ERROR.search(t)), None)
        if (
            value.sign == "()"
            and spread
            and hints.index(spread) < (hints.index(counted) if counted else 99)
        ):
            return None
        count = tables.whole_number(value.first)
        percent_only = value.percent_first or (
            value.sign == ""
            and _PERCENT.search(counted)
            and not re.search(r"\bn\b|\bno\b|number", counted, re.I)
        )
        if percent_only or count is None:
            if size is None or not (percent_only or value.percent_first):
                return None
            return self.from_percent(value.first, size)
        if value.second and value.sign == "()" and size is None:
            size = self.size_from_share(count, value.second)
        if size is not None and count > size:
            return None
        return Numbers(count, size)

    @staticmethod
    def beside_percent(cell: Cell, row: Sequence[Cell]) -> bool:
        """Whether the next column gives the percentage of the count in this one: `n` and `(%)`."""
        return any(
            (c.column == cell.column + 1 and c.heads
            and re.fullmatch(r"\W*%\W*|percent\w*", c.heads[-1].strip()))
            or (c.column == cell.column + 1 and c.text.startswith("("))
            for c in row
        )  # fmt: skip

    @staticmethod
    def from_percent(percent: str, size: int) -> Numbers | None:
        share = Decimal(percent)
        if not 0 <= share <= 100:
            return None
        count = (share * size / 100).quantize(Decimal(1), ROUND_HALF_UP)
        half = Decimal(1).scaleb(share.as_tuple().exponent) / 2  # type: ignore[arg-type]
        if abs(count * 100 / size - share) > half:
            return None  # no whole number of this many people makes the percentage
        return Numbers(int(count), size, computed=True)

    @staticmethod
    def size_from_share(count: int, percent: str) -> int | None:
        """The size that a count and its percentage leave, if only one fits the printed digits."""
        share = Decimal(percent)
        if count == 0 or share <= 0:
            return None
        half = Decimal(1).scaleb(share.as_tuple().exponent) / 2  # type: ignore[arg-type]
        low = int(100 * count / (share + half))
        high = int(100 * count / (share - half)) + 1 if share > half else low
        fits = [n for n in range(max(low, count), min(high, low + 50) + 1)
                if n and abs(Decimal(100 * count) / n - share) <= half]  # fmt: skip
        return fits[0] if len(fits) == 1 else None

    def listed_size(self, cell: Cell, row: Sequence[Cell]) -> int | None:
        """The size in a column `n` of the same row, or under the same arm."""
        for other in row:
            head = other.heads[-1].lower().strip(" ()*") if other.heads else ""
            if other.column != cell.column and head in ("n", "no", "no.", "number", "n="):
                same_arm = len(other.heads) < 2 or other.heads[:-1] == cell.heads[:-1]
                if same_arm and other.value.sign == "":
                    return tables.whole_number(other.value.first)
        return None

    def mean(
        self, cell: Cell, hints: Sequence[str], size: int | None, row: Sequence[Cell]
    ) -> Numbers | None:
        value = cell.value
        told = next((t for t in hints if _DEVIATION.search(t) or _ERROR.search(t)), "")
        error = bool(_ERROR.search(told)) and not _DEVIATION.search(told)
        if value.sign == "±":
            return Numbers(None, size, value.first, None if error else value.second)
        if value.sign == "()":
            counted = next((t for t in hints if _COUNTED.search(t)), "")
            if value.percent_second or (
                counted and not (told and hints.index(told) <= hints.index(counted))
            ):
                return None
            return Numbers(None, size, value.first, None if error or not told else value.second)
        if value.sign in ("/", "range") or value.percent_first:
            return None
        listed = re.fullmatch(r"(-?[\d.]+), (\d[\d.]*)", cell.text)
        if listed and not error and told:
            return Numbers(None, size, value.first, listed[2])
        head = cell.heads[-1] if cell.heads else ""
        if re.fullmatch(r"\W*(SD|SE|n|%|n ?\(%\))\W*", head, re.I):
            return None
        beside = [
            c for c in row
            if c.column == cell.column + 1 and c.heads and _DEVIATION.search(c.heads[-1])
        ]  # fmt: skip
        deviation = beside[0].value.first if beside else None
        if deviation is None and not re.search(r"\bmean\b", " ".join(hints[:-1]), re.I):
            return None
        return Numbers(None, size, value.first, deviation)

    # sentences

    def in_sentences(self) -> list[Candidate]:
        found: list[Candidate] = []
        for parsed in self.parsed:
            near = content(parsed.sentence.text, self.short)
            recall = overlap(self.wanted, near)
            if recall < 0.5:
                continue
            found += self.from_sentence(parsed, recall)
        return found

    def from_sentence(self, parsed: Parsed, recall: float) -> list[Candidate]:
        usable = [q for q in details.values(parsed) if self.fits(q)]
        if len(usable) < 2:
            return []
        named = arm_mentions(parsed, self.arms, self.short)
        told: dict[Side, list[tuple[float, int]]] = {"intervention": [], "comparator": []}
        chosen = self.sides(parsed, usable, named)
        place = self.outcome_place(parsed.tokens)
        for n, q in enumerate(usable):
            side = chosen.get(n)
            if side:
                told[side].append((abs(q.core - place), n))
        if not told["intervention"] or not told["comparator"]:
            return []
        firsts = [n for _, n in told["intervention"]]
        seconds = [n for _, n in told["comparator"]]
        parallel = len(firsts) == len(seconds)
        made = []
        for _, i in sorted(told["intervention"])[:4]:
            for _, j in sorted(told["comparator"])[:4]:
                one = self.of_quantity(usable[i], "intervention")
                two = self.of_quantity(usable[j], "comparator")
                if one is None or two is None:
                    continue
                if parallel and firsts.index(i) != seconds.index(j):
                    continue
                distance = min(abs(usable[i].core - place), abs(usable[j].core - place))
                later = 0.03 * (i + j) if parallel else 0
                score = 0.75 * recall + 0.1 - 0.004 * distance + later
                score -= 0.02 * max(abs(i - j) - 1, 0)
                whole = (one.events is not None and one.size) or one.deviation
                score += 0.1 if whole else 0
                score += time_rank(parsed.sentence.text, self.question.outcome) / 2
                score += self.size_fit(one, two)
                s = parsed.sentence
                made.append(
                    Candidate(score, one, two, f"paragraph {s.paragraph}, sentence {s.sentence}")
                )
        return made

    def outcome_place(self, tokens: Sequence[Token]) -> int:
        """Where in a sentence the words of the outcome stand closest together: the middle one."""
        at = [
            i for i, t in enumerate(tokens)
            if t.kind == "word" and any(alike(t.norm.lower(), w) for w in self.wanted)
        ]  # fmt: skip
        return at[len(at) // 2] if at else 0

    def sides(
        self, parsed: Parsed, usable: Sequence[numbers.Quantity], named: Sequence[Mention]
    ) -> dict[int, Side]:
        """Which quantity is of which arm, by the extractor's own attachment."""
        readings = [Reading(parsed.sentence, q) for q in usable]
        got: dict[int, Side] = {}

        def settle(reading: Reading, m: Mention, rule: str) -> None:
            n = next(k for k, r in enumerate(readings) if r is reading)
            got[n] = "intervention" if m.name == "intervention" else "comparator"

        groups = bracketed(parsed, usable)
        leaders = [readings[g[0]] for g in groups]
        if len(groups) >= 2 and all(len(g) == len(groups[0]) > 1 for g in groups):
            heads = Parsed(
                parsed.sentence, parsed.tokens, [usable[g[0]] for g in groups], list(named)
            )
            nearness.nearest(heads, leaders, named, 14, settle)
            if len(set(got.values())) == 2:
                return {n: got[g[0]] for g in groups if g[0] in got for n in g}
            got.clear()
        small = replace_mentions(parsed, usable, named)
        nearness.nearest(small, readings, named, 12, settle)
        if len(usable) == 2 and len(set(got.values())) < 2:
            # A and B without names beside them: in the order of the arms in the sentence.
            order = list(dict.fromkeys(m.name for m in named))
            first = self.first_named
            if len(order) > 1:
                first = "comparator" if order[0] == "comparator" else "intervention"
            joined = {t.norm.lower() for t in parsed.tokens[usable[0].last : usable[1].first]}
            told = any(t.norm == "respectively" for t in parsed.tokens)
            parting = {"vs", "versus", "compared", "than"} | (
                {"and"} if len(order) > 1 or told else set()
            )
            if joined & parting:
                got = {0: first, 1: OTHER[first]}
        return got

    def fits(self, q: numbers.Quantity) -> bool:
        if self.question.kind == "continuous":
            return q.spread is not None or q.statistic == "mean"
        if "size" in q.rules:
            return False
        return q.numerator is not None or q.unit in ("%", None) or q.statistic == "count"

    def of_quantity(self, q: numbers.Quantity, side: Side) -> Numbers | None:
        size = self.size.get(side)
        if self.question.kind == "continuous":
            deviation = q.spread if q.spread_kind != "se" else None
            return Numbers(None, size, q.value, deviation) if q.value else None
        if q.numerator is not None:
            total = int(q.denominator) if q.denominator else size
            return Numbers(int(q.numerator), total)
        if q.unit == "%" and q.value:
            if q.denominator:
                size = int(q.denominator)
            return self.from_percent(q.value, size) if size else None
        if q.value and q.value.isdigit() and (size is None or int(q.value) <= size):
            return Numbers(int(q.value), size)
        return None


def bracketed(parsed: Parsed, usable: Sequence[numbers.Quantity]) -> list[list[int]]:
    """Quantities by the bracket they stand in together; one outside of brackets is alone."""
    groups: list[list[int]] = []
    last = -1
    depth_at: list[int] = []
    opened = 0
    for k, token in enumerate(parsed.tokens):
        if token.norm in ("(", "["):
            opened += 1
        depth_at.append(opened)
        if token.norm in (")", "]"):
            last = k
    for n, q in enumerate(usable):
        bracket = depth_at[q.first]
        closed = any(
            parsed.tokens[k].norm in (")", "]")
            for k in range(usable[n - 1].last + 1 if n else 0, q.first)
        )
        if groups and n and not closed and depth_at[usable[n - 1].first] == bracket and last >= 0:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def replace_mentions(
    parsed: Parsed, usable: Sequence[numbers.Quantity], named: Sequence[Mention]
) -> Parsed:
    """The sentence with only the quantities and mentions that are in question."""
    return Parsed(parsed.sentence, parsed.tokens, list(usable), list(named))


ENOUGH = 0.5
"""Below this score no place is taken for the answer; only the sizes of the arms are told."""


def answer(source: Source, question: Question) -> Answer:
    """The numbers that a document prints for a question; None for what it does not print."""
    asked = Asked(source, question)
    found = [*asked.in_tables(), *asked.in_sentences()]
    found.sort(key=lambda c: (-c.score, c.place))
    if found and found[0].score >= ENOUGH:
        best = found[0]
        one, two = best.intervention, best.comparator
        one = replace(one, size=one.size or asked.size.get("intervention"))
        two = replace(two, size=two.size or asked.size.get("comparator"))
        return Answer(one, two, question.kind, best.place, round(best.score, 3))
    return Answer(
        Numbers(size=asked.size.get("intervention")), Numbers(size=asked.size.get("comparator")),
        question.kind,
    )  # fmt: skip
