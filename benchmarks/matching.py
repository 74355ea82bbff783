"""`python -m benchmarks matching`: accuracy of matching printed references to works.

The works are built from the publishers' tags in `../shared/bench/references/visible.jsonl`. The
candidates for each printed reference are the seven works with the most similar text and the right
one. Identifiers are removed from the printed reference. A slip changes one random digit or letter.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

from benchmarks.references import LABELLED, Labelled, labelled
from ingest.references.model import ParsedReference, Person
from ingest.references.parse import parse
from ingest.resolving import matching
from ingest.sources.text import folded
from ingest.sources.work import Work

CANDIDATES = 7
Change = Callable[[ParsedReference], ParsedReference]


def work(reference: Labelled) -> Work | None:
    """The work of a labelled reference, with an invented DOI; None without a title."""
    gold = reference["gold"]
    if not gold["title"]:
        return None
    name = folded(gold["title"])[:60].replace(" ", "")
    return Work(
        "crossref",
        doi=f"10.1234/{name}{gold['first_page'] or ''}",
        titles=(gold["title"],),
        people=tuple(Person(*author) for author in gold["authors"]),
        journals=(gold["journal"],) if gold["journal"] else (),
        years=(int(gold["year"]),) if str(gold["year"]).isdecimal() else (),
        volume=gold["volume"],
        issue=gold["issue"],
        first_page=gold["first_page"],
    )


def slipped(reference: ParsedReference, generator: random.Random) -> ParsedReference:
    """The reference with one digit or letter of one field changed, if that field is printed."""
    name = generator.choice(["year", "volume", "first_page", "title", "family"])
    if name == "family":
        if not reference.authors:
            return reference
        first, *others = reference.authors
        return replace(reference, authors=(Person(f"X{first.family[1:]}", first.initials), *others))
    text = getattr(reference, name) or ""
    positions = [
        n for n, c in enumerate(text) if (c.isalpha() if name == "title" else c.isdecimal())
    ]
    if not positions:
        return reference
    position = generator.choice(positions)
    replacement = "x" if name == "title" else str((int(text[position]) + 1) % 10)
    changes: dict[str, Any] = {name: text[:position] + replacement + text[position + 1 :]}
    return replace(reference, **changes)


def chosen(
    references: list[Labelled], change: Change, *, includes_right: bool
) -> tuple[Counter[str], float]:
    """The numbers of right, wrong and missing choices, and choices per second."""
    works = {
        candidate.doi: candidate
        for reference in references
        if (candidate := work(reference)) is not None
    }
    texts = {doi: _text(candidate) for doi, candidate in works.items()}
    outcomes: Counter[str] = Counter()
    seconds = 0.0
    for reference in references:
        right_work = work(reference)
        if right_work is None:
            continue
        printed = change(replace(parse(reference["string"]), doi=None, pmid=None, pmcid=None))
        similar = process.extract(
            reference["string"], texts, scorer=fuzz.token_sort_ratio, limit=CANDIDATES
        )
        names = {doi for _, _, doi in similar} - {right_work.doi} | (
            {right_work.doi} if includes_right else set()
        )
        start = time.perf_counter()
        choice = matching.choose(printed, [works[name] for name in sorted(names, key=str)]).work
        seconds += time.perf_counter() - start
        outcomes[
            "none" if choice is None else "right" if choice.doi == right_work.doi else "wrong"
        ] += 1
    return outcomes, sum(outcomes.values()) / seconds


def _text(made: Work) -> str:
    who = [person.family for person in made.people]
    place = (made.volume or "", made.first_page or "", *map(str, made.years))
    return " ".join([*who, *made.titles, *made.journals, *place])


def main() -> None:
    """Print the table."""
    if not LABELLED.is_file():
        print(f"{LABELLED}: not there; matching is not measured")
        return
    references = [reference for part in labelled() for reference in part]
    generator = random.Random(1)
    changes: dict[str, tuple[Change, bool]] = {
        "as printed": (lambda r: r, True),
        "one slip": (lambda r: slipped(r, generator), True),
        "two slips": (lambda r: slipped(slipped(r, generator), generator), True),
        "the right work not there": (lambda r: r, False),
    }
    table = Table("printed reference and work", "right", "none", "wrong", "a second")
    for name, (change, includes_right) in changes.items():
        outcomes, rate = chosen(references, change, includes_right=includes_right)
        counts = (str(outcomes[key]) for key in ("right", "none", "wrong"))
        table.add_row(name, *counts, f"{rate:,.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
