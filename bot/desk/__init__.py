"""Subject: conversations, the turns that answer them, forms, and the desk's hours."""
