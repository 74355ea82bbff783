"""`python -m benchmarks sources`: precision and recall of matching references to given sources.

For each paper of `../shared/bench/references/visible.jsonl` the sources of half of its references
are made from the publisher's tags, in one of four forms: an index's record with a DOI, one without,
a reference manager's entry (title, first author, year), or a document whose title and authors are
known from its first page only. Among them are strangers: works that other papers cite, a comment
on each fifth source that prints its title and DOI, and a preprint of each fifth (other year, no
volume). Printed references keep their DOI in every third case. The papers are split as for
`references`; the rules were written while looking at the development papers only.
"""

import hashlib
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from rich.console import Console
from rich.table import Table

from benchmarks.matching import work as work_of
from benchmarks.references import LABELLED, Labelled, labelled
from ingest.checking.entry import Entry
from ingest.checking.match import Certainty
from ingest.checking.pairing import match
from ingest.checking.source import Source, SourceFormat
from ingest.references.model import ParsedReference
from ingest.references.parse import parse
from ingest.sources.work import Work

STRANGERS = 10
"""Works that other papers cite, among the sources of each paper."""
FORMS: tuple[SourceFormat, ...] = ("crossref", "europepmc", "bibtex", "pdf")


@dataclass(frozen=True, slots=True)
class Case:
    """The references of a paper, its sources, and the reference of each, by the source's file."""

    entries: list[Entry]
    sources: list[Source]
    gold: dict[str, int]


def source(file: str, form: SourceFormat, work: Work) -> Source:
    """A source in one of the forms, which say less and less of the work."""
    digest = hashlib.sha256(file.encode()).hexdigest()
    if form == "europepmc":
        work = replace(work, doi=None)
    elif form == "bibtex":
        work = replace(
            work, doi=None, volume=None, issue=None, first_page=None, people=work.people[:1]
        )
    elif form == "pdf":
        authors = ", ".join(f"{one.initials} {one.family}" for one in work.people)
        head = f"{' '.join(work.journals)} {' '.join(map(str, work.years))}"
        opening = (head, work.title or "", authors, "Department of Medicine", "Abstract")
        return Source(file, digest, form, Work("pdf"), opening=opening)
    return Source(file, digest, form, work)


def comment(file: str, work: Work) -> Source:
    """A letter on a work, which prints its title and its DOI."""
    author = work.people[0].family if work.people else ""
    about = f"Comment on: {work.title}"
    opening = ("Correspondence", about, f"We read the paper by {author} with interest.")
    return Source(file, file, "pdf", Work("pdf", doi=work.doi, titles=(about,)), opening=opening)


def preprint(file: str, work: Work) -> Source:
    """A preprint of a work: same title and authors, earlier, without a place."""
    years = tuple(year - 2 for year in work.years)
    return Source(
        file, file, "crossref",
        replace(work, doi=f"10.1101/{file}", years=years, volume=None, issue=None,
                first_page=None, journals=("bioRxiv",)),
    )  # fmt: skip


def cases(references: list[Labelled], generator: random.Random) -> list[Case]:
    """A case for each paper."""
    papers: dict[str, list[Labelled]] = defaultdict(list)
    for reference in references:
        papers[reference["id"].partition("#")[0]].append(reference)
    return [
        _case(own, [one for one in references if one not in own], generator)
        for own in papers.values()
        if len(own) >= 4
    ]


def _case(own: list[Labelled], others: list[Labelled], generator: random.Random) -> Case:
    entries = [
        Entry(n, one["string"], _printed(one, keeps_doi=n % 3 == 0)) for n, one in enumerate(own, 1)
    ]
    sources: list[Source] = []
    gold: dict[str, int] = {}
    for number in sorted(generator.sample(range(1, len(own) + 1), (len(own) + 1) // 2)):
        work = _work(own[number - 1], keeps_doi=number % 3 == 0)
        if work is None:
            continue
        file = f"given-{number}"
        sources.append(source(file, FORMS[number % len(FORMS)], work))
        gold[file] = number
        if number % 5 == 0:
            sources.append(comment(f"comment-{number}", work))
        if number % 5 == 1:
            sources.append(preprint(f"preprint-{number}", work))
    titles = {str(one["gold"]["title"]).lower() for one in own}
    for n, other in enumerate(generator.sample(others, STRANGERS)):
        work = _work(other, keeps_doi=True)
        if work is not None and str(work.title).lower() not in titles:
            sources.append(source(f"stranger-{n}", FORMS[n % len(FORMS)], work))
    generator.shuffle(sources)
    return Case(entries, sources, gold)


def _printed(one: Labelled, *, keeps_doi: bool) -> ParsedReference:
    parsed = replace(parse(one["string"]), pmid=None, pmcid=None)
    return replace(parsed, doi=one["gold"]["doi"] if keeps_doi else None)


def _work(one: Labelled, *, keeps_doi: bool) -> Work | None:
    work = work_of(one)
    return work and replace(work, doi=one["gold"]["doi"] if keeps_doi else work.doi)


def score(some: list[Case]) -> tuple[Counter[str], dict[Certainty, Counter[str]]]:
    """Right, wrong and missed matches; and right and wrong ones by certainty."""
    total: Counter[str] = Counter()
    by_certainty: dict[Certainty, Counter[str]] = defaultdict(Counter)
    for case in some:
        matching = match(case.entries, case.sources)
        reached: set[str] = set()
        for one in matching.matches:
            right = case.gold.get(one.source.file) == one.reference
            by_certainty[one.certainty]["right" if right else "wrong"] += 1
            if one.certainty != "possible":
                total["right" if right else "wrong"] += 1
                if right:
                    reached.add(one.source.file)
        total["missed"] += len(case.gold.keys() - reached)
    return total, by_certainty


def main() -> None:
    """Print the table."""
    if not LABELLED.is_file():
        print(f"{LABELLED}: not there; matching with sources is not measured")
        return
    table = Table(
        "papers", "sources", "matches", "precision", "recall", "certain", "likely", "possible"
    )
    for name, references in zip(("looked at", "held out"), labelled(), strict=True):
        some = cases(references, random.Random(7))
        total, by_certainty = score(some)
        matches = total["right"] + total["wrong"]
        rates = (total["right"] / matches, total["right"] / (total["right"] + total["missed"]))
        counts = (by_certainty[kind] for kind in ("certain", "likely", "possible"))
        table.add_row(
            f"{name}, {len(some)}", str(sum(len(one.sources) for one in some)), str(matches),
            *(f"{rate:.3f}" for rate in rates),
            *(f"{one['right']} of {one['right'] + one['wrong']}" for one in counts),
        )  # fmt: skip
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
