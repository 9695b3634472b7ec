"""What goes into the network and what comes out of it."""

INPUTS = ("input_ids", "attention_mask")
OUTPUT = "sentence"
WIDTH = 384
