"""From sentences and tables to draft statements, each with its rule and confidence."""
