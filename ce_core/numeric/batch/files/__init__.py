"""Turn a file or a pasted text into columns or arrays, by its kind; or say why not.

What each of them is (logits, labels, weights …) is found out in `ce_core.numeric.batch.reading`.
"""
