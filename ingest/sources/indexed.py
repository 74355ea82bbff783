"""What indexes and registries give as JSON, each object by the reader of its source."""

from collections.abc import Iterator

from ingest.sources import clinicaltrials, crossref, europepmc, json_objects, pubmed
from ingest.sources.clinicaltrials import RegisteredStudy
from ingest.sources.work import Work


def in_json(text: str, name: str) -> Iterator[Work | RegisteredStudy]:
    """The works and studies in JSON, in order; other objects are passed. Raises ReadingError.

    >>> [work.title for work in in_json('{"DOI": "10.1000/1", "title": ["A"], "issued": {}}', "x")]
    ['A']
    """
    for value in json_objects.values(text.removeprefix("\ufeff"), name):
        if clinicaltrials.is_study(value):
            yield clinicaltrials.study(value)
        elif crossref.is_work(value):
            yield crossref.work(value)
        elif europepmc.is_result(value):
            yield europepmc.work(value)
        elif pubmed.is_summaries(value):
            yield from pubmed.summaries(value)
