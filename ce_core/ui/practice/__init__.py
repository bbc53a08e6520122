"""The practice page: next line, find the slip, predict, challenges, progress."""
