"""What stands in and around a printed reference and is no part of it proper, taken out first.

List numbers, emphasis, identifiers, addresses, dates of access and notes. What is taken out is
kept; what remains is one line of plain text.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.references.letters import DASH, MONTH, PAGE, UPPER, YEAR

LONGEST = 20_000
"""Characters. More than this is no reference (200 authors need about 4,000)."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LIST_NUMBER = re.compile(
    r"\s*(?:[-•*–]\s+)?"
    r"(?:\[(\d{1,4})\]|\((\d{1,4})\)|(\d{1,4})[.)](?!\d)"
    # A number alone counts the list only before a name, not before "100 million".
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

# What was done to the paper after it was printed, and what an index adds.
_AMENDED = re.compile(
    r"\[\s?(?:corrected|withdrawn|see comments?|(?:retracted|retraction)[^\]]{0,200}"
    r"|(?:published )?(?:erratum|correction|corrigendum)[^\]]{0,200})\s?\]",
    re.I,
)
_OTHER_PAGES = re.compile(
    r"[;,.]?\s?[(\[]?\b(?:authors?['’]?\s?(?:'s|’s)?\s?reply|reply|discussion|quiz|comments?"
    rf"|erratum|correction|corrigendum)\s?(?:in:?\s?[^;:]{{0,60}}{YEAR}[;:]\S{{1,20}}"
    rf"|(?:pp?\.?\s?)?{_PAGES}(?:,\s{_PAGES})*)[)\]]?",
    re.I,
)
_LANGUAGE = re.compile(
    r"[(\[](?:(?:[Aa]rticle )?[Ii]n|[Tt]ext in) [A-Z][a-z]+(?:[ ,;][^)\]]{0,60})?[)\]]"
)
# A date or brackets must say so, for titles speak of what is published online too.
_AHEAD = re.compile(
    r"[(\[]?\b(?:e-?pub(?:lished)?|(?:first )?(?:published|posted)\sonline)\b:?"
    rf"(?:\s(?:ahead of print|first))*[\s:,;]{{1,2}}{_DATE}[)\]]?"
    r"|[(\[]?\b(?:(?:e-?pub|online|published online) )?ahead of print\b[)\]]?"
    r"|[(\[]?\badvance online publication\b[)\]]?"
    r"|[(\[](?:e-?pub|published online|online first)[)\]]",
    re.I,
)
_UNPRINTED = re.compile(
    r"(?:[(\[]?\bin[ -]press\b|(?:(?<=[.,;]\s)|[(\[])(?:forthcoming|submitted(?: for publication)?"
    r"|accepted for publication|manuscript (?:in preparation|submitted))\b)[)\]]?"
    r"(?=[\s.,;)]|$)(?!\s[a-z])",
    re.I,
)
_LOOKED_AT = re.compile(
    r"[(\[]?\b(?:(?:last )?(?:accessed|cited|visited|viewed|retrieved|updated|assessed)"
    rf"|date accessed|access(?:ed)? date)(?: on)?[\s:]{{1,2}}{_DATE}(?:,?\sfrom\b)?[)\]]?",
    re.I,
)
_LINKS_AND_TYPES = re.compile(
    r"\[\s?(?:pubmed|medline|cross ?ref|google scholar|pmc free article|web of science|scopus"
    r"|free (?:pmc article|full text)|full text|view article|preprint|[jmcdr](?:/ol)?|eb/ol"
    r"|internet|online|serial online|(?:home|web) ?page on the internet|cd-rom)\s?\]",
    re.I,
)
_NOTES = (
    _AMENDED,
    _OTHER_PAGES,
    _LANGUAGE,
    _AHEAD,
    _UNPRINTED,
    _LOOKED_AT,
    _LINKS_AND_TYPES,
)
_SIGNS = re.compile(
    r"[\[(]|in.press|forthcoming|submitted|accepted|manuscript|ahead|online|e-?pub|cited|access"
    r"|visited|viewed|retrieved|updated|assessed|reply|discussion|quiz|comment|erratum|corr",
    re.I,
)
"""A text without any of these has no note."""


@dataclass(slots=True)
class Bare:
    """A reference without its marks, and the marks."""

    text: str = ""
    number: int | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    emphasised: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def strip(printed: str) -> Bare:
    """Take the marks off a printed reference of at most LONGEST characters."""
    bare = Bare()
    text = " ".join(_CONTROL.sub("", unicodedata.normalize("NFC", printed)).split())
    text = re.sub(r"\.\s?\.\s?\.", "…", text)
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = _without_list_number(text, bare)
    text = _without_emphasis(text, bare)
    text = _without_identifiers(text, bare)
    if _SIGNS.search(text):
        for note in _NOTES:
            text = note.sub(lambda found: _keep(bare.notes, found[0]), text)
    text = re.sub(r"\s+(?=[.,;:)\]])", "", " ".join(text.split())).rstrip(" ,;")
    bare.text = re.sub(r"\.{2,}", ".", text)
    bare.text = re.sub(r"[\s,;]*\bdoi:?$", "", bare.text, flags=re.I)
    return bare


def _keep(kept: list[str], text: str) -> str:
    kept.append(text.strip(" .;,[]()"))
    # A note at the end of a sentence leaves its point behind.
    return " "


def _without_list_number(text: str, bare: Bare) -> str:
    if found := _SUPERSCRIPT_NUMBER.match(text):
        bare.number = int(found[1].translate(_SUPERSCRIPT))
        return text[found.end() :]
    found = _LIST_NUMBER.match(text)
    if found is None:
        return text.lstrip("-•*– ") if text[:1] in "-•*–" and text[1:2] == " " else text
    bare.number = int(next(group for group in found.groups() if group))
    return text[found.end() :]


def _without_emphasis(text: str, bare: Bare) -> str:
    if "<" in text:
        text = _TAG.sub(lambda tag: "*" if tag[2].lower() in _EMPHASIS_TAGS else "", text)
    if "*" not in text and "_" not in text:
        return text

    def plain(found: re.Match[str]) -> str:
        bare.emphasised.append(found[2].strip(" .,;:"))
        return found[2]

    return _EMPHASIS.sub(plain, _EMPHASIS.sub(plain, text))


def _without_identifiers(text: str, bare: Bare) -> str:
    if "10." in text:
        text = _DOI.sub(lambda found: _take(bare, "doi", found, _bounded), text)
    if "P" in text or "p" in text or "M" in text:
        text = _PMCID.sub(lambda found: _take(bare, "pmcid", found, str), text)
        text = _PMID.sub(lambda found: _take(bare, "pmid", found, str), text)
    if "://" in text or "www." in text.lower():
        text = _URL.sub(lambda found: _take(bare, "url", found, _bounded), text)
    return text


def _take(bare: Bare, name: str, found: re.Match[str], bound: Callable[[str], str]) -> str:
    """Keep the first identifier of a kind; what the pattern took beyond it goes back."""
    value = bound(found[1])
    if getattr(bare, name) is None:
        setattr(bare, name, value)
    return " " + found[1][len(value) :].lstrip(")]>") + " "


def _bounded(value: str) -> str:
    """An identifier or address without the punctuation of the sentence around it."""
    value = value.rstrip(".,;:'’")
    while (
        value
        and value[-1] in ")]}>"
        and value.count(value[-1])
        > value.count({")": "(", "]": "[", "}": "{", ">": "<"}[value[-1]])
    ):
        value = value[:-1].rstrip(".,;:'’")
    return value
