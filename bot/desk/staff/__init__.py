"""The people of the desk: who they are, how they sign in, and what each may do."""
