"""Benchmarks of speed and accuracy; run with `make bench`."""
