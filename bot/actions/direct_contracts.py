"""Direct Contracts."""

from bot.actions.answer import Topic, policy

TOPICS: tuple[Topic, ...] = (
    policy("ask_direct_contracts"),
    policy("ask_direct_contract_eligibility"),
    policy("ask_direct_contract_work"),
    policy("ask_direct_contract_misuse"),
)
