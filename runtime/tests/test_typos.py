"""Misspelt words, and what only looks like one."""

from __future__ import annotations

import pytest
from milepost_runtime.encoder.sentences import encoder
from milepost_runtime.nlu.typos import TypoCorrector, counted

EXAMPLES = [
    "when is the escrow payment for my milestone released",
    "the freelancer sent the money back to the client",
    "please approve the contract, I received the work and the refund",
]


@pytest.fixture(scope="module")
def corrector() -> TypoCorrector:
    return TypoCorrector(encoder().vocabulary(), counted(EXAMPLES))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("when is teh mony relased", "when is the money released"),
        ("freelncer did not recieve the paymnet", "freelancer did not receive the payment"),
        ("plese aprove my milestne!", "please approve my milestone!"),
        ("Plese approve it", "please approve it"),
    ],
)
def test_slips_of_the_finger_are_put_right(corrector: TypoCorrector, typed: str, meant: str) -> None:
    assert corrector.correct(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "when is the escrow payment released",
        "I work with Anjali and Kharkov on Figmaa",
        "C-1001 jsmith99@exmple.com https://exmple.com/mony T-48213 $1,150.00",
        "hola necesito ayuda con el pago del contrato",
        "где мои деньги",
        "kann ich das Geld zurückbekommen",
        "",
        "   ",
    ],
)
def test_names_ids_links_and_other_languages_are_left_alone(corrector: TypoCorrector, text: str) -> None:
    assert corrector.correct(text) == text
