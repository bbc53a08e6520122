"""The mathematics of softmax and cross-entropy, usable on its own from a notebook."""
