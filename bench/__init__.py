"""What it costs: speed and memory, measured in one run against stock Rasa on the same machine."""
