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

ZOTERO = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
 <bib:Article rdf:about="#item_1"><z:itemType>journalArticle</z:itemType>
  <dcterms:isPartOf rdf:resource="urn:issn:1"/>
  <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Doe</foaf:surname>
   <foaf:givenName>Anna B.</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
  <link:link rdf:resource="#item_2"/><dc:title>Effect of rest on sleep: an invented trial</dc:title>
  <dcterms:abstract>Sleep rose.</dcterms:abstract><dc:date>2020-03</dc:date>
  <bib:pages>107-114</bib:pages><dc:description>PMID: 12345678</dc:description></bib:Article>
 <bib:Journal rdf:about="urn:issn:1"><prism:volume>12</prism:volume><prism:number>3</prism:number>
  <dc:title>J Inv Med</dc:title><dc:identifier>DOI 10.1000/abc</dc:identifier></bib:Journal>
 <z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType>
  <rdf:resource rdf:resource="files/12/Doe - 2020.pdf"/></z:Attachment>
 <bib:Memo rdf:about="#item_3"><rdf:value>A note.</rdf:value></bib:Memo>
</rdf:RDF>
"""

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
