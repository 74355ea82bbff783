"""The explorer: one self-contained HTML file that shows a whole graph.

`data` projects the graph onto the columns that `model` describes, `page` puts them into the file.
"""
