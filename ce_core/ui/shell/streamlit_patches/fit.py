"""Say whether a function of Streamlit still is the one that a patch was written for."""

import inspect
from typing import Any


def misfit(owner: Any, name: str, parameters: tuple[str, ...]) -> str:
    """Say what is wrong with ``owner.name``: nothing, if it takes just these parameters.

    Parameters
    ----------
    owner : module or class
        Where Streamlit keeps the function.
    name : str
        Of the function.
    parameters : tuple of str
        The names of what it took in the version that the patch was written for.
    """
    found = getattr(owner, name, None)
    if found is None:
        return f"{owner.__name__} has no {name}"
    taken = tuple(inspect.signature(found).parameters)
    if taken != parameters:
        return f"{owner.__name__}.{name} takes ({', '.join(taken)})"
    return ""
