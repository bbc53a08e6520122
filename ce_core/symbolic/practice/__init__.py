"""Judge a student's line: equal or not, where it differs, which known mistake it resembles.

Questions about numbers are in `ce_core.numeric.exercises`; what the page shows is in
`ce_core.ui.practice`.
"""
