"""Joining: which value of a source each stated value of a drafted document restates.

Records are joined before they become a graph: drafts name arms and cohorts each for itself, so
that only their words tell whether two are one. A join is written into the document's record as
`restates`, which the audit reads as it reads a curator's.
"""
