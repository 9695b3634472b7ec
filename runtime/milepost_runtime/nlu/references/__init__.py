"""What a message refers to: contracts, milestones, amounts, dates, addresses and ids, by their form."""
