"""The ontology: terms, vocabularies, record model and SHACL shapes."""
