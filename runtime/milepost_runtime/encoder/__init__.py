"""Sentences to vectors: all-MiniLM-L6-v2 as an int8 ONNX graph that we write ourselves."""
