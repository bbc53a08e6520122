"""Draw the two-class case: the sigmoid, the log-odds and the shift of both logits.

Charts for any number of classes are in the neighbouring folders.
"""
