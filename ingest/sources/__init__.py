"""Outside sources: Crossref, PubMed, Europe PMC and ClinicalTrials.gov, one reader each.

`crossref`, `pubmed` and `europepmc` read what the source says of a work into a `Work`, whether it
comes from a file or from the network, and know what to ask for a printed reference;
`clinicaltrials` reads a registered study. `client` and `cache` alone touch network and disk, and
only `ingest.resolving` uses them.
"""
