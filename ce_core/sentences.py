"""Give sentences their form: what every wing that writes for people shares."""


def capitalised(text: str) -> str:
    """Begin ``text`` with a capital and leave the rest of it as it is, names and symbols included.

    Unlike ``str.capitalize``, which would write "quotient rule of F" with a small f.
    """
    return text[:1].upper() + text[1:]
