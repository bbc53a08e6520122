"""Hold what a session works on, in step with its two mirrors: the URL and the browser.

Nothing here draws.
"""
