"""Subject: accounts, standing, contracts, milestones and the escrow ledger."""
