"""The authored derivations, line by line, and the check that each line equals the one above it."""
