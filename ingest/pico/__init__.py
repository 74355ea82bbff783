"""Questions of intervention, comparator and outcome: which of a report's numbers answer them."""
