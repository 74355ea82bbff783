"""Extraction: from sentences and tables to draft statements with rules and confidences."""
