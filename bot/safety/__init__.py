"""Subject: what is safe and allowed: warning signs, kinds of work, and the reports that people file."""
