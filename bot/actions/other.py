"""What belongs to another part of the marketplace."""

from bot.actions.answer import Topic, policy

TOPICS: tuple[Topic, ...] = (
    policy("other_billing_method"),
    policy("other_withdrawal"),
    policy("other_identity_documents"),
    policy("other_login"),
    policy("other_close_account"),
    policy("other_membership"),
    policy("other_job_search"),
    policy("other_feedback"),
    policy("other_scores"),
    policy("other_time_tracker"),
    policy("other_taxes"),
    policy("other_fees"),
    policy("other_profile_edit"),
    policy("out_of_scope"),
)
