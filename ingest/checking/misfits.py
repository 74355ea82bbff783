"""What fits nowhere among the sources that a user gives, a sentence each."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.checking.attachments import MANAGED
from ingest.checking.comparing import title_opens
from ingest.checking.entry import Entry
from ingest.checking.match import Match, Misfit
from ingest.checking.source import Source
from ingest.readers.document import Paper
from ingest.resolving.matching import FieldComparison
from ingest.sources.text import bare_title, folded
from ingest.sources.work import same

FEW = 0.1
"""The share of a list's entries that match below which it looks like another paper's."""
ENOUGH = 8
"""Entries of a list from which its share says something."""
_TITLE_WORDS = 5


def is_paper(source: Source, paper: Paper) -> bool:
    """Whether a source is the paper whose references are matched."""
    if source.paper is not None and source.paper.text_sha256 == paper.text_sha256:
        return True
    own, work = paper.metadata, source.work
    if own.doi and work.doi:
        return same("doi", own.doi, work.doi)
    if own.pmid and work.pmid:
        return same("pmid", own.pmid, work.pmid)
    title = folded(bare_title(own.title))
    if len(title.split()) < _TITLE_WORDS:
        return False
    named = any(folded(bare_title(one)) == title for one in work.titles)
    families = {name.rpartition(" ")[0] or name for name in own.authors}
    shared = families & {person.family for person in work.people} or not own.authors
    return bool(shared) and (named or title_opens(own.title, source.opening))


def itself(source: Source) -> Misfit:
    """The paper among its own sources."""
    message = f"{source.name}: is the paper itself, and no source of a reference"
    return Misfit("the paper itself", source, message)


def another_work(
    entry: Entry, source: Source, identifier: str, comparison: FieldComparison
) -> Misfit:
    """A source under the identifier of a reference that is not the printed work."""
    verb = "differs" if len(comparison.disagreed) == 1 else "differ"
    message = (
        f"{source.name}: has the {identifier} that reference {entry.number} prints, but is "
        f"another work ({source.work.label}): {', '.join(comparison.disagreed)} {verb}"
    )
    return Misfit("another work", source, message, entry.number)


def ambiguous(source: Source, matches: Sequence[Match]) -> Misfit:
    """A source that may be the work of several references."""
    numbers = ", ".join(str(one.reference) for one in matches)
    message = f"{source.name}: may be the source of references {numbers}; none is taken"
    return Misfit("ambiguous", source, message)


def other_version(one: Match) -> Misfit:
    """A source with the title of a reference that another source fits better."""
    message = (
        f"{one.source.name}: has the title of reference {one.reference}, but "
        f"{', '.join(one.disagreed)} differ and another source agrees: another version of the work?"
    )
    return Misfit("another work", one.source, message, one.reference)


def second_files(matches: Sequence[Match]) -> Iterator[Misfit]:
    """Further documents of a reference that has one already."""
    first: dict[int, Source] = {}
    for one in matches:
        source = one.source
        if one.certainty == "possible" or source.paper is None:
            continue
        if one.reference not in first:
            first[one.reference] = source
            continue
        used = first[one.reference]
        what = "a copy of" if used.sha256 == source.sha256 else "a second file beside"
        message = f"{source.name}: {what} {used.name} for reference {one.reference}"
        yield Misfit("second file", source, f"{message}; {used.name} is used", one.reference)


def unused(
    sources: Sequence[Source], matches: Sequence[Match], refused: Sequence[Misfit]
) -> Iterator[Misfit]:
    """Sources that cannot be used, or belong to no reference; a file of many works once."""
    matched = {id(one.source) for one in matches if one.certainty != "possible"}
    told = {id(one.source) for one in refused}
    for one in matches:
        if one.certainty == "possible" and id(one.source) not in matched | told:
            told.add(id(one.source))
            if one.source.format != "record":
                yield _perhaps(one)
    of_file: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if source.problem:
            yield _with_problem(source)
        elif id(source) not in matched | told and source.format != "record":
            of_file[source.file].append(source)
    in_file = {name: sum(one.file == name for one in sources) for name in of_file}
    for name, some in of_file.items():
        if in_file[name] == 1:
            label = f" ({some[0].work.label})" if some[0].work.titles else ""
            message = f"{name}: belongs to no reference{label}"
        else:
            message = f"{name}: {len(some)} of {in_file[name]} works in it belong to no reference"
        yield Misfit("no reference", some[0], message)


def _perhaps(one: Match) -> Misfit:
    message = f"{one.source.name}: may be the source of reference {one.reference} ({one.reason})"
    return Misfit("ambiguous", one.source, f"{message}; it is not used", one.reference)


def _with_problem(source: Source) -> Misfit:
    problem = source.problem or ""
    message = f"{source.name}: {problem}"
    if problem.startswith("the text is"):
        return Misfit("other script", source, message)
    return Misfit("unreadable" if source.format == "unknown" else "no text", source, message)


def of_another_list(sources: Sequence[Source], matches: Sequence[Match]) -> tuple[str, ...]:
    """A note for each file of a reference manager that looks like the list of another paper."""
    matched = {id(one.source) for one in matches if one.certainty != "possible"}
    listed: dict[str, list[bool]] = defaultdict(list)
    for source in sources:
        if source.format in MANAGED:
            listed[source.file].append(id(source) in matched)
    return tuple(
        f"{name}: {sum(some)} of {len(some)} entries match a reference; "
        "is it the reference list of another paper?"
        for name, some in listed.items()
        if len(some) >= ENOUGH and sum(some) < FEW * len(some)
    )
