"""Strips a printed reference of everything but authors, title, source and locator.

List number, emphasis, identifiers, URL, access dates and notes are removed from the text and
returned beside it; the remaining text is one line of plain text.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.references.letters import DASH, MONTH, PAGE, UPPER, YEAR

LONGEST = 20_000
"""Maximum length of a reference in characters (200 authors need about 4,000)."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LIST_NUMBER = re.compile(
    r"\s*(?:[-•*–]\s+)?"
    r"(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?!\d)"
    # A bare number is a list number only before a name, not in "100 million".
    rf"|(\d{{1,3}})(?=\s+(?:[{UPPER}“\"]|van\s|von\s|de[rn]?\s|d['’])))[\s:]*"
)
_SUPERSCRIPT_NUMBER = re.compile(r"\s*([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,200})?/?>")
_EMPHASIS_TAGS = {"i", "em", "italic", "b", "strong", "bold"}
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,2})(?=[^\s*_])([^*_]{1,400})(?<=\S)\1(?![\w*_])")

_DOI = re.compile(
    r"[\[(]?\b(?:(?:https?://)?(?:dx\.)?doi\.org/|doi\s?[:.]?\s?(?:https?://(?:dx\.)?doi\.org/)?)?"
    r"(10\.\d{4,9}/[^\s<>\"“”]{1,200})",
    re.I,
)
_PMID = re.compile(r"[\[(]?\b(?:PubMed\s)?(?:PMID|PubMed|MEDLINE)\s?:?\s?(\d{4,8})\b[\])]?", re.I)
_PMCID = re.compile(
    r"[\[(]?\b(?:(?:PubMed Central\s)?PMCID\s?:?\s?|PubMed Central\s)?(PMC\d{3,9})\b[\])]?"
)
_URL = re.compile(
    r"[\[(<]?\b(?:available\s(?:at|from|online|via)\s?(?:at|from)?\s?:?\s?|see\salso:?\s"
    r"|retrieved\sfrom:?\s|from:?\s|url:?\s)?((?:https?://|www\.)[^\s<>\"“”]{1,500})",
    re.I,
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:(?:{_DAY}\s)?{MONTH}(?:\s{_DAY})?,?\s{YEAR}|{YEAR}[\s,]\s?{MONTH}(?:\s\d{{1,2}})?"
    rf"|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|{YEAR}-\d\d-\d\d|{YEAR}|{MONTH}\s{_DAY})"
)
_PAGES = rf"{PAGE}(?:\s?[{DASH}]+\s?{PAGE})?"

# Corrections and retractions, and labels added by indexes.
_AMENDMENT = re.compile(
    r"\[\s?(?:corrected|withdrawn|see comments?|(?:retracted|retraction)[^\]]{0,200}"
    r"|(?:published )?(?:erratum|correction|corrigendum)[^\]]{0,200})\s?\]",
    re.I,
)
_RELATED_PAGES = re.compile(
    r"[;,.]?\s?[(\[]?\b(?:authors?['’]?\s?(?:'s|’s)?\s?reply|reply|discussion|quiz|comments?"
    rf"|erratum|correction|corrigendum)\s?(?:in:?\s?[^;:]{{0,60}}{YEAR}[;:]\S{{1,20}}"
    rf"|(?:pp?\.?\s?)?{_PAGES}(?:,\s{_PAGES})*)[)\]]?",
    re.I,
)
_LANGUAGE = re.compile(
    r"[(\[](?:(?:[Aa]rticle )?[Ii]n|[Tt]ext in) [A-Z][a-z]+(?:[ ,;][^)\]]{0,60})?[)\]]"
)
# Requires a date or brackets: titles contain "published online" too.
_ONLINE_FIRST = re.compile(
    r"[(\[]?\b(?:e-?pub(?:lished)?|(?:first )?(?:published|posted)\sonline)\b:?"
    rf"(?:\s(?:ahead of print|first))*[\s:,;]{{1,2}}{_DATE}[)\]]?"
    r"|[(\[]?\b(?:(?:e-?pub|online|published online) )?ahead of print\b[)\]]?"
    r"|[(\[]?\badvance online publication\b[)\]]?"
    r"|[(\[](?:e-?pub|published online|online first)[)\]]",
    re.I,
)
_UNPUBLISHED = re.compile(
    r"(?:[(\[]?\bin[ -]press\b|(?:(?<=[.,;]\s)|[(\[])(?:forthcoming|submitted(?: for publication)?"
    r"|accepted for publication|manuscript (?:in preparation|submitted))\b)[)\]]?"
    r"(?=[\s.,;)]|$)(?!\s[a-z])",
    re.I,
)
_ACCESS_DATE = re.compile(
    r"[(\[]?\b(?:(?:last )?(?:accessed|cited|visited|viewed|retrieved|updated|assessed)"
    rf"|date accessed|access(?:ed)? date)(?: on)?[\s:]{{1,2}}{_DATE}(?:,?\sfrom\b)?[)\]]?",
    re.I,
)
_PRESENTED = re.compile(
    r"(?:(?<=[.?!;]\s)|(?<=[\])]\s))(?:(?:paper|poster|abstract|oral|data|work)\s)?presented\s(?:at|to|in)"
    r"(?::|\s(?:an?\s|the\s)?(?-i:[A-Z0-9])).*\Z",
    re.I,
)
"""The meeting at which a work was presented, to the end of the entry."""
_ABSTRACT_NUMBER = re.compile(
    r"(?<=\d\.\s)(?:abstract|abstr?|poster)\b\.?\s?(?:no\.?|number|#)?\s?[A-Z]{0,4}[-\s]?\d{1,6}\.?\Z",
    re.I,
)
"""The number of a meeting abstract behind its pages."""
_LINK_LABEL = re.compile(
    r"\[\s?(?:pubmed|medline|cross ?ref|google scholar|pmc free article|web of science|scopus"
    r"|free (?:pmc article|full text)|full text|view article|preprint|[jmcdr](?:/ol)?|eb/ol"
    r"|internet|online|serial online|(?:home|web) ?page on the internet|cd-rom)\s?\]",
    re.I,
)
_NOTES = (
    _AMENDMENT,
    _RELATED_PAGES,
    _LANGUAGE,
    _ONLINE_FIRST,
    _UNPUBLISHED,
    _ACCESS_DATE,
    _LINK_LABEL,
    _PRESENTED,
    _ABSTRACT_NUMBER,
)
_NOTE_HINT = re.compile(
    r"[\[(]|in.press|forthcoming|submitted|accepted|manuscript|ahead|online|e-?pub|cited|access"
    r"|visited|viewed|retrieved|updated|assessed|reply|discussion|quiz|comment|erratum|corr"
    r"|presented|abstr|poster",
    re.I,
)
"""A cheap test: a text without a match contains no note."""


