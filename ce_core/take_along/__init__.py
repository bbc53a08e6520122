"""Make pages that need no server: the panel, its charts and a derivation in one HTML file.

The scripts are those of the app, in ``assets/``. What the app adds on its server does not live
here.
"""
