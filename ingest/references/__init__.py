"""Printed references, as they stand at the end of a paper, read into their parts.

A hand-made grammar: `marks` takes identifiers and notes off, `people` reads the authors from the
left, `locator` year, volume, issue and pages from the right, `division` tells title and journal
apart, `parse` puts it together. Each part says which rule read it and how often that rule was
right on labelled references.

Nothing is imported here, for the grammar takes a tenth of a second to compile.
"""
