"""Mutants of a question: its SPARQL with one small fault in it, as a hurried editor would make it.

Each mutant is the text of the question with one edit: a filter, an optional block, a branch, a
triple or a step of a path dropped, a word exchanged for its neighbour, or a variable renamed at one
place. Only edits that still parse are given.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pyoxigraph as ox

from queries.store import PROLOGUE

_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n]* ) | (?P<iri> <[^<>"{}|^`\\\s]*> )
    | (?P<string> "(?:[^"\\]|\\.)*" ) | (?P<variable> [?$]\w+ )
    | (?P<name> [A-Za-z_][\w-]*:[\w-]* | [A-Za-z]+ ) | (?P<number> \d+ )
    | (?P<mark> && | \|\| | != | <= | >= | [{}().;,|/^*+?=<>!] )
    """,
    re.VERBOSE,
)

SWAPS = {
    "at:statedIn": "at:reportedBy", "at:reportedBy": "at:statedIn", "at:restates": "at:derivedFrom",
    "at:derivedFrom": "at:restates", "at:supports": "at:disputes", "at:disputes": "at:supports",
    "at:qualifies": "at:supports", "at:comparesValue": "at:comparesWith",
    "at:comparesWith": "at:comparesValue", "at:numerator": "at:denominator",
    "at:denominator": "at:numerator", "at:printedLowerBound": "at:printedUpperBound",
    "at:printedUpperBound": "at:printedLowerBound", "at:paragraph": "at:sentence",
    "at:sentence": "at:paragraph", "at:Check": "at:Finding", "at:Conclusion": "at:Claim",
    "MIN": "MAX", "MAX": "MIN", "=": "!=", "!=": "=", "<": "<=", "&&": "||", "DESC": "ASC",
}  # fmt: skip
"""Words and signs that one takes for one another."""


class Mutant(NamedTuple):
    """A faulty question: the kind of the fault, what it does to which piece, and the query."""

    kind: str
    edit: str
    sparql: str


