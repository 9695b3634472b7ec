"""Mail that comes in: read within limits, judged, matched to a conversation, and kept."""
