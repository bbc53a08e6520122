"""One module for each custom component: mount it and hand it its data."""
