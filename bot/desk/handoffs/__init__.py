"""Hand-offs: a conversation on its way to a person and back, one row of life for each request."""
