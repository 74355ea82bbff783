"""Matching the references of a paper to the sources that a user gives or records know."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.checking import comparing, misfits
from ingest.checking.entry import Entry
from ingest.checking.match import By, Certainty, Match, Matching, Misfit
from ingest.checking.source import HOLDINGS, Source
from ingest.readers.document import Paper
from ingest.resolving import matching
from ingest.resolving.matching import FieldComparison
from ingest.sources.text import bare_title, folded
from ingest.sources.work import ID_KINDS, IdKind, same

_NAMES: dict[IdKind, By] = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}
_NCT = re.compile(r"\bNCT[0-9]{8}\b")
_CERTAINTIES: tuple[Certainty, ...] = ("certain", "likely", "possible")
_FORMATS = ("jats", "html", "pubmed", "europepmc", "crossref", "clinicaltrials")
"""Formats in which the text of a source is best read, the first best."""
_WITHOUT_PLACE = {"title", "first author", "year", "journal"}
_LONG = 5
"""Letters from which a word of a title tells works apart."""
_OF_RESULTS = ("RESULT", "DERIVED")
"""The registry's types of citations of papers that report a study."""


def match(
    entries: Sequence[Entry], sources: Sequence[Source], paper: Paper | None = None
) -> Matching:
    """Each reference with its sources, best first, and what fits nowhere.

    `paper` is the document whose references these are; a source that is it is set aside.
    """
    own = [source for source in sources if paper is not None and misfits.is_paper(source, paper)]
    others = [source for source in sources if not any(source is one for one in own)]
    index = _Index(entries)
    matches: list[Match] = []
    refused: list[Misfit] = []
    for source in others:
        if source.study is None:
            some, misfit = _of_source(source, index.near(source))
            matches += some
            refused += misfit
    matches += _of_studies([one for one in others if one.study], entries, matches)
    matches.sort(key=_rank)
    matches, second = _without_versions(matches)
    refused += [misfits.itself(source) for source in own]
    refused += [*second, *misfits.second_files(matches), *misfits.unused(others, matches, refused)]
    notes = misfits.of_another_list(others, matches)
    numbers = tuple(dict.fromkeys(entry.number for entry in entries))
    return Matching(numbers, tuple(matches), tuple(refused), notes)


class _Index:
    """The references that a source may be, without comparing it with each of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_key: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        self._by_word: dict[str, list[Entry]] = defaultdict(list)
        self._entries = list(entries)
        for entry in self._entries:
            one = entry.reference
            families = [person.family for person in one.authors[:1]]
            for key in _keys(one.doi, one.pmid, one.pmcid, families, one.volume, one.first_page):
                self._by_key[key].append(entry)
            for word in _telling(one.title):
                self._by_word[word].append(entry)

    def near(self, source: Source) -> list[Entry]:
        """The references that share an identifier, an author, a place or two words of a title."""
        if source.format in comparing.GUESSED:
            return self._entries
        work = source.work
        families = [person.family for person in work.people]
        near = {
            entry.number: entry
            for key in _keys(
                work.doi, work.pmid, work.pmcid, families, work.volume, work.first_page
            )
            for entry in self._by_key.get(key, ())
        }
        shared: dict[int, list[Entry]] = defaultdict(list)
        for title in work.titles:
            for word in _telling(title):
                for entry in self._by_word.get(word, ()):
                    shared[entry.number].append(entry)
        near |= {number: some[0] for number, some in shared.items() if len(some) > 1}
        return list(near.values())


def _keys(
    doi: str | None, pmid: str | None, pmcid: str | None, families: Iterable[str],
    volume: str | None, page: str | None,
) -> Iterator[tuple[str, ...]]:  # fmt: skip
    for name, value in (("doi", doi), ("pmid", pmid), ("pmcid", pmcid)):
        if value:
            yield name, value.lower().lstrip("0")
    for family in families:
        yield "author", folded(family)
    if volume and page:
        yield "place", volume, page


def _telling(title: str | None) -> set[str]:
    return {word for word in folded(bare_title(title)).split() if len(word) >= _LONG}


def _of_source(source: Source, entries: Sequence[Entry]) -> tuple[list[Match], list[Misfit]]:
    """The references that a source is the work of: one, or the same work listed twice."""
    matches: list[Match] = []
    refused: list[Misfit] = []
    for entry in entries:
        comparison = comparing.compare(entry, source)
        kind = shared_identifier(entry, source)
        if kind is not None:
            if one := _by_identifier(entry, source, kind, comparison):
                matches.append(one)
            else:
                refused.append(misfits.another_work(entry, source, _NAMES[kind], comparison))
        elif one := _by_fields(entry, source, comparison):
            matches.append(one)
    identified = [one for one in matches if one.by in _NAMES.values()]
    best = _best(identified or matches)
    if len({_identity(entries, one.reference) for one in best}) > 1:
        return [replace(one, certainty="possible") for one in best], [
            misfits.ambiguous(source, best)
        ]
    return best, refused if not best else []


def shared_identifier(entry: Entry, source: Source) -> IdKind | None:
    """The kind of identifier that a reference and a source share."""
    for kind in ID_KINDS:
        one, other = getattr(entry.reference, kind), getattr(source.work, kind)
        if one and other and same(kind, one, other):
            return kind
    return None


def _by_identifier(
    entry: Entry, source: Source, kind: IdKind, comparison: FieldComparison
) -> Match | None:
    """A match by an identifier; None if the other fields say that it is another work's."""
    confirmed = matching.confirms(comparison)
    if confirmed is False:
        return None
    certainty: Certainty = "certain" if confirmed else "likely"
    if source.format in comparing.GUESSED and not {"title", "first author"} & set(
        comparison.agreed
    ):
        certainty = "possible"  # a comment prints the DOI of what it comments on
    elif confirmed is None and not comparison.disagreed:
        certainty = "certain"
    name = _NAMES[kind]
    others = _listed(comparison)
    return Match(
        entry.number, source, name, certainty, f"the same {name}{others}", comparison.agreed,
        comparison.disagreed,
    )  # fmt: skip


