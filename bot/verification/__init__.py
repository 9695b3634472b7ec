"""Video verification: who is asked for a call, the line for it, the call itself, and what came of it."""
