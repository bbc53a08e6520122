"""Draw the gradient: bars, balance, Jacobian, simplex, checks and temperature.

Charts of the cost itself are in `ce_core.figures.cost`.
"""
