"""A folder of papers that grows: each document has one record, whatever else is in the folder."""

import json
from itertools import permutations
from pathlib import Path

import pytest
from drafted_papers import INVENTED_LETTER, INVENTED_TRIAL

from alltrace import EvidenceGraph
from conftest import fails, run
from ontology.errors import AmbiguousNameError

ABSTRACT = "In {n} patients complete remission was reached by {n} of 200 patients."


def pubmed(folder: Path, pmid: str, n: int = 31, name: str | None = None, doi: str = "") -> Path:
    """A PubMed file of one paper by Wang, 2024."""
    path = folder / (name or f"{pmid}.xml")
    ids = f'<ArticleIdList><ArticleId IdType="doi">{doi}</ArticleId></ArticleIdList>' if doi else ""
    path.write_text(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation>"
        f"<PMID>{pmid}</PMID><Article><Journal><JournalIssue><Volume>1</Volume>"
        "<PubDate><Year>2024</Year></PubDate></JournalIssue><Title>J Invented</Title></Journal>"
        f"<ArticleTitle>Paper {pmid} of an invented regimen</ArticleTitle>"
        f"<Abstract><AbstractText>{ABSTRACT.format(n=n)}</AbstractText></Abstract>"
        "<AuthorList><Author><LastName>Wang</LastName><Initials>X</Initials></Author></AuthorList>"
        f"</Article></MedlineCitation><PubmedData>{ids}</PubmedData>"
        "</PubmedArticle></PubmedArticleSet>",
        encoding="utf-8",
    )
    return path


def jats(folder: Path, doi: str, name: str, share: str = "Half") -> Path:
    path = folder / name
    path.write_text(
        "<article><front><article-meta>"
        f'<article-id pub-id-type="doi">{doi}</article-id><title-group><article-title>One paper'
        "</article-title></title-group><pub-date><year>2024</year></pub-date></article-meta></front>"
        f"<body><p>{share} of them went into remission.</p></body></article>",
        encoding="utf-8",
    )
    return path


