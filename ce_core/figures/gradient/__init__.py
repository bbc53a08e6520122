"""Charts of the gradient: bars, balance, Jacobian, simplex, checks and temperature."""
