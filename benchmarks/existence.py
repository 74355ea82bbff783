"""`python -m benchmarks existence`: references that are real, changed in one field, or invented.

The index is made of the publishers' tags of all papers in `../shared/bench/references`; it answers
as Crossref does: by DOI, or with the five works of the most similar text. Each reference is asked
as printed; with one field exchanged for that of another reference; and as three kinds of invented
ones: all parts from different references and a title of two halves, a true title with the rest from
elsewhere, and true authors, journal and year with an invented title and place. Identifiers are kept in
every second reference; invented ones get a DOI that nobody has. The papers are split as for
`references`; the rules were written while looking at the development papers only.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from benchmarks.matching import work as work_of
from benchmarks.references import LABELLED, Labelled, labelled
from ingest.checking.entry import Entry
from ingest.checking.existence import Evidence, Lookup, checked
from ingest.checking.report import EntryCheck
from ingest.references.model import ParsedReference
from ingest.references.parse import parse
from ingest.resolving.resolver import WorkOfSource, look_up
from ingest.sources.request import Request, SourceAnswer
from ingest.sources.work import Work

EACH = 3
"""Every which reference is asked, in each of eleven ways."""
SIMILAR = 5
"""Works that a search gives."""
CHANGED = ("year", "volume", "first page", "first author", "title", "journal", "DOI")
INVENTED = ("all parts", "true title", "true authors and journal")
Change = Callable[[ParsedReference, ParsedReference, random.Random], ParsedReference | None]


class Index:
    """Works by DOI and by likeness of text."""

    def __init__(self, references: Sequence[Labelled]) -> None:
        self.works = {one["id"]: work for one in references if (work := indexed(one))}
        self.texts = {name: _text(work) for name, work in self.works.items()}
        self.by_doi = {str(work.doi).lower(): work for work in self.works.values()}

    def fetch(self, request: Request, _: Callable[[Request, bytes], SourceAnswer]) -> SourceAnswer:
        """What Crossref would answer."""
        if request.by == "doi":
            from urllib.parse import unquote

            doi = unquote(request.path).removeprefix("works/").lower()
            return SourceAnswer(tuple(filter(None, [self.by_doi.get(doi)])))
        asked = dict(request.params)["query.bibliographic"]
        near = process.extract(asked, self.texts, scorer=fuzz.token_set_ratio, limit=SIMILAR)
        return SourceAnswer(tuple(self.works[name] for _, _, name in near))

    def check(self, number: int, reference: ParsedReference) -> EntryCheck:
        """The check of a reference against this index."""
        answer = look_up(number, reference, ["crossref"], self.fetch)
        lookup = Lookup(searched=["Crossref"])
        lookup.taken += map(_evidence, answer.taken)
        lookup.possible += map(_evidence, answer.possible)
        for kind, works in answer.contradicted.items():
            lookup.contradicted[kind] = [_evidence(one) for one in works]
        return checked(Entry(number, "", reference), lookup)


def indexed(one: Labelled) -> Work | None:
    """The work of a labelled reference under its own DOI, or the invented one of `matching`."""
    work = work_of(one)
    return work and replace(work, doi=one["gold"]["doi"] or work.doi)


def _evidence(one: WorkOfSource) -> Evidence:
    return Evidence("Crossref", one.work, one.comparison)


def _text(work: Work) -> str:
    who = [person.family for person in work.people[:3]]
    place = (work.volume or "", work.first_page or "", *map(str, work.years))
    return " ".join([*who, *work.titles, *work.journals, *place])


def exchanged(
    name: str, one: ParsedReference, other: ParsedReference, generator: random.Random
) -> ParsedReference | None:
    """The reference with one field that is another's; None if they are equal in it."""
    if name == "first author":
        if not one.authors or not other.authors:
            return None
        changed = replace(one, authors=(other.authors[0], *one.authors[1:]))
        return changed if one.authors[0].family != other.authors[0].family else None
    if name == "title":
        return _with_exchanged_word(one, other, generator)
    field = {"first page": "first_page", "DOI": "doi"}.get(name, name)
    value, given = getattr(one, field), getattr(other, field)
    if not value or not given or str(value).lower() == str(given).lower():
        return None
    if name == "year" and abs(int(str(value)[:4]) - int(str(given)[:4])) < 2:
        return None
    return replace(one, **{field: given})


