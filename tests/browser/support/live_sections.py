"""Names every section whose charts follow the hand, page by page."""

SECTIONS = {
    "/": ["curves", "cost-curves", "each-logit", "derivative"],
    "/cost_curves": ["two-cases", "low-high", "each-logit", "landscape", "independent", "floor"],
    "/derivative": ["jacobian", "balance", "triangle", "temperature"],
    "/two_classes": ["sigmoid", "shift", "slope", "log-odds"],
}
