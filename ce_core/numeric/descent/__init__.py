"""Gradient descent and the surfaces it moves on: logits, points in the plane, handwritten digits."""
