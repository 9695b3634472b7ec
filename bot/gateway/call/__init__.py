"""The `/call` namespace: video verification, from the person's page and from the verifier's console."""