def _with_exchanged_word(
    one: ParsedReference, other: ParsedReference, generator: random.Random
) -> ParsedReference | None:
    words, others = (one.title or "").split(), (other.title or "").split()
    places = [n for n, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    given = [word for word in others if len(word) > 5 and word.isalpha() and word not in words]
    if not places or not given:
        return None
    words[generator.choice(places)] = generator.choice(given)
    return replace(one, title=" ".join(words))


def invented(
    name: str, some: Sequence[ParsedReference], generator: random.Random
) -> ParsedReference:
    """A reference that nobody wrote, of the parts of others."""
    a, b, c, d = generator.sample(list(some), 4)
    doi = f"10.{generator.randint(1000, 9999)}/j.none.{generator.randint(10**5, 10**6)}"
    halves = (a.title or "").split(), (b.title or "").split()
    title = " ".join((*halves[0][: len(halves[0]) // 2], *halves[1][len(halves[1]) // 2 :]))
    made = replace(c, journal=d.journal, year=b.year, title=title)
    if name == "true title":
        made = replace(made, title=a.title)
    if name == "true authors and journal":
        made = replace(a, title=title)
    return replace(
        made,
        doi=doi,
        volume=str(generator.randint(2, 400)),
        first_page=str(generator.randint(2, 3000)),
        last_page=None,
        issue=None,
    )


def count(references: list[Labelled], index: Index) -> dict[str, Counter[str]]:
    """How the references of a part end, by what was done to them."""
    generator = random.Random(3)
    printed = [
        _printed(one, work, n % 2 == 0)
        for n, one in enumerate(references[::EACH])
        if (work := indexed(one)) is not None
    ]
    printed = [one for one in printed if one.title]
    outcomes: dict[str, Counter[str]] = {}
    outcomes["as printed"] = Counter(index.check(n, one).match for n, one in enumerate(printed))
    for name in CHANGED:
        counter: Counter[str] = Counter()
        for n, one in enumerate(printed):
            changed = exchanged(name, one, generator.choice(printed), generator)
            if changed is not None:
                check = index.check(n, changed)
                named = any(difference.field == name for difference in check.differences)
                counter[check.match + (", named" if named else "")] += 1
        outcomes[f"another {name}"] = counter
    for name in INVENTED:
        outcomes[f"invented: {name}"] = Counter(
            index.check(n, invented(name, printed, generator)).match for n in range(len(printed))
        )
    return outcomes


def _printed(one: Labelled, work: Work, keeps_doi: bool) -> ParsedReference:
    parsed = replace(parse(one["string"]), pmid=None, pmcid=None)
    return replace(parsed, doi=work.doi if keeps_doi else None)


def rates(outcomes: dict[str, Counter[str]]) -> dict[str, float]:
    """The rates in a line for the documentation.

    A changed field is detected if it is named, or if the changed DOI leads to another work. An
    invented reference is flagged if it is neither `found` nor `differs`.
    """
    changed = [outcomes[f"another {name}"] for name in CHANGED]
    none = [outcomes[f"invented: {name}"] for name in INVENTED]
    real = [outcomes["as printed"], *changed]
    flagged = sum(one["not found"] + one["ambiguous"] for one in none)
    flagged_wrongly = sum(one["not found"] + one["ambiguous"] for one in real)
    named = sum(one["differs, named"] + one["another work"] for one in changed)
    alarms = outcomes["as printed"]["differs"] + outcomes["as printed"]["another work"]
    alarms += sum(one["differs"] for one in changed)
    nowhere = sum(one["not found"] for one in none)
    nowhere_wrongly = sum(one["not found"] for one in real)
    return {
        "not found: precision": nowhere / (nowhere + nowhere_wrongly),
        "invented flagged: precision": flagged / (flagged + flagged_wrongly),
        "invented flagged: recall": flagged / sum(map(Counter.total, none)),
        "changed named: precision": named / (named + alarms),
        "changed named: recall": named / sum(map(Counter.total, changed)),
    }


def main() -> None:
    """Print the tables."""
    if not LABELLED.is_file():
        print(f"{LABELLED}: not there; references that do not exist are not measured")
        return
    parts = dict(zip(("looked at", "held out"), labelled(), strict=True))
    index = Index([one for part in parts.values() for one in part])
    for part, references in parts.items():
        outcomes = count(references, index)
        names = ("found", "differs, named", "differs", "another work", "ambiguous", "not found")
        table = Table(part, *names)
        for name, counter in outcomes.items():
            table.add_row(name, *(str(counter[one]) for one in names))
        console = Console(width=120)
        console.print(table)
        for name, rate in rates(outcomes).items():
            console.print(f"{part}: {name} {rate:.3f}")


if __name__ == "__main__":
    main()
