"""An invented reference list in each format, and works that indexes would have of it."""

import json

BIBTEX = r"""
@comment{jabref-meta: databaseType:bibtex;}
@string{jinv = "J Inv Med"}

@article{doe2020,
  author = {Doe, Anna B. and M{\"u}ller, J{\"o}rg and van der Berg, C. and {The Big Group} and others},
  title = {{Effect of $\beta$-blockers \& rest on sleep: an \emph{invented} trial}},
  journal = jinv,
  year = 2020, volume = {12}, number = {3}, pages = {107--14},
  doi = {https://doi.org/10.1000/ab\_c}, pmid = {123},
  file = {Full Text PDF:files/12/Doe - 2020.pdf:application/pdf},
  abstract = {Sleep rose by 50\% in the group of 40 people.}
}
@book{roe1999, author = "R. Roe", title = "Rest in Practice", publisher = {Inv Press}, year = {1999}}
"""

RIS = """\
TY  - JOUR
AU  - Doe, Anna B.
AU  - The Big Group
T1  - Effect of rest on sleep: an invented trial
JO  - J Inv Med
PY  - 2020/03/01/
VL  - 12
IS  - 3
SP  - 107
EP  - 14
DO  - 10.1000/abc
AB  - Sleep rose.
L1  - files/12/Doe - 2020.pdf
ER  -

TY  - CHAP
TI  - Naps
T2  - Rest in Practice
PY  - 1999
ER  -
"""

CSL = json.dumps(
    [
        {
            "id": "doe2020",
            "type": "article-journal",
            "title": "Effect of rest on <i>sleep</i>: an invented trial",
            "container-title": "J Inv Med",
            "issued": {"date-parts": [[2020, 3]]},
            "author": [{"family": "Doe", "given": "Anna B."}, {"literal": "The Big Group"}],
            "volume": 12,
            "page": "107-114",
            "DOI": "10.1000/abc",
            "note": "PMID: 12345678",
        }
    ]
)

PRINTED = """\
References

1. Doe AB, Mueller J. Effect of rest on sleep: an invented trial. J Inv Med.
   2020;12(3):107-14.
2. Roe R. Naps and what they do to invented people. J Inv Med. 2002;4:6-9.
"""


def crossref_work(**more: object) -> dict[str, object]:
    """The first reference as Crossref would have it."""
    return {
        "DOI": "10.1000/abc",
        "title": ["Effect of rest on sleep: an invented trial"],
        "container-title": ["Journal of Invented Medicine"],
        "short-container-title": ["J Inv Med"],
        "author": [{"given": "Anna B.", "family": "Doe"}, {"given": "J", "family": "Mueller"}],
        "published-print": {"date-parts": [[2020, 3]]},
        "volume": "12",
        "issue": "3",
        "page": "107-114",
        "abstract": "<jats:title>Results</jats:title><jats:p>Sleep rose in 12 of 40.</jats:p>",
    } | more
