"""The batches page: input, settings, results table, downloads."""
