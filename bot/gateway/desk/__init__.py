"""Door: the console of the people at the desk, from their sign-in to what they say and decide."""
