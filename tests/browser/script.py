"""What the scripted assistant answers with: every block that the widget shows."""

from bot.assistant import Utterance

ORDER = {
    "is my milestone paid?": [
        Utterance(
            "Milestone 2 of C-1001 is submitted and not paid yet.",
            topic="ask_milestone_status",
            personal=True,
            blocks=(
                {
                    "type": "clock",
                    "title": "Final logo files",
                    "amount": {"minor": 60000, "currency": "USD"},
                    "status": "submitted",
                    "who_acts": "client",
                    "due_at": "2046-11-27T23:30:00.000Z",
                    "if_silent": "released_to_freelancer",
                    "as_of": "2026-11-22T12:00:00.000Z",
                    "contract": "C-1001",
                },
                {
                    "type": "links",
                    "links": [
                        {"label": "Open the contract", "url": "https://example.com/contracts/C-1001"},
                        {"label": "Not a web address", "url": "javascript:alert(document.domain)"},
                    ],
                },
            ),
        )
    ],
    "which one?": [
        Utterance(
            "Which milestone do you mean?",
            topic="ask_milestone_status",
            blocks=(
                {
                    "type": "choices",
                    "choices": [
                        {"id": "1", "label": "Final logo files", "then": {"topic": "ask_milestone_status", "entities": {}}},
                        {"id": "2", "label": "Draft copy", "then": {"topic": "ask_milestone_status", "entities": {}}},
                    ],
                },
            ),
        )
    ],
    "leave a message": [
        Utterance(
            "Leave a message.",
            topic="talk_to_a_person",
            blocks=(
                {
                    "type": "form",
                    "form": "leave_message",
                    "then": {"topic": "talk_to_a_person"},
                    "fields": [
                        {"name": "email", "label": "E-mail", "kind": "email", "required": True},
                        {"name": "about", "label": "About", "kind": "choice", "options": ["Payments", "Account"]},
                        {"name": "text", "label": "Message", "kind": "long_text", "required": True, "max": 500},
                    ],
                },
            ),
        )
    ],
    "help me plan": [
        Utterance(
            "Here is your draft. Nothing is posted before you say so.",
            topic="plan_project",
            blocks=(
                {
                    "type": "draft",
                    "version": 2,
                    "title": "A landing page for a bakery",
                    "goal": "More orders for cakes from people nearby, above all from their phones.",
                    "deliverables": ["One page, in the bakery's colours", "A form for orders", "Texts and pictures"],
                    "skills": ["Web design", "Copywriting", "HTML and CSS"],
                    "budget_kind": "fixed_price",
                    "budget": {"minor": 90000, "currency": "USD"},
                    "timeline": "Within four weeks",
                },
                {
                    "type": "choices",
                    "choices": [
                        {"id": "1", "label": "Use this draft", "then": {"topic": "ask_milestone_status", "entities": {}}},
                        {"id": "2", "label": "Change something", "then": {"topic": "ask_milestone_status", "entities": {}}},
                    ],
                },
            ),
        )
    ],
    "everything": [
        Utterance(
            "Everything at once.",
            blocks=(
                {"type": "steps", "steps": ["Open the contract.", "Choose the milestone.", "Approve the work."]},
                {
                    "type": "ledger",
                    "as_of": "2026-11-22T12:00:00.000Z",
                    "rows": [
                        {
                            "at": "2026-11-18T12:00:00.000Z",
                            "kind": "deposit",
                            "label": "Escrow deposit for Draft copy",
                            "amount": {"minor": -25000, "currency": "USD"},
                        }
                    ],
                },
                {"type": "status", "title": "Payments delayed", "impact": "degraded", "url": "https://example.com/s"},
                {"type": "draft", "title": "A logo", "skills": ["drawing", "type"]},
                {"type": "call", "title": "Video check", "text": "A specialist looks at your identity card with you.",
                 "due_at": "2046-11-27T23:30:00.000Z"},
                {"type": "hologram", "of": "something that this version does not know"},
                {"type": "choices", "choices": [
                    {"id": "1", "label": "A rather long label that has to wrap on a narrow phone, and then some more",
                     "then": {"topic": "ask_escrow_basics", "entities": {}}}]},
            ),
        )
    ],
}  # fmt: skip
