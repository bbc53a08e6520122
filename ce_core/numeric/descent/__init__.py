"""Descend gradients, and describe what they move on: logits, points, handwritten digits.

How a descent looks is in `ce_core.figures`; the components that play it are in
`ce_core.ui.components`.
"""
