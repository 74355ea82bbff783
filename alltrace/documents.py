"""What the commands do to documents and record files, as functions."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from alltrace.files import PathLike
from ontology.errors import ReadingError

if TYPE_CHECKING:
    from alltrace.reviewing import Review
    from ingest.differences import ThingChange
    from ingest.drafting.batch import WrittenDraft
    from ingest.importers import Imported
    from ingest.model.reader import ModelReader, Watcher
    from ingest.references.model import ParsedReference


def parse_reference(printed: str) -> "ParsedReference":
    """The parts of one printed reference: authors, title, journal, year, volume and pages.

    Never raises; a part that is not understood is None. Every part says in `how` by which rule it
    was read and how often that rule was right on labelled references.

    >>> parse_reference("Smith A, Jones B. A trial. Blood. 2030;12:34-40.").journal
    'Blood'
    """
    from ingest.references.parse import parse

    return parse(printed)


def draft(
    *files: PathLike,
    name: str | None = None,
    records: Sequence[PathLike] = (),
    day: date | None = None,
    jobs: int = 1,
    part: int | None = None,
    model: "ModelReader | None" = None,
) -> "list[WrittenDraft]":
    r"""Draft a record of each document in the files, as `alltrace draft` does.

    `name` is what the record of a single document is to be called, `records` are record files whose
    works and studies are known beside the bundled ones, `day` is the day of curation (today),
    `jobs` is how many files are read at once, and `part` the number of one document of each file:
    sub-articles, such as an authors' reply, are drafted only so. `model` is a language model that
    reads beside the rules (`alltrace.model_reader`). A draft has a `name`, the `text`
    of its file, and the `draft` itself. Raises ReadingError with every file of which nothing could
    be made.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".txt") as file:
    ...     _ = file.write("A trial\n\nOf 40 patients, 31 (77.5%) had a complete remission.\n")
    ...     file.flush()
    ...     (made,) = draft(file.name, name="mine")
    >>> made.name, made.text.splitlines()[0]
    ('mine', 'record: mine')
    """
    from ingest.drafting.batch import Job, draft_each

    job = Job((day or date.today()).isoformat(), tuple(map(Path, records)), name, part, model)
    outcomes = list(draft_each([Path(file) for file in files], job, jobs))
    if problems := [outcome.problem for outcome in outcomes if outcome.problem is not None]:
        raise ReadingError("\n".join(problems), value=problems)
    return [draft for outcome in outcomes for draft in outcome.drafts]


def model_reader(
    model: str | None = None,
    *,
    allow_remote: bool = False,
    kept: PathLike | None = None,
    watcher: "Watcher | None" = None,
) -> "ModelReader | None":
    """The language model that `URL#NAME` or `ALLTRACE_MODEL` names, for `draft`; None for none.

    `kept` is the folder in which its replies are kept. A model on another machine is given only
    with `allow_remote`. Limits come from the [settings](docs/settings.md). Raises ModelError,
    SettingError.

    >>> model_reader("http://127.0.0.1:8080#small").choice.name
    'small'
    """
    from ontology.settings import MODEL

    if not (named := MODEL.text() if model is None else model):
        return None
    from ingest.model.choice import ModelChoice
    from ingest.model.limits import Limits
    from ingest.model.reader import ModelReader

    choice = ModelChoice.of(named, allow_remote=allow_remote)
    folder = Path(kept) if kept is not None else None
    return ModelReader(choice, folder, Limits.of_settings(), watcher)


def review(record: PathLike) -> "Review":
    r"""Open a record file to accept, edit or drop its statements, as `alltrace review` does.

    Each decision is in the file as soon as it is made. Raises RecordError.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".yaml") as file:
    ...     _ = file.write(
    ...         "record: mine\nstatus: extracted\ncuration: {curator: me, date: 2030-01-01}\n"
    ...     )
    ...     file.flush()
    ...     review(file.name)
    <Review of mine: 0 statements, 0 of them not reviewed>
    """
    from alltrace.reviewing import Review

    return Review.of(Path(record))


def diff(old: PathLike, new: PathLike) -> "list[ThingChange]":
    r"""What changed between two record files, statement by statement, as `alltrace diff` tells it.

    Order and comments do not count; an empty list means no difference. Raises RecordError.

    >>> from tempfile import TemporaryDirectory
    >>> head = "record: mine\nstatus: reviewed\ncuration: {curator: me, date: 2030-01-01}\n"
    >>> with TemporaryDirectory() as folder:
    ...     old, new = Path(folder, "old.yaml"), Path(folder, "new.yaml")
    ...     _ = old.write_text(head)
    ...     _ = new.write_text(head + "trials: [{id: trial-x, label: Trial X}]\n")
    ...     [(change.kind, change.section, change.new) for change in diff(old, new)]
    [('added', 'trials', 'trial-x')]
    """
    from ingest import records
    from ingest.differences import differences

    return differences(records.load(Path(old)).record, records.load(Path(new)).record)


def import_records(*files: PathLike, day: date | None = None) -> "list[Imported]":
    """A record for each study or work in files of registries and indexes, as `alltrace import`.

    Takes ClinicalTrials.gov (API v2), PubMed, Europe PMC, Crossref and JATS, told apart by content;
    the network is not asked. `day` is the day of curation (today). Raises ReadingError.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".json") as file:
    ...     _ = file.write(
    ...         '{"DOI": "10.1000/x.1", "type": "journal-article", "title": ["X"], "issued": {}}'
    ...     )
    ...     file.flush()
    ...     [one.name for one in import_records(file.name)]
    ['doi-10.1000-x.1']
    """
    from ingest import importers

    return [one for file in files for one in importers.import_file(file, day)]
