"""Every setting that the environment can give, in one place.

An argument always comes first; a setting is what holds where no argument was given.

>>> BASE.name
'ALLTRACE_BASE'
>>> TIMEOUT.seconds("12.5")
12.5
"""

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from ontology.errors import SettingError, shown
from ontology.terms import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, what holds without it, and what it is for."""

    name: str
    default: str
    about: str

    def text(self) -> str:
        """What the environment says, or the default; an empty variable is none."""
        return os.environ.get(self.name) or self.default

    def seconds(self, text: str | None = None) -> float:
        """A time in seconds: `text`, or what the environment says. Raises SettingError."""
        text = self.text() if text is None else text
        try:
            seconds = float(text)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < float("inf"):
            message = f"{self.name}: {shown(text)} is no number of seconds, such as 30"
            raise SettingError(message, value=text)
        return seconds


BASE = Setting(
    "ALLTRACE_BASE", DEFAULT_BASE, "The base IRI under which things are named; ends with `/`."
)
STORE = Setting(
    "ALLTRACE_STORE",
    "",
    "The store that commands ask without `--store`: a directory or a SPARQL 1.1 query address. "
    "Without it, the bundled records.",
)
EPOCH = Setting(
    "SOURCE_DATE_EPOCH",
    "",
    "Seconds since 1970, whose day (UTC) `build` gives as the day of every computed graph. Without "
    "it, the latest day of curation of what a graph was computed of.",
)
VOCABULARY = Setting(
    "ALLTRACE_VOCABULARY",
    "",
    "Turtle files with further concepts or synonyms, and TOML files with words, "
    "separated as in `PATH`.",
)
CONFIDENCE = Setting(
    "ALLTRACE_CONFIDENCE",
    "",
    "A table of `alltrace calibrate`: how often each rule was right in what you reviewed.",
)
TOKEN = Setting("ALLTRACE_TOKEN", "", "A bearer token for a SPARQL endpoint.")
USER = Setting("ALLTRACE_USER", "", "A user name for a SPARQL endpoint (HTTP Basic).")
PASSWORD = Setting("ALLTRACE_PASSWORD", "", "The password that goes with `ALLTRACE_USER`.")
TIMEOUT = Setting(
    "ALLTRACE_TIMEOUT",
    "60",
    "Seconds to wait for an answer of a SPARQL endpoint; of a source of `resolve`, 30 unless set.",
)
MAILTO = Setting(
    "ALLTRACE_MAILTO", "", "Your mail address, sent to the sources of `resolve` as they ask for it."
)
CACHE = Setting(
    "ALLTRACE_CACHE",
    "",
    "The folder where `resolve` keeps answers. Without it, a folder of your cache directory.",
)
CROSSREF_URL = Setting(
    "ALLTRACE_CROSSREF_URL", "https://api.crossref.org", "The address of Crossref."
)
EUTILS_URL = Setting(
    "ALLTRACE_EUTILS_URL",
    "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    "The address of the E-utilities of PubMed.",
)
IDCONV_URL = Setting(
    "ALLTRACE_IDCONV_URL",
    "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles",
    "The address of the id converter of PubMed Central.",
)
EUROPEPMC_URL = Setting(
    "ALLTRACE_EUROPEPMC_URL",
    "https://www.ebi.ac.uk/europepmc/webservices/rest",
    "The address of Europe PMC.",
)
NCBI_API_KEY = Setting(
    "NCBI_API_KEY", "", "A key of the NCBI, with which `resolve` may ask PubMed more often."
)

MODEL = Setting(
    "ALLTRACE_MODEL",
    "",
    "A [language model](models.md) that reads documents beside the rules, as `URL#NAME`; "
    "without it, none.",
)
MODEL_KEY = Setting(
    "ALLTRACE_MODEL_KEY", "", "A key for the server of the model (HTTP Bearer); kept nowhere."
)
MODEL_TIMEOUT = Setting(
    "ALLTRACE_MODEL_TIMEOUT", "120", "Seconds to wait for one answer of a model."
)
MODEL_SECONDS = Setting(
    "ALLTRACE_MODEL_SECONDS", "1800", "Seconds that a model may take for one document."
)
MODEL_TOKENS = Setting(
    "ALLTRACE_MODEL_TOKENS", "200000", "Tokens that a model may read and write for one document."
)

SETTINGS = tuple(value for value in list(globals().values()) if isinstance(value, Setting))
"""All of them, in the order of the page."""


def base_iri(given: str | None = None) -> str:
    """The base under which things are named: `given`, or `ALLTRACE_BASE`, or the default.

    Raises SettingError if it is no IRI that ends in `/`.

    >>> base_iri("https://example.org/mine/")
    'https://example.org/mine/'
    >>> base_iri("https://example.org/mine")
    Traceback (most recent call last):
    ontology.errors.SettingError: ALLTRACE_BASE: 'https://example.org/mine' must end with a slash
    """
    from pyoxigraph import NamedNode  # takes a while to load, and not every setting needs it

    base = BASE.text() if given is None else given
    try:
        NamedNode(base)
    except ValueError:
        raise SettingError(f"{BASE.name}: {base!r} is no IRI", value=base) from None
    if not base.endswith("/"):
        raise SettingError(f"{BASE.name}: {base!r} must end with a slash", value=base)
    return base


def build_day(given: str | None = None) -> str | None:
    """The day of a build: `given`, or that of `SOURCE_DATE_EPOCH`, or none.

    Raises SettingError if the variable is no number of seconds.

    >>> build_day("2030-01-01")
    '2030-01-01'
    """
    text = EPOCH.text() if given is None else given
    if given is not None or not text:
        return text or None
    try:
        return datetime.fromtimestamp(int(text), UTC).date().isoformat()
    except (OverflowError, OSError, ValueError):
        message = f"{EPOCH.name}: {shown(text)} is no number of seconds since 1970"
        raise SettingError(message, value=text) from None


def page() -> str:
    """The page of all settings as Markdown: `make docs` writes it to docs/settings.md."""
    rows = [
        f"| `{one.name}` | {f'`{one.default}`' if one.default else 'not set'} | {one.about} |\n"
        for one in SETTINGS
    ]
    return _HEAD + "".join(rows)


_HEAD = """# Settings

Made by `make docs` from `ontology/settings.py`; do not edit. What is given as an argument, in
Python or on the command line, comes first; an environment variable holds where nothing is given.
`alltrace review` edits with the program that `VISUAL` or `EDITOR` names.

| variable | without it | what it sets |
|---|---|---|
"""

if __name__ == "__main__":
    sys.stdout.write(page())
