"""Frame every page: layout, header, fragments, HTML and assets.

What a single page shows is in the room of that page, not here.
"""