@dataclass(slots=True)
class StrippedReference:
    """The plain text of a reference, and what was stripped from it."""

    text: str = ""
    number: int | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    emphasised: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def strip(printed: str) -> StrippedReference:
    """A printed reference of at most LONGEST characters, stripped.

    >>> stripped = strip("3. Doe A. A trial. *Lancet* 2001;1:2. doi:10.1000/xyz")
    >>> stripped.text, stripped.number, stripped.doi, stripped.emphasised
    ('Doe A. A trial. Lancet 2001;1:2.', 3, '10.1000/xyz', ['Lancet'])
    """
    stripped = StrippedReference()
    text = " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", printed)).split())
    text = re.sub(r"\.\s?\.\s?\.", "…", text)
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = _without_list_number(text, stripped)
    text = _without_emphasis(text, stripped)
    text = _without_identifiers(text, stripped)
    if _NOTE_HINT.search(text):
        for pattern in _NOTES:
            text = pattern.sub(lambda match: _store_note(stripped.notes, match[0]), text)
    text = re.sub(r"\s+(?=[.,;:)\]])", "", " ".join(text.split())).rstrip(" ,;")
    stripped.text = re.sub(r"\.{2,}", ".", text)
    stripped.text = re.sub(r"[\s,;]*\bdoi:?$", "", stripped.text, flags=re.I)
    return stripped


def _store_note(notes: list[str], note: str) -> str:
    notes.append(note.strip(" .;,[]()"))
    # A space in place of the note keeps the full stop after it apart.
    return " "


def _without_list_number(text: str, stripped: StrippedReference) -> str:
    if match := _SUPERSCRIPT_NUMBER.match(text):
        stripped.number = int(match[1].translate(_SUPERSCRIPT))
        return text[match.end() :]
    match = _LIST_NUMBER.match(text)
    if match is None:
        return text.lstrip("-•*– ") if text[:1] in "-•*–" and text[1:2] == " " else text
    stripped.number = int(next(group for group in match.groups() if group))
    return text[match.end() :]


def _without_emphasis(text: str, stripped: StrippedReference) -> str:
    if "<" in text:
        text = _TAG.sub(lambda tag: "*" if tag[2].lower() in _EMPHASIS_TAGS else "", text)
    if "*" not in text and "_" not in text:
        return text

    def plain(match: re.Match[str]) -> str:
        stripped.emphasised.append(match[2].strip(" .,;:"))
        return match[2]

    return _EMPHASIS.sub(plain, _EMPHASIS.sub(plain, text))


def _without_identifiers(text: str, stripped: StrippedReference) -> str:
    if "10." in text:
        text = _DOI.sub(
            lambda match: _store_identifier(stripped, "doi", match, _trim_punctuation), text
        )
    if "P" in text or "p" in text or "M" in text:
        text = _PMCID.sub(lambda match: _store_identifier(stripped, "pmcid", match, str), text)
        text = _PMID.sub(lambda match: _store_identifier(stripped, "pmid", match, str), text)
    if "://" in text or "www." in text.lower():
        text = _URL.sub(
            lambda match: _store_identifier(stripped, "url", match, _trim_punctuation), text
        )
    return text


def _store_identifier(
    stripped: StrippedReference, name: str, match: re.Match[str], trim: Callable[[str], str]
) -> str:
    """Store the first identifier of its kind and return the text matched beyond it."""
    value = trim(match[1])
    if getattr(stripped, name) is None:
        setattr(stripped, name, value)
    return " " + match[1][len(value) :].lstrip(")]>") + " "


def _trim_punctuation(value: str) -> str:
    """An identifier or URL without trailing punctuation and unbalanced closing brackets."""
    value = value.rstrip(".,;:'’")
    while (
        value
        and value[-1] in ")]}>"
        and value.count(value[-1])
        > value.count({")": "(", "]": "[", "}": "{", ">": "<"}[value[-1]])
    ):
        value = value[:-1].rstrip(".,;:'’")
    return value
