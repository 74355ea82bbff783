"""`python -m benchmarks matching`: how often the right work is chosen for a printed reference.

The works are made from the publishers' tags of `../shared/bench/references/visible.jsonl`; for each
printed reference the seven works with the likest text stand to choose from, and the right one.
Identifiers are taken out of the print. A slip changes one digit or letter of a field at random.
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
    """The work that a labelled reference stands for, under a name in place of a DOI."""
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


def slipped(reference: ParsedReference, chance: random.Random) -> ParsedReference:
    """The reference with one digit or letter of one field changed, if that field is printed."""
    name = chance.choice(["year", "volume", "first_page", "title", "family"])
    if name == "family":
        if not reference.authors:
            return reference
        first, *others = reference.authors
        return replace(reference, authors=(Person(f"X{first.family[1:]}", first.initials), *others))
    text = getattr(reference, name) or ""
    places = [n for n, c in enumerate(text) if (c.isalpha() if name == "title" else c.isdecimal())]
    if not places:
        return reference
    at = chance.choice(places)
    new = "x" if name == "title" else str((int(text[at]) + 1) % 10)
    changed: dict[str, Any] = {name: text[:at] + new + text[at + 1 :]}
    return replace(reference, **changed)


def chosen(
    references: list[Labelled], change: Change, *, there: bool
) -> tuple[Counter[str], float]:
    """How many choices were right, wrong and none, and how many were made a second."""
    works = {made.doi: made for reference in references if (made := work(reference)) is not None}
    texts = {doi: _text(made) for doi, made in works.items()}
    ended: Counter[str] = Counter()
    spent = 0.0
    for reference in references:
        own = work(reference)
        if own is None:
            continue
        printed = change(replace(parse(reference["string"]), doi=None, pmid=None, pmcid=None))
        like = process.extract(
            reference["string"], texts, scorer=fuzz.token_sort_ratio, limit=CANDIDATES
        )
        names = {doi for _, _, doi in like} - {own.doi} | ({own.doi} if there else set())
        started = time.perf_counter()
        choice = matching.choose(printed, [works[name] for name in sorted(names, key=str)]).work
        spent += time.perf_counter() - started
        ended["none" if choice is None else "right" if choice.doi == own.doi else "wrong"] += 1
    return ended, sum(ended.values()) / spent


def _text(made: Work) -> str:
    who = [person.family for person in made.people]
    place = (made.volume or "", made.first_page or "", *map(str, made.years))
    return " ".join([*who, *made.titles, *made.journals, *place])


def main() -> None:
    """Print the table."""
    if not LABELLED.is_file():
        print(f"{LABELLED}: not there; matching is not measured")
        return
    references = [one for part in labelled() for one in part]
    chance = random.Random(1)
    changes: dict[str, tuple[Change, bool]] = {
        "as printed": (lambda r: r, True),
        "one slip": (lambda r: slipped(r, chance), True),
        "two slips": (lambda r: slipped(slipped(r, chance), chance), True),
        "the right work not there": (lambda r: r, False),
    }
    table = Table("printed reference and work", "right", "none", "wrong", "a second")
    for name, (change, there) in changes.items():
        ended, rate = chosen(references, change, there=there)
        counts = (str(ended[key]) for key in ("right", "none", "wrong"))
        table.add_row(name, *counts, f"{rate:,.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
