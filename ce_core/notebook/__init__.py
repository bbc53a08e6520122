"""Show the panel in a notebook: Jupyter, Colab, VS Code, marimo.

``from ce_core.notebook import Stage``. It needs anywidget; the scripts are those of the app, in
``assets/``. What a page of the app adds does not live here.
"""

try:
    from ce_core.notebook.stage import Stage
except ModuleNotFoundError as missing:
    if missing.name != "anywidget":
        raise
    raise ModuleNotFoundError(
        "The panel in a notebook needs anywidget: run pip install anywidget.", name="anywidget"
    ) from missing

__all__ = ["Stage"]
