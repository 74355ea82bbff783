"""Text that can neither steer a terminal nor start a formula in a spreadsheet."""

import unicodedata

_CONTROL = ("Cc", "Cf", "Cs")
"""The Unicode categories of characters that are no text: controls, formats, surrogates."""


def plain(text: str) -> str:
    r"""Text without control characters, so that no label can steer the terminal.

    >>> plain("red \x1b[31m")
    'red �[31m'
    """
    return "".join(
        "�" if c != "\n" and unicodedata.category(c) in _CONTROL else c
        for c in text.replace("\t", " ")
    )


def cell(text: str) -> str:
    """Text fit for a spreadsheet: what could be taken for a formula is quoted.

    >>> cell("=1+1"), cell("a")
    ("'=1+1", 'a')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def one_line(text: str) -> str:
    r"""Text in one line, its control characters written out, for a log.

    >>> one_line("a\nb\x1b[31m")
    'a\\nb\\x1b[31m'
    """
    return "".join(
        c.encode("unicode_escape").decode()
        if unicodedata.category(c) in (*_CONTROL, "Zl", "Zp")
        else c
        for c in text
    )
