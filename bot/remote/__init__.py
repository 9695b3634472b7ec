"""A marketplace's own systems over HTTP: both ends of docs/marketplace-api.yaml."""