def _by_fields(entry: Entry, source: Source, comparison: FieldComparison) -> Match | None:
    """A match by title, authors, year and place."""
    agreed = set(comparison.agreed)
    guessed = source.format in comparing.GUESSED
    if guessed and {"title", "first author"} <= agreed and comparison.against == 0:
        by: By = "opening"
        certainty: Certainty = "certain" if "year" in agreed else "likely"
    elif matching.fits(entry.reference, comparison):
        by = "title" if "title" in agreed else "place"
        certainty = "certain" if comparison.against == 0 else "likely"
    elif agreed >= _WITHOUT_PLACE and comparison.against == 0:
        by, certainty = "title", "likely"  # a short title, and no place to tell it from others
    elif "title" in agreed and len(folded(entry.reference.title or "").split()) > matching.SHORT:
        by, certainty = "title", "possible"
    else:
        return None
    reason = f"the same {', '.join(comparison.agreed)}{_differing(comparison)}"
    return Match(
        entry.number, source, by, certainty, reason, comparison.agreed, comparison.disagreed
    )


def _listed(comparison: FieldComparison) -> str:
    agreed = f"; {', '.join(comparison.agreed)} agree" if comparison.agreed else ""
    return agreed + _differing(comparison)


def _differing(comparison: FieldComparison) -> str:
    if not comparison.disagreed:
        return ""
    verb = "differs" if len(comparison.disagreed) == 1 else "differ"
    return f"; {', '.join(comparison.disagreed)} {verb}"


def _best(matches: Sequence[Match]) -> list[Match]:
    """The surest of the references that a source may be the work of, all if they are equal."""
    if not matches:
        return []
    top = max(map(_weight, matches))
    return [one for one in matches if _weight(one) == top]


def _weight(one: Match) -> tuple[int, int, int]:
    return -_CERTAINTIES.index(one.certainty), -len(one.disagreed), len(one.agreed)


def _identity(entries: Sequence[Entry], number: int) -> tuple[str, ...]:
    """What tells the works of two references apart: title, place and year."""
    one = next(entry.reference for entry in entries if entry.number == number)
    place = (one.volume or "", one.first_page or "", one.year or "")
    return (folded(bare_title(one.title)), *place) if one.title else place


def _rank(one: Match) -> tuple[int, int, int, int, str, int]:
    source = one.source
    form = _FORMATS.index(source.format) if source.format in _FORMATS else len(_FORMATS)
    holds = HOLDINGS.index(source.holds) if not source.problem else len(HOLDINGS)
    certainty = _CERTAINTIES.index(one.certainty)
    return one.reference, int(certainty == 2), holds, form, source.file, source.part


def _without_versions(matches: Sequence[Match]) -> tuple[list[Match], list[Misfit]]:
    """The matches, those made possible only that differ where a certain one does not.

    A preprint or a meeting abstract has the title of the paper, and is not what is cited.
    """
    certain = {one.reference for one in matches if one.certainty == "certain"}
    kept, second = [], []
    for one in matches:
        if one.certainty == "likely" and one.disagreed and one.reference in certain:
            kept.append(replace(one, certainty="possible"))
            second.append(misfits.other_version(one))
        else:
            kept.append(one)
    return sorted(kept, key=_rank), second


def _of_studies(
    studies: Sequence[Source], entries: Sequence[Entry], matches: Sequence[Match]
) -> Iterator[Match]:
    """Registered studies: of references that print their number, or whose papers name it."""
    for source in studies:
        study = source.study
        numbers = set(source.work.registrations)
        cited = {
            one.pmid: one.type
            for one in (study.protocol.citations if study else ())
            if one.pmid and one.type in _OF_RESULTS
        }
        for entry in entries:
            if reason := _registered(entry, numbers, cited, matches):
                yield Match(entry.number, source, "registration", *reason)


def _registered(
    entry: Entry, numbers: set[str], cited: Mapping[str, str], matches: Sequence[Match]
) -> tuple[Certainty, str] | None:
    if printed := numbers & set(_NCT.findall(entry.printed)):
        return "certain", f"the reference prints {min(printed)}"
    works = [one.source.work for one in matches if one.reference == entry.number]
    works = [work for work in works if work.pmid or work.registrations]
    pmids = {entry.reference.pmid, *(work.pmid for work in works)} & cited.keys()
    if pmids:
        pmid = min(filter(None, pmids))
        sure: Certainty = "certain" if cited[pmid] == "RESULT" else "likely"
        return sure, f"the registry lists PMID {pmid} as a report of its results"
    named = numbers & {number for work in works for number in work.registrations}
    return ("likely", f"a source of the reference names {min(named)}") if named else None
