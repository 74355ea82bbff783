"""References completed from Crossref, PubMed and Europe PMC, when the user asks for the network.

`crossref`, `europepmc` and `pubmed` say what to ask and read what comes back; `matching` says
whether a work is the one that was printed; `resolver` puts one reference together; `client` and
`cache` are the only modules that touch network and disk; `completing` adds identifiers to a record.
"""
