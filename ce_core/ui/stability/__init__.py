"""The stability page: formulas step by step, their errors and the reference."""
