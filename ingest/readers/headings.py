"""The well-known section headings of papers, and the part of the paper that each opens."""

import re

from ingest.readers.document import PaperPart

ABSTRACT = "abstract|summary|structured abstract|synopsis|article summary|abstracts"
REFERENCES = (
    "references?|reference list|list of references|bibliography|literature|literature cited"
    "|works cited|references and notes|references cited|cited literature|notes and references"
    "|literatur|références|referencias|bibliografía|bibliographie|referências"
)
BACK = (
    "acknowledge?ments?|funding|funding sources?|financial support|funding statement"
    "|sources? of funding|grant support|role of the (?:funding source|funder)s?"
    "|conflicts? of interests?(?: disclosures?)?|competing interests?"
    "|declaration of (?:competing )?interests?|disclosures?|conflict of interest statement"
    "|authors?['’]? contributions?|author contributions?|contributors?|contributorship"
    "|contributions|data availability(?: statement)?|data sharing(?: statement)?"
    "|availability of data and materials|ethics(?: approval"
    "| statement)?(?: and consent to participate)?|ethical approval"
    "|ethics approval and consent to participate|consent for publication|consent to participate"
    "|supplementary (?:material|materials|data|information|appendix)|supporting information"
    "|appendix(?: [a-z0-9])?|abbreviations|list of abbreviations|footnotes?|declarations"
    "|publisher['’]?s (?:note|disclaimer)|correspondence|author affiliations"
    "|authors['’]? information|additional information|orcid|provenance and peer review"
    "|pre-publication history|trial registration|tables?|figures?|figure legends?"
    "|legends?(?: to figures)?|figure captions|electronic supplementary material"
)
BODY = (
    "introduction|background|aims?|objectives?|purpose|rationale|context|importance|hypothesis"
    "|methods?|materials? and methods?|patients? and methods?|methods? and materials?"
    "|participants and methods?|subjects and methods?|design and methods?|methodology"
    "|experimental|experimental procedures|study design|design|study population|participants"
    "|patients|setting|settings|interventions?|outcomes?|main outcome measures?|outcome measures"
    "|endpoints?|measurements?|main results|statistical analys[ei]s|statistics"
    "|statistical methods|sample size|randomi[sz]ation|procedures?|results?|findings"
    "|results and discussion|discussions?|comment|interpretation|conclusions?|concluding remarks"
    "|discussion and conclusions?|limitations|strengths and limitations|study limitations"
    "|implications|meaning|relevance|case report|case presentation|case description"
    "|learning points|baseline characteristics|safety|efficacy|adverse events|toxicity|ethics"
    "|data analysis|background and objectives?|aims? and objectives?|main text|body|key points"
    "|what is already known|what this study adds"
)
SALUTATION = re.compile(
    r"(?i)(?:to\s+the\s+editors?(?:-in-chief)?|dear\s+(?:sirs?|editors?|madam|colleagues?)"
    r"[^.\n]{0,40}|sirs?|letter\s+to\s+the\s+editor)\s*[:,.;—–-]?\s*$"
)
_MARKUP = re.compile(r"^[#\s*_]+|(?<![*_:.\s#])[*_:.\s#]+$")
_NUMBERING = re.compile(r"^(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.)]?|[IVX]{1,4}[.)])\s+")
_NAMES: dict[PaperPart, str] = {
    "references": REFERENCES,
    "abstract": ABSTRACT,
    "body": BODY,
    "back": BACK,
}
_PARTS = {part: re.compile(f"(?:{names})$", re.IGNORECASE) for part, names in _NAMES.items()}
FOLLOWS_INTRODUCTION = re.compile(
    r"(?:patients|materials?|subjects|participants|study|design)?\s*(?:and )?methods?\b.*"
    r"|materials? and methods?|statistic.*|results?\b.*|findings|discussions?\b.*|comment"
    r"|conclusions?|concluding remarks|case (?:report|presentation|description)|patients"
    r"|limitations|strengths and limitations|references",
    re.IGNORECASE,
)
"""A heading that no paper opens with; unheaded text before it is the introduction."""
OPENING = re.compile(rf"(?:{ABSTRACT}|{BODY})(?=:?\s+[A-Z0-9])", re.IGNORECASE)
"""A well-known heading followed by its text on the same line."""


def title(line: str) -> str:
    """A heading without Markdown markup, section number and closing colon.

    >>> title("## 2.1. Methods:")
    'Methods'
    """
    return _NUMBERING.sub("", _MARKUP.sub("", line)).strip()


def part(line: str) -> PaperPart | None:
    """The part of a paper that a well-known heading opens; None for any other text.

    >>> part("Materials and methods"), part("Literature cited"), part("The patients improved")
    ('body', 'references', None)
    """
    name = title(line)
    if not name or len(name) > 70:
        return None
    return next((part for part, names in _PARTS.items() if names.match(name)), None)
