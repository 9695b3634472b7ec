"""Cases: what an account asks the marketplace's people to decide about it (appeals, a public profile)."""
