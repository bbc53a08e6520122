"""Read what people have: text, tables, JSON and arrays, and say which part holds what.

`files` turns bytes into columns or arrays, `roles` guesses what each of them is, `shapes` finds the
axis of the classes, and `interpret` makes a `Batch` of it, or asks. No page is drawn here.
"""
