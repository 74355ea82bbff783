"""Records of one real paper in several styles of YAML, to be completed."""

STYLES = {
    "block": """\
publications:
  # the trial
  - id: flaherty-2012   # a name
    label: "Flaherty 2012"
    title: >-
      Improved survival with MEK inhibition
      in BRAF-mutated melanoma

    authors: [Flaherty KT]
    year: 2012
    volume: '367'
    first_page: 0107  # as printed

    text_seen: abstract   # only this
  - {id: other-2001, label: "Other 2001", title: "Of another, matter", text_seen: nothing}
""",
    "flow": """\
publications:
  - {id: flaherty-2012, label: "Flaherty 2012", title: Improved survival with MEK inhibition in
     BRAF-mutated melanoma, authors: [Flaherty KT], year: 2012, volume: 367, first_page: 107,
     text_seen: abstract}  # one
  - {id: other-2001, label: "Other 2001", title: "Of another, matter", text_seen: nothing}
""",
    "empty": """\
publications:
- id: flaherty-2012
  doi:
  pmid: ~
  label: Flaherty 2012
  title: "Improved survival with MEK inhibition in BRAF-mutated melanoma"
  authors: [Flaherty KT]
  year: 2012
  volume: 367
  text_seen: abstract
- {id: other-2001, label: "Other 2001", title: "Of another, matter", text_seen: nothing}
""",
}
HEAD = """\
# A record of nothing; every comment stays.
record: mek-2030
status: reviewed
curation: {curator: tests, date: 2030-01-01}
"""
