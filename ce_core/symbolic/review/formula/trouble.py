"""Say what cannot be read in a formula, and where."""


class Trouble(ValueError):
    """A formula cannot be read, or says something that this tool does not judge.

    Parameters
    ----------
    message
        What is wrong, and what was expected: a part of a sentence.
    start, end
        Its place in the text.
    beyond
        Whether it is good mathematics that is beyond this tool.
    """

    def __init__(
        self, message: str, start: int, end: int | None = None, *, beyond: bool = False
    ) -> None:
        super().__init__(message)
        self.start, self.end = start, start + 1 if end is None else max(end, start + 1)
        self.beyond = beyond
