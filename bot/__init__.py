"""Milepost: support for marketplaces that hold money in escrow."""
