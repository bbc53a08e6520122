"""Gradient descent and the surfaces it moves on: logits, points, handwritten digits."""
