"""The derivation page: routes, settings, walkthrough, downloads."""
