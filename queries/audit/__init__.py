"""The audit: every place where a number, a citation or a comparison does not hold."""
