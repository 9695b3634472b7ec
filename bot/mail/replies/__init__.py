"""What a person wrote in a mail, without what their mail program put around it."""
