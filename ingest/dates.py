"""Dates as papers, indexes and notices print them."""

import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def iso(year: str | None, month: str | None = None, day: str | None = None) -> str | None:
    """A date in ISO 8601, as precise as its parts allow; months as digits or English names.

    >>> iso("2020", "Mar", "3"), iso("2020", "3"), iso("2020")
    ('2020-03-03', '2020-03', '2020')
    """
    if not year or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", year):
        return year or None
    if not re.match(r"[0-9]{4}(?![0-9])", year):
        return None
    year, month = year[:4], month or ""
    number = month.zfill(2) if month.isascii() and month.isdigit() else None
    if number is None and month[:3].lower() in MONTHS:
        number = f"{MONTHS.index(month[:3].lower()) + 1:02}"
    if number is None or not re.fullmatch("0[1-9]|1[0-2]", number):
        return year
    if day and re.fullmatch("0?[1-9]|[12][0-9]|3[01]", day):
        return f"{year}-{number}-{day.zfill(2)}"
    return f"{year}-{number}"
