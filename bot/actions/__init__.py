"""Door for Rasa: one action per topic, over the subjects."""
