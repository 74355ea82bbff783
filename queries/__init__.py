"""Stores, SPARQL, traces."""
