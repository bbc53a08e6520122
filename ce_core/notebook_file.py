"""Write the file of a Jupyter notebook: cells of text and of code, and the JSON around them."""

import json
from collections.abc import Sequence
from typing import Any

Cell = dict[str, Any]


def text_cell(source: str) -> Cell:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code_cell(source: str) -> Cell:
    """A cell of Python that has not been run."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source.rstrip("\n"),
    }


def notebook_file(cells: Sequence[Cell]) -> str:
    """The notebook as JSON text, format 4.5: each cell gets an id of its own."""
    return json.dumps(
        {
            "cells": [{**cell, "id": f"cell-{count}"} for count, cell in enumerate(cells)],
            "metadata": {
                "kernelspec": {
                    "display_name": "Python 3",
                    "language": "python",
                    "name": "python3",
                },
                "language_info": {"name": "python"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        ensure_ascii=False,
        indent=1,
    )
