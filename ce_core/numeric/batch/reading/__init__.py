"""Say what each part of a file is, and make a batch of it, or ask.

`column_roles` and `array_roles` guess what each part is, `shapes` finds the axis of the classes,
and `interpret` makes a `Batch`. Files are turned into parts in `ce_core.numeric.batch.files`.
"""
