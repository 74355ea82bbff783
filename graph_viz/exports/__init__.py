"""The graph's values as files for other programs."""
