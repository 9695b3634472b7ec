"""What runs inside Rasa: understanding, the channel to the gateway, the stores and the patches."""
