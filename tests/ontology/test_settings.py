"""The settings: every variable that the code reads stands in one module and on one page."""

import re

import pytest

from ontology import settings
from ontology.errors import SettingError
from places import HOUSE

ROOMS = ("ontology", "ingest", "queries", "graph_viz", "alltrace")
NAME = re.compile(r"\bALLTRACE_[A-Z_]+[A-Z]\b")

in_checkout = pytest.mark.skipif(
    not (HOUSE / "pyproject.toml").is_file(), reason="runs in a checkout, not beside a wheel"
)


@in_checkout
def test_every_variable_in_the_code_is_a_setting() -> None:
    known = {one.name for one in settings.SETTINGS}
    code = {path: path.read_text() for room in ROOMS for path in (HOUSE / room).rglob("*.py")}
    told = {name for text in code.values() for name in NAME.findall(text)}
    assert told == {name for name in known if name.startswith("ALLTRACE_")}
    readers = [path.name for path, text in code.items() if "os.environ" in text]
    assert sorted(readers) == READERS


READERS = ["client.py", "console.py", "reviewing.py", "settings.py"]
"""`client` has a default of its own for a time, `console` looks at COLUMNS, `reviewing` at EDITOR."""


@in_checkout
def test_the_page_of_settings_is_what_the_module_says() -> None:
    page = (HOUSE / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings.page(), "run make docs"


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLTRACE_TIMEOUT", "")
    assert settings.TIMEOUT.seconds() == 60.0
    monkeypatch.setenv("ALLTRACE_TIMEOUT", "2.5")
    assert settings.TIMEOUT.seconds() == 2.5


@pytest.mark.parametrize("text", ["soon", "0", "-1", "inf", "nan"])
def test_a_time_is_a_number_of_seconds(text: str) -> None:
    with pytest.raises(
        SettingError, match=r"ALLTRACE_TIMEOUT: .* is no number of seconds"
    ) as error:
        settings.TIMEOUT.seconds(text)
    assert error.value.value == text


@pytest.mark.parametrize("base", ["no base", "https://example.org/mine", ""])
def test_a_base_is_an_iri_that_ends_with_a_slash(base: str) -> None:
    with pytest.raises(SettingError, match="ALLTRACE_BASE"):
        settings.base_iri(base)
