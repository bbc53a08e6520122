"""What it looks like: pure functions from numbers to figures as plain data, Plotly at the edge."""
