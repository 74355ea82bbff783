"""References against what a user gives: are they there, and which file is the source of which?

`given` reads files and folders to `Source` values; `bibliographies` reads the files of reference
managers; `pairing` matches references to sources; `existence` reports on each reference: what
record matches it, what was said of the work afterwards, and its other versions.
"""
