"""The other side of the comparison: Rasa as `rasa init` sets it up."""
