"""How well messages are understood: on real people's lines, on our own examples, on published data."""
