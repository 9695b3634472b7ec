"""Starts Milepost's processes, keeps them up, and leaves none behind."""
