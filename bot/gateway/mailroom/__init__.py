"""The mailroom: where the desk's conversations and the mail meet."""
