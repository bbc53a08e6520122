"""Charts of the cost: curves, comparisons, landscapes and the entropy floor."""
