"""A function of one's own: typed, read, differentiated line by line."""


def show(theme: str) -> None:
    """Show the tab."""
