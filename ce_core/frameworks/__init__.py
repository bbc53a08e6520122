"""Write the same call in NumPy, PyTorch, TensorFlow, JAX and scikit-learn, as code to copy.

Only the text of the calls is made here, one module a framework; no framework is imported.
"""
