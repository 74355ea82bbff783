"""The house: imports go one way, properties are named in one room, and no host is named."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import property_names
import pytest

from ontology import long_table_page
from places import HOUSE
from queries import library_page

ROOMS = ["alltrace", "graph_viz", "queries", "ingest", "ontology"]

in_checkout = pytest.mark.skipif(
    not (HOUSE / "pyproject.toml").is_file(), reason="runs in a checkout, not beside a wheel"
)


def lint_imports(layers: list[str], tmp_path: Path) -> int:
    config = tmp_path / "contract.toml"
    config.write_text(
        "[tool.importlinter]\n"
        f"root_packages = {ROOMS}\n"
        "[[tool.importlinter.contracts]]\n"
        f'name = "rooms"\ntype = "layers"\nlayers = {layers}\n'
    )
    program = Path(sys.executable).parent / "lint-imports"
    command = [str(program), "--config", str(config), "--no-cache"]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, check=False).returncode


@in_checkout
def test_each_room_imports_only_from_rooms_on_its_left(tmp_path: Path) -> None:
    assert lint_imports(ROOMS, tmp_path) == 0


@in_checkout
def test_an_import_the_wrong_way_would_be_found(tmp_path: Path) -> None:
    assert lint_imports(["ontology", "ingest", "queries", "graph_viz", "alltrace"], tmp_path) != 0


@in_checkout
def test_lock_files_carry_names_versions_and_hashes_only() -> None:
    for lock in HOUSE.glob("*.lock"):
        for line in lock.read_text().splitlines():
            entry = re.fullmatch(
                r"[a-z0-9._-]+==\S+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line
            )
            assert entry, f"{lock.name}: {line}"


@in_checkout
def test_every_file_a_package_needs_at_run_time_is_data_of_the_package() -> None:
    """The wheel is made of the five folders whole; nothing is read from outside of them."""
    for room in ROOMS:
        for source in (HOUSE / room).rglob("*.py"):
            assert "__file__" not in source.read_text(), source


@in_checkout
def test_properties_are_named_in_the_ontology_and_sparql_stands_in_files_of_its_own() -> None:
    assert property_names.offenders() == {}


@in_checkout
@pytest.mark.parametrize(
    "planted",
    [
        'value = thing.fact("hasEndpoint")',
        'value = f"{name} hasEndpoint at:value {name}"',
        'iri = "https://w3id.org/alltrace/ns#value"',
        "iri = NS + name",
        'iri = terms.NS + "value"',
        'iri = f"<{NS}{name}>"',
        'iri = at("value")',
        'rows = store.query("SELECT ?thing WHERE { ?thing a ?class }")',
        'rows = store.query(f"SELECT {name} {{ ?thing a ?class }}")',
        'holds = """ASK { GRAPH ?g { ?s ?p ?o } }"""',
    ],
)
def test_a_property_or_a_query_in_a_module_would_be_found(planted: str) -> None:
    source = f"def f(name: str) -> None:\n    {planted}\n"
    assert [line for line, _ in property_names.offences(source)] == [2]


@in_checkout
@pytest.mark.parametrize(
    "innocent",
    [
        '"""A docstring may name at:hasEndpoint and say SELECT { }."""',
        'iri = property_of(Measurement, "endpoint")',
        "known = name.startswith(NS)",
        'message = "Select the value of a study {name}"',
    ],
)
def test_what_names_no_property_is_let_pass(innocent: str) -> None:
    source = f"def f(name: str) -> None:\n    {innocent}\n"
    assert list(property_names.offences(source)) == []


@in_checkout
def test_a_property_in_the_page_s_script_would_be_found() -> None:
    script = (
        'const seen = graph.said(node, "text_seen");\nconst told = graph.said(node, "textSeen");\n'
    )
    assert list(property_names.offences_of_script(script)) == [(2, "the property textSeen")]


@in_checkout
def test_names_of_others_are_let_pass_only_where_they_stand() -> None:
    for file, names in property_names.FOREIGN.items():
        source = (HOUSE / file).read_text(encoding="utf-8")
        assert {told.rpartition(" ")[2] for _, told in property_names.offences(source)} == names


def wheel_holds(house: Path, tmp_path: Path) -> set[str]:
    """The files of the wheel that is built from a tree, without those that describe it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=house, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def files_of_the_rooms(house: Path) -> set[str]:
    files = (path for room in ROOMS for path in (house / room).rglob("*") if path.is_file())
    return {path.relative_to(house).as_posix() for path in files if path.suffix != ".pyc"}


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    """A copy of what the wheel is built from, so that a test may change it."""
    house = tmp_path / "house"
    house.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(HOUSE / name, house)
    for room in ROOMS:
        shutil.copytree(HOUSE / room, house / room)
    return house


@in_checkout
def test_the_wheel_holds_every_file_of_the_rooms(copied_house: Path, tmp_path: Path) -> None:
    held = wheel_holds(copied_house, tmp_path)
    assert held == files_of_the_rooms(copied_house)
    assert {"ontology/alltrace.ttl", "ontology/shapes.ttl", "alltrace/py.typed"} <= held
    assert {".py", ".rq", ".ttl", ".yaml"} <= {Path(name).suffix for name in held}


@in_checkout
def test_a_data_file_that_the_wheel_left_out_would_be_found(
    copied_house: Path, tmp_path: Path
) -> None:
    with (copied_house / ".gitignore").open("a") as ignored:
        ignored.write("shapes.ttl\n")
    missing = files_of_the_rooms(copied_house) - wheel_holds(copied_house, tmp_path)
    assert missing == {"ontology/shapes.ttl"}


LONGEST = 500


@in_checkout
def test_no_test_file_is_longer_than_can_be_read() -> None:
    longer = {
        path.relative_to(HOUSE).as_posix()
        for path in (HOUSE / "tests").rglob("*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST
    }
    assert longer == set()


@in_checkout
def test_tests_on_outside_data_are_marked() -> None:
    by_hand = {
        path.relative_to(HOUSE).as_posix()
        for path in (HOUSE / "tests").rglob("test_*.py")
        if re.search(
            r"^from places import .*(LETTER|BENCH|SHARED)", text := path.read_text("utf-8"), re.M
        )
        and re.search(r"skipif\(\s*not \w+\.is_(file|dir)\(\)", text)
    }
    assert by_hand == set()


@in_checkout
def test_only_what_is_too_complex_is_excused_from_being_simple() -> None:
    settings = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    lint = settings["tool"]["ruff"]["lint"]
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--isolated", "--select"]
    command += ["C901", "--output-format", "json", "--exit-zero", "--config"]
    command += [f"lint.mccabe.max-complexity={lint['mccabe']['max-complexity']}", *ROOMS]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, check=True, encoding="utf-8")
    excused = {file for file, rules in lint["per-file-ignores"].items() if "C901" in rules}
    found = {Path(fault["filename"]).relative_to(HOUSE) for fault in json.loads(done.stdout)}
    assert {path.as_posix() for path in found} == excused


@in_checkout
def test_the_page_of_questions_is_what_their_files_say() -> None:
    page = (HOUSE / "docs" / "questions.md").read_text(encoding="utf-8")
    assert page == library_page.page(), "run make docs"


@in_checkout
def test_the_page_of_the_long_table_is_what_its_columns_say() -> None:
    page = (HOUSE / "docs" / "long-table.md").read_text(encoding="utf-8")
    assert page == long_table_page.page(), "run make docs"
