"""Take many rows at once: read a batch from text or a file, evaluate it in chunks, export it.

Snippets for frameworks are in `ce_core.frameworks`; tables on the page are in `ce_core.ui.batch`.
"""
