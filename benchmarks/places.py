"""Paths of the benchmark data, which are outside the repository."""

import importlib.util
from pathlib import Path
from types import ModuleType

SHARED = Path(__file__).parents[2] / "shared"
BENCH = SHARED / "bench"
LETTER = SHARED / "letter" / "000_5e1d230bd676d362.txt"


def module(name: str) -> ModuleType:
    """A scorer in the benchmark data, imported as a module."""
    spec = importlib.util.spec_from_file_location(name, BENCH / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
