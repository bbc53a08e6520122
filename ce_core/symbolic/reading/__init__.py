"""Read typed mathematics into expressions without evaluating any of it."""
