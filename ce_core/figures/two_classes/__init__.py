"""Charts of the two-class case: sigmoid, log-odds and the shift of both logits."""
