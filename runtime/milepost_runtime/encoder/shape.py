"""What goes into the network and what comes out of it."""

INPUT = "input_ids"
OUTPUT = "sentence"
WIDTH = 384
