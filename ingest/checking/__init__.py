"""References against what a user gives: whether they exist, and which file is whose source.

`given` reads files and folders to `Source` values; `bibliographies` reads the files of reference
managers; `pairing` matches references to sources; `existence` reports on each reference: what
record matches it, what was said of the work afterwards, and its other versions.
"""
