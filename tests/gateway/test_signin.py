"""Keys by `kid`: other secrets and public keys, each with one algorithm."""

import json
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from bot.gateway.signin import LIFETIME, TokenInvalid, Tokens, read_keys
from tests.clock import SettableClock

SECRET = "a secret of thirty-two characters, or more"
PRIVATE = {
    "RS256": rsa.generate_private_key(65537, 2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}


@pytest.fixture
def tokens(tmp_path, clock):
    algorithms = jwt.algorithms.get_default_algorithms()
    entries = [
        {**json.loads(algorithms[name].to_jwk(key.public_key())), "kid": name, "alg": name}
        for name, key in PRIVATE.items()
    ]
    entries.append(
        {
            **algorithms["HS256"].to_jwk(b"another secret of thirty-two characters", as_dict=True),
            "kid": "shop",
            "alg": "HS256",
        }
    )
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"keys": entries}))
    return Tokens(SECRET, clock, read_keys(path))


def claims(clock: SettableClock) -> dict:
    now = int(clock.now().timestamp())
    return {"sub": "a", "aud": "milepost", "iat": now, "exp": now + 600, "jti": "j", "auth_time": now}


@pytest.mark.parametrize("algorithm", list(PRIVATE))
def test_a_token_of_an_asymmetric_key_is_verified_by_its_kid(tokens, clock, algorithm):
    token = jwt.encode(claims(clock), PRIVATE[algorithm], algorithm=algorithm, headers={"kid": algorithm})
    assert tokens.verify(token).account == "a"


def test_a_second_shared_secret_is_found_by_its_kid(tokens, clock):
    token = jwt.encode(
        claims(clock), "another secret of thirty-two characters", algorithm="HS256", headers={"kid": "shop"}
    )
    assert tokens.verify(token).account == "a"


def test_a_public_key_does_not_pass_as_a_secret(tokens, clock):
    public = b"another secret of thirty-two characters"
    for kid in PRIVATE:
        token = jwt.encode(claims(clock), public, algorithm="HS256", headers={"kid": kid})
        with pytest.raises(TokenInvalid):
            tokens.verify(token)


def test_a_key_signs_for_its_own_kid_only(tokens, clock):
    token = jwt.encode(claims(clock), PRIVATE["ES256"], algorithm="ES256", headers={"kid": "EdDSA"})
    with pytest.raises(TokenInvalid):
        tokens.verify(token)


@pytest.mark.parametrize(
    "entry", [{"kty": "oct", "k": "c2VjcmV0"}, {"kid": "a", "kty": "oct", "k": "c2VjcmV0"}, {"kid": "a", "alg": "none"}]
)
def test_a_key_without_kid_or_with_another_algorithm_is_no_key(tmp_path, entry):
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"keys": [entry]}))
    with pytest.raises(ValueError, match="kid"):
        read_keys(path)


def test_a_minted_token_says_how_old_the_sign_in_is(tokens, clock):
    signed_in = tokens.verify(tokens.mint("a", name="A", email="a@example.com", auth_age=timedelta(hours=1)))
    assert signed_in.auth_time == clock.now() - timedelta(hours=1)
    assert signed_in.expires_at == clock.now() + LIFETIME
    assert (signed_in.name, signed_in.email) == ("A", "a@example.com")
