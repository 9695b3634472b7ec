"""The command line: one thin command per task, each loading only what it needs."""
