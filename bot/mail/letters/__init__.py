"""Letters: what each kind says, in HTML and in plain text, and the mail that it becomes."""
