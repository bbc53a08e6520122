"""Name the rule that leads from one line to the next, where its structure shows it.

Whether the lines are equal is decided elsewhere, before a name is looked for.
"""
