"""Make quiz files for a course page: questions to predict an answer to, in Moodle XML and GIFT.

The questions come from :mod:`ce_core.numeric.exercises`; what a page shows of them does not live
here.
"""