class Token(NamedTuple):
    """A word or sign of the query, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


class Edit(NamedTuple):
    """One change: the text from `start` to `end` gives way to the first replacement that parses."""

    kind: str
    start: int
    end: int
    replacements: tuple[str, ...] = ("", " . ")


@dataclass
class _Reader:
    """Goes through the pattern of a query once and notes every edit that it allows."""

    tokens: list[Token]
    position: int = 0
    edits: list[Edit] = field(default_factory=list)
    optionals: int = 0
    """In how many OPTIONALs the reader is."""

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        self.position += 1
        return self.tokens[self.position - 1]

    def at(self, *texts: str) -> bool:
        return self.position < len(self.tokens) and self.next.text in texts

    def note(self, kind: str, start: int, *replacements: str) -> None:
        """An edit of what stands from `start` to the last token that was taken."""
        end = self.tokens[self.position - 1].end
        self.edits.append(Edit(kind, start, end, replacements or ("", " . ")))

    def query(self) -> None:
        """A SELECT, whole or within another: its head is passed over, its pattern is read."""
        while not self.at("{"):
            self.take()
        self.group()

    def group(self) -> None:
        self.take()
        while not self.at("}"):
            self.element()
        self.take()

    def element(self) -> None:
        start = self.next.start
        keyword = self.next.text if self.next.kind == "name" else ""
        if keyword == "SELECT":
            self.query()
            while not self.at("}"):
                self.take()
        elif keyword == "FILTER":
            self.take()
            self.constraint()
            self.droppable("filter dropped", start)
        elif keyword == "OPTIONAL":
            # One within another is a way to look things up singly, and often finds something.
            kind = "nested optional required" if self.optionals else "optional required"
            self.edits.append(Edit(kind, start, self.take().end, (" ",)))
            self.optionals += 1
            self.group()
            self.optionals -= 1
            self.droppable("optional dropped", start)
        elif keyword == "MINUS":
            self.take()
            self.group()
            self.droppable("filter dropped", start)
        elif keyword == "BIND":
            self.take()
            self.parenthesis()
            self.droppable("binding dropped", start)
        elif keyword == "GRAPH":
            self.take(), self.take()
            self.group()
        elif self.at("{"):
            self.union()
        elif self.at("."):
            self.take()
        else:
            self.triples()

    def droppable(self, kind: str, start: int) -> None:
        if self.at("."):
            self.take()
        self.note(kind, start)

    def constraint(self) -> None:
        negated = self.next.start
        if self.at("NOT"):
            self.take()
            self.note("negation dropped", negated, "")
        if self.at("EXISTS"):
            self.take()
            self.group()
        else:
            self.parenthesis()

    def parenthesis(self) -> None:
        depth = 0
        while True:
            depth += {"(": 1, ")": -1}.get(self.take().text, 0)
            if depth == 0:
                return

    def union(self) -> None:
        first = self.next.start
        self.group()
        if not self.at("UNION"):
            return
        self.edits.append(Edit("branch dropped", first, self.next.end))
        while self.at("UNION"):
            start = self.take().start
            self.group()
            self.note("branch dropped", start)

    def triples(self) -> None:
        start = self.take().start
        pairs = 0
        while True:
            pair = self.next.start
            self.path()
            self.objects()
            pairs += 1
            if self.at(";"):
                self.edits.append(Edit("triple dropped", pair, self.take().end, ("",)))
            elif pairs > 1:
                self.note("triple dropped", self.tokens[self._before(pair)].start, "")
                break
            else:
                self.droppable("triple dropped", start)
                break
        if self.at("."):
            self.take()

    def _before(self, start: int) -> int:
        """The index of the semicolon before the pair that begins at `start`."""
        return next(i for i, t in enumerate(self.tokens) if t.start == start) - 1

    def objects(self) -> None:
        self.take()
        while self.at(","):
            self.take(), self.take()

    def path(self) -> None:
        self._parts(lambda: self._parts(self.step, "/", "step dropped"), "|", "branch dropped")

    def _parts(self, part: Callable[[], None], separator: str, kind: str) -> None:
        """Parts of a path between separators; each may be dropped with one of these."""
        first = self.next.start
        part()
        if self.at(separator):
            self.edits.append(Edit(kind, first, self.next.end, ("",)))
        while self.at(separator):
            start = self.take().start
            part()
            self.note(kind, start, "")

    def step(self) -> None:
        if self.at("^"):
            start = self.take().start
            self.note("inverse dropped", start, "")
        if self.at("("):
            self.take()
            self.path()
        self.take()
        if self.at("*", "+", "?"):
            start, sign = self.next.start, self.take().text
            for other in {"*", "+", "?", ""} - {sign}:
                self.note("repetition changed", start, other)


def mutants(sparql: str) -> list[Mutant]:
    """Every mutant of a query that parses, each once."""
    tokens = [
        Token(str(match.lastgroup), match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(sparql)
        if match.lastgroup != "comment"
    ]
    reader = _Reader(tokens)
    reader.query()
    edits = [*reader.edits, *_words(tokens), *_renamings(tokens), *_order(tokens, len(sparql))]
    found = (mutant for edit in edits if (mutant := _made(sparql, edit)) is not None)
    return sorted({mutant.sparql: mutant for mutant in found}.values())


def _words(tokens: list[Token]) -> Iterator[Edit]:
    """Exchanged words, and a DISTINCT or a condition on groups dropped."""
    for index, token in enumerate(tokens):
        if token.kind != "variable" and token.text in SWAPS:
            yield Edit("word exchanged", token.start, token.end, (SWAPS[token.text],))
        if token.text == "DISTINCT":
            yield Edit("distinct dropped", token.start, token.end, ("",))
        if token.text == "HAVING":
            end = next(t.start for t in tokens[index:] if t.text == "ORDER")
            yield Edit("filter dropped", token.start, end, ("",))


def _renamings(tokens: list[Token]) -> Iterator[Edit]:
    """A join broken: one occurrence of a variable in the pattern gets a name of its own.

    A variable that stands nowhere else joins nothing.
    """
    named = Counter(token.text[1:] for token in tokens if token.kind == "variable")
    texts = [token.text for token in tokens]
    closing = len(texts) - texts[::-1].index("}")
    for token in tokens[texts.index("{") : closing]:
        if token.kind == "variable" and named[token.text[1:]] > 1:
            yield Edit("join broken", token.start, token.end, (f"?{token.text[1:]}_apart",))


def _order(tokens: list[Token], length: int) -> Iterator[Edit]:
    """The order dropped, whole or one key of it."""
    start = max(index for index, token in enumerate(tokens) if token.text == "ORDER")
    yield Edit("order changed", tokens[start].start, length, ("",))
    for token in tokens[start:]:
        if token.kind == "variable":
            yield Edit("order changed", token.start, token.end, ("",))


def _made(sparql: str, edit: Edit) -> Mutant | None:
    before, piece, after = sparql[: edit.start], sparql[edit.start : edit.end], sparql[edit.end :]
    for replacement in edit.replacements:
        changed = before + replacement + after
        if changed != sparql and _parses(changed):
            line = before.count("\n") + 1
            return Mutant(edit.kind, f"line {line}: {' '.join(piece.split())!r}", changed)
    return None


def _parses(sparql: str) -> bool:
    try:
        ox.Store().query(PROLOGUE + sparql)
    except SyntaxError:
        return False
    return True
