"""Terms, vocabularies, record model and shapes."""
