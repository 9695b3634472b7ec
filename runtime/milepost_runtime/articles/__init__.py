"""Help articles: found by meaning, and offered where no topic was understood."""
