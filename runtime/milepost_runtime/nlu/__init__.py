"""What a message asks for: typos, sentences, topics and the references in it."""
