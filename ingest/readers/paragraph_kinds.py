"""The kind of a paragraph: text, or a salutation, thanks, funding, a notice of the publisher."""

import re

from ingest.readers import headings
from ingest.readers.document import ParagraphKind

_LONGEST = 700
"""A longer paragraph is text, whatever it starts with."""
_SALUTATION = re.compile(
    r"(?:to\s+the\s+editors?(?:-in-chief)?|(?:dear|respected|esteemed)\s+(?:sirs?|madam|sir/madam"
    r"|(?:the\s+)?editors?(?:-in-chief)?|(?:dr|prof(?:essor)?)\b\.?|colleagues?)[^.!?,:\n]{0,60}"
    r"|sirs?|letter\s+to\s+the\s+editors?|(?:yours\s+)?(?:sincerely|faithfully|truly)(?:\s+yours)?"
    r"|(?:with\s+)?(?:kind|best|warm)\s+(?:personal\s+)?regards|respectfully(?:\s+yours)?)"
    r"\s*[:,.;!—–-]*\s*\Z",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:we|i|the\s+authors?)\s+(?:(?:would|wish|also|are|am|sincerely|gratefully|like|thankfully|want)"
    r"\s+(?:to\s+)?){0,4}(?:thank\b|acknowledge\b|(?:grateful|thankful|indebted)\s+(?:to|for)\b)"
    r"(?!.{0,120}\b(?:letter|comments?|interest|editorial|response|thoughtful|opportunity)\b)"
    r"|acknowledge?ments?\s*[:.]|thanks\s+(?:are\s+due\s+)?to\b",
    re.IGNORECASE | re.DOTALL,
)
_FUNDING = re.compile(
    r"(?:this|the|our)\s+(?:present\s+)?(?:work|study|trial|research|project|article|letter)\s+"
    r"(?:was|is|has been|received)\s+(?:(?:financially|partially|partly|fully|also|in part)\s+)*"
    r"(?:supported\s+by(?!\s+(?:\w+\s){0,2}(?:data|evidence|findings|results|observations?|studies|trials)\b)|funded\s+by|sponsored\s+by|(?:no\s+)?(?:specific\s+)?(?:grants?|funding)\b"
    r"|financed\s+by)"
    r"|(?:financial\s+(?:support|disclosures?)|funding|grants?(?:\s+support)?|sources?\s+of\s+(?:funding"
    r"|support)|role\s+of\s+the\s+(?:funder|sponsor)s?)\s*[:.—–]"
    r"|(?:supported|funded)\s+(?:in\s+part\s+)?by\s+(?:an?\s+|the\s+)?(?:\w+[\s,]+){0,12}(?:grants?"
    r"|foundation|ministry|council|institutes?|fund|award|programme|program)\b"
    r"|no\s+(?:external\s+|specific\s+)?funding\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:published|publication|posted|received|accepted|revised|submitted|available\s+online|e-?pub)\b"
    r"(?:\s+(?:online|in|on|ahead\s+of\s+print|first|for\s+publication))*\s*"
    r"(?::|[0-9]{1,2}\s[A-Z]|[A-Z][a-z]{2,8}\.?\s[0-9]{1,2},?\s[0-9]{4}|[0-9]{4}\b)"
    r"|(?:corresponding\s+author|correspond(?:ence|ing)(?:\s+(?:to|address))?|address(?:\s+for"
    r"\s+(?:correspondence|reprints))|reprints?(?:\s+requests)?|e-?mail|tel(?:ephone)?|fax|orcid"
    r"|author\s+(?:affiliations?|contributions?)|affiliations?|keywords?|key\s+words|word\s+count"
    r"|citation|cite\s+(?:this|as)|doi|how\s+to\s+cite|conflicts?\s+of\s+interests?|competing\s+interests?"
    r"|declarations?(?:\s+of\s+(?:conflicting\s+|competing\s+)?interests?)?|disclosures?|abbreviations"
    r"|data\s+(?:availability|sharing)(?:\s+statement)?|ethics(?:\s+(?:approval|statement))?"
    r"|copyright|licen[cs]e|provenance|handling\s+editor|edited\s+by"
    r"|reviewed\s+by|publisher['’]s\s+note|supplementary\s+(?:material|data|information)"
    r"|see\s+the\s+(?:article|letter|reply|editorial)|authors?['’]?\s+reply)\s*(?:[:.—–]|\bto\b\s[A-Z])"
    r"|(?:clinical\s+)?trial\s+registration\b|registration\s+(?:number|no\.?)\s*:"
    r"|(?:©|\(c\)\s*[12]|copyright\s*(?:©|[12]|by\b)|all\s+rights\s+reserved|https?://\S+\s*\Z)"
    r"|this\s+is\s+an\s+open[\s-]access\b|(?:this\s+)?(?:article|work)\s+is\s+(?:distributed|licensed)\b"
    r"|(?:the\s+)?authors?\s+(?:declare|report|disclose|have\s+declared|have)\s+(?:that\s+)?(?:they\s+have\s+"
    r"|there\s+(?:is|are)\s+)?no\b.{0,40}\b(?:conflicts?|competing|interests?|disclos\w+)",
    re.IGNORECASE,
)
_HEADINGS: tuple[tuple[ParagraphKind, re.Pattern[str]], ...] = (
    ("funding", re.compile(r"fund|grant|support(?!ing)", re.IGNORECASE)),
    ("thanks", re.compile(r"acknowledg", re.IGNORECASE)),
)
_KINDS: tuple[tuple[ParagraphKind, re.Pattern[str]], ...] = (
    ("salutation", _SALUTATION),
    ("funding", _FUNDING),
    ("thanks", _THANKS),
    ("notice", _NOTICE),
)


def paragraph_kind(text: str, heading: str = "") -> ParagraphKind:
    """What a paragraph of abstract or body is; no claim stands in one that is not text.

    `heading` is that of its section: under Funding or Trial registration, no paragraph is text.

    >>> paragraph_kind("Dear Editor,"), paragraph_kind("The trial was stopped.", "Results")
    ('salutation', 'text')
    """
    if heading and headings.part(heading) == "back":
        return next((kind for kind, pattern in _HEADINGS if pattern.search(heading)), "notice")
    opening = text[:_LONGEST].lstrip("*_# ").rstrip("*_ ") if len(text) <= _LONGEST else ""
    if not opening:
        return "text"
    return next((kind for kind, pattern in _KINDS if pattern.match(opening)), "text")
