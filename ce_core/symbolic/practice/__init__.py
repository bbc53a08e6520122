"""Judge a student's line: equal or not, where it differs, which known mistake it resembles."""
