r"""Character classes and patterns that the rules share (`re` has no \\p{Lu})."""

from importlib.resources import files

UPPER = "".join(chr(c) for c in range(0x2000) if chr(c).isupper())
"""Every upper-case letter below U+2000, for use in a character class."""
LETTER = r"[^\W\d_]"
DASH = "-\u2010-\u2015\u2212"
APOSTROPHE = "'\u2019\u2018\u02bc`\u00b4"
YEAR = r"(?:1[6-9]|20)\d\d"
PAGE = r"(?:[A-Za-z]{1,5}[.-]?)?\d{1,9}(?:[A-Za-z]{1,2}\d{0,4})?(?:\.pub\d{1,2})?(?!\w)"
"""A page or an article number: 1239, e12345, S12, CD003719.pub2, 41F."""
ROMAN = r"[ivxlc]{1,8}(?!\w)"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)


def _journal_words() -> frozenset[str]:
    word_list = files("ingest.references").joinpath("journal_words.txt").read_text(encoding="utf-8")
    return frozenset(
        word for line in word_list.splitlines() if not line.startswith("#") for word in line.split()
    )


JOURNAL_WORDS = _journal_words()
"""Words and abbreviations common in journal names, lower case, without full stops."""
