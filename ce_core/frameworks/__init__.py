"""The same call in NumPy, PyTorch, TensorFlow, JAX and scikit-learn, as code to copy.

Only the text of the calls is made here; no framework is imported.
"""