def markdown(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


def quads(store: Path) -> list[bytes]:
    with EvidenceGraph.at(str(store)) as graph:
        return sorted(graph.export("nquads").splitlines())


def documents(store: Path) -> list[str]:
    """The PMIDs or titles of the documents in a store."""
    with EvidenceGraph.at(str(store)) as graph:
        rows = graph.query("SELECT ?d ?t { ?d a at:Document ; dcterms:title ?t } ORDER BY ?t")
        return [str(row["t"]) for row in rows]


def ingest(tmp_path: Path, *files: Path, code: int = 0) -> str:
    done = run("ingest", *files, "-o", tmp_path / "out", "--store", tmp_path / "store")
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout + done.stderr


def test_a_third_paper_of_one_author_and_year_is_added_and_none_is_lost(tmp_path: Path) -> None:
    first, second, third = (pubmed(tmp_path, pmid) for pmid in ("301", "302", "300"))
    ingest(tmp_path, first, second)
    before = contents(tmp_path / "out")
    assert list(before) == ["pmid-301.yaml", "pmid-302.yaml"]
    assert "3 drafted, 0 failed" in ingest(tmp_path, third, first, second)
    after = contents(tmp_path / "out")
    assert list(after) == ["pmid-300.yaml", "pmid-301.yaml", "pmid-302.yaml"]
    assert before.items() <= after.items()
    titles = [f"Paper {pmid} of an invented regimen" for pmid in (300, 301, 302)]
    assert documents(tmp_path / "store") == titles


def test_ingesting_again_changes_neither_drafts_nor_store(tmp_path: Path) -> None:
    files = [pubmed(tmp_path, "301"), markdown(tmp_path, "letter.md", INVENTED_LETTER)]
    ingest(tmp_path, *files)
    before = contents(tmp_path / "out"), quads(tmp_path / "store")
    ingest(tmp_path, *reversed(files))
    assert (contents(tmp_path / "out"), quads(tmp_path / "store")) == before


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_files_changes_no_draft(tmp_path: Path, order: tuple[int, ...]) -> None:
    (tmp_path / "b").mkdir()
    files = [
        pubmed(tmp_path, "301"),
        markdown(tmp_path, "same.md", INVENTED_LETTER),
        markdown(tmp_path, "b/same.md", INVENTED_TRIAL),
    ]
    out = tmp_path / "out"
    assert run("draft", *files, "-o", tmp_path / "first").returncode == 0
    assert run("draft", *(files[n] for n in order), "-o", out).returncode == 0
    assert contents(out) == contents(tmp_path / "first")
    assert len(contents(out)) == 3


def test_a_document_in_two_files_of_a_run_is_drafted_once_and_reported(tmp_path: Path) -> None:
    files = (
        pubmed(tmp_path, "301", doi="10.1000/x.1"),
        jats(tmp_path, "10.1000/X.1", "full.xml"),
        pubmed(tmp_path, "301", doi="10.1000/x.1", name="copy.xml"),
    )
    done = run("ingest", *files, "-o", tmp_path / "out", "--format", "json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [entry["record"] for entry in report["drafts"]] == ["pmid-301"]
    repeated = [(Path(r["file"]).name, r["same_text"]) for r in report["repeated"]]
    assert repeated == [("full.xml", False), ("copy.xml", True)]
    assert "the same document as" in done.stderr
    assert list(contents(tmp_path / "out")) == ["pmid-301.yaml"]


def test_a_document_is_found_by_any_identifier_in_a_folder_of_earlier_drafts(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    paper = pubmed(tmp_path, "301", doi="10.1000/x.1")
    assert run("draft", paper, "--name", "wang-2024", "-o", out / "wang-2024.yaml").returncode == 0
    before = contents(out)
    ingest(tmp_path, paper)
    assert "is kept" in ingest(tmp_path, jats(tmp_path, "10.1000/x.1", "full.xml"))
    assert contents(out) == before


def test_two_documents_with_equal_texts_and_different_identifiers_are_two(tmp_path: Path) -> None:
    files = [jats(tmp_path, f"10.1000/x.{n}", f"{n}.xml") for n in (1, 2)]
    assert "2 drafted, 0 failed" in ingest(tmp_path, *files)
    assert list(contents(tmp_path / "out")) == ["doi-10.1000-x.1.yaml", "doi-10.1000-x.2.yaml"]


def test_names_that_identifiers_share_are_kept_apart(tmp_path: Path) -> None:
    """A DOI may hold slashes where another has hyphens; names hold neither."""
    files = [
        jats(tmp_path, f"10.1000/x{mark}1", f"{share}.xml", share)
        for mark, share in (("/", "Half"), ("-", "Most"))
    ]
    ingest(tmp_path, files[0])
    assert "2 drafted, 0 failed" in ingest(tmp_path, *reversed(files))
    assert len(contents(tmp_path / "out")) == 2
    assert len(documents(tmp_path / "store")) == 2


@pytest.mark.parametrize("identified", [True, False])
def test_a_changed_source_is_reported_and_the_corrected_draft_kept(
    tmp_path: Path, identified: bool
) -> None:
    def source(n: int) -> Path:
        if identified:
            return pubmed(tmp_path, "301", n)
        return markdown(tmp_path, "p.md", f"# A paper\n\n{ABSTRACT.format(n=n)}\n")

    ingest(tmp_path, source(31))
    (draft,) = (tmp_path / "out").iterdir()
    corrected = draft.read_text("utf-8").replace("status: extracted", "status: reviewed", 1)
    draft.write_text(corrected, "utf-8")
    assert "has changed" not in ingest(tmp_path, source(31))
    assert "its source has changed" in ingest(tmp_path, source(32))
    assert [path.read_text("utf-8") for path in (tmp_path / "out").iterdir()] == [corrected]


def test_a_draft_whose_identifier_was_corrected_is_kept(tmp_path: Path) -> None:
    paper, out = pubmed(tmp_path, "301"), tmp_path / "out"
    ingest(tmp_path, paper)
    corrected = (out / "pmid-301.yaml").read_text("utf-8").replace("pmid: '301'", "pmid: '999'")
    (out / "pmid-301.yaml").write_text(corrected, "utf-8")
    assert "is kept" in ingest(tmp_path, paper)
    assert contents(out) == {"pmid-301.yaml": corrected}


def test_an_imported_record_of_the_same_name_is_neither_overwritten_nor_taken_for_the_draft(
    tmp_path: Path,
) -> None:
    paper, out = pubmed(tmp_path, "301"), tmp_path / "out"
    assert run("import", paper, "-o", out).returncode == 0
    imported = contents(out)
    assert list(imported) == ["pmid-301.yaml"]
    ingest(tmp_path, paper)
    assert imported.items() <= contents(out).items()
    assert len(contents(out)) == 2
    assert documents(tmp_path / "store") == ["Paper 301 of an invented regimen"]


@pytest.mark.parametrize("moved", [True, False])
def test_a_record_that_is_given_and_is_of_the_document_is_the_one_built_with(
    tmp_path: Path, moved: bool
) -> None:
    paper, out = pubmed(tmp_path, "301"), tmp_path / "out"
    ingest(tmp_path, paper)
    record = out / "pmid-301.yaml"
    if moved:
        record = record.rename(tmp_path / "checked.yaml")
    done = run("ingest", paper, "-o", out, "--record", record)
    assert done.returncode == 0, done.stderr + done.stdout
    assert f"{record}: is there already and is kept" in done.stderr
    assert len(list(out.iterdir())) == (0 if moved else 1)


def test_draft_refuses_to_draft_a_document_of_the_folder_again(tmp_path: Path) -> None:
    paper, out = pubmed(tmp_path, "301"), tmp_path / "out"
    assert run("draft", paper, "-o", out).returncode == 0
    (out / "pmid-301.yaml").rename(out / "mine.yaml")
    assert "mine.yaml: is there already" in fails(1, "draft", paper, "-o", out)
    assert run("draft", paper, "-o", out, "--name", "other").returncode == 0
    assert list(contents(out)) == ["mine.yaml", "other.yaml"]


def test_a_readable_name_finds_a_document_where_it_is_unique(tmp_path: Path) -> None:
    one, two = pubmed(tmp_path, "301"), pubmed(tmp_path, "302")
    ingest(tmp_path, one)
    with EvidenceGraph.at(str(tmp_path / "store")) as graph:
        for name in ("wang-2024", "Wang 2024", "pmid-301"):
            (document,) = graph.audit(name)
            assert document.document.endswith("/pmid-301")
    ingest(tmp_path, one, two)
    with EvidenceGraph.at(str(tmp_path / "store")) as graph, pytest.raises(AmbiguousNameError):
        graph.audit("wang-2024")
