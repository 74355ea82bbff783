"""The house: imports go one way, and the repository names no host and no place of one machine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
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
