"""What a session holds, and its two mirrors: the URL and the browser.

Nothing here draws.
"""
