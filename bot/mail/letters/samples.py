"""Samples: made-up data of each kind, for previews and for looking at the letters."""

from collections.abc import Mapping, Sequence
from typing import Any

type Told = Sequence[Mapping[str, Any]]

SAMPLES: Mapping[str, Told] = {
    "message_received": [
        {
            "reference": "M-1042",
            "promised_by": "2026-03-10T01:00:00.000Z",
            "text": "I approved the logo on Monday and the payment still says pending.\n\nWhen does it arrive?",
        }
    ],
    "specialist_answer": [
        {
            "text": "Thank you for waiting over the weekend.\n\nThe payment was released on Monday. It stays pending for five days "
            "and can be withdrawn after that.",
            "specialist": "Maya Torres",
            "category": "Design & Creative",
            "reference": "M-1042",
            "seq": 7,
        },
        {
            "text": "One more thing: the invoice is under Reports > Transaction History.",
            "specialist": "Maya Torres",
            "category": "Design & Creative",
            "reference": "M-1042",
            "seq": 8,
        },
    ],
    "address_code": [{"code": "481902", "expires_at": "2026-03-06T22:15:00.000Z"}],
    "nudge": [
        {
            "clock": "review",
            "contract": "C-1001",
            "title": "Logo and brand book",
            "milestone": 2,
            "due_at": "2026-03-07T12:00:00.000Z",
        }
    ],
    "handoff_missed": [
        {"category": "Web Development", "reference": "M-1043", "promised_by": "2026-03-10T01:00:00.000Z"}
    ],
    "transcript": [
        {
            "messages": [
                {
                    "at": "2026-03-06T22:01:00.000Z",
                    "kind": "user",
                    "name": "Client Demo",
                    "text": "is milestone 2 paid?",
                },
                {
                    "at": "2026-03-06T22:01:01.000Z",
                    "kind": "assistant",
                    "name": "Assistant",
                    "text": "Milestone 2 “Final logo files” is in review until Sat 7 Mar 2026, 12:00 UTC.\n"
                    "If you neither approve it nor ask for changes, 600.00 USD is released then.",
                },
                {
                    "at": "2026-03-06T22:03:00.000Z",
                    "kind": "specialist",
                    "name": "Maya Torres",
                    "text": "Hello, I can help you to look through the files.",
                },
            ]
        }
    ],
    "profile_request_received": [{"reference": "P-1007"}],
    "profile_request_decided": [
        {"reference": "P-1007", "decision": "granted", "reason": "Your profile is complete again."}
    ],
    "appeal_received": [{"reference": "A-1003"}],
    "appeal_decided": [
        {
            "reference": "A-1003",
            "decision": "declined",
            "reason": "The message of 2 March asks for payment outside of the marketplace.",
        }
    ],
    "suspension_notice": [
        {
            "reason": "The name on your account does not match the identity document.",
            "since": "2026-02-27T09:30:00.000Z",
            "lifted_by": "Send a document with the name of your account, or change the name.",
            "due_at": "2026-03-13T09:30:00.000Z",
            "appealable": True,
        }
    ],
    "verification_invitation": [{"due_at": "2026-03-13T09:30:00.000Z"}],
    "verification_outcome": [
        {
            "outcome": "retry",
            "reason": "The picture of the document was too dark to read.",
            "next": "Start the call again from the chat, with more light.",
        }
    ],
    "receipt": [
        {
            "title": "Released to Freelancer Demo",
            "lines": [
                {"label": "Escrow to your account", "amount": {"minor": 60000, "currency": "USD"}},
                {"label": "Your account to the freelancer", "amount": {"minor": -60000, "currency": "USD"}},
            ],
            "contract": "C-1001",
            "at": "2026-03-06T22:04:00.000Z",
        }
    ],
}
