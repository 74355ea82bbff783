"""Stores, SPARQL, traces."""

import logging

# A library prints no log entry of its own accord, not even a warning.
logging.getLogger(__name__).addHandler(logging.NullHandler())
