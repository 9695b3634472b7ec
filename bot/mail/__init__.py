"""Subject: letters that are to be sent."""
