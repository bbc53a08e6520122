"""What floating-point arithmetic loses, step by step, beside a reference in many digits."""
