"""Webhooks of Usher: whether what was posted comes from Usher, as it was signed, and lately.

Signatures are those of the Standard Webhooks specification; docs/events.md says where they are. Copy this file.
"""

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any


class Refused(Exception):
    """What was posted is not to be believed. Answer with 401."""


def received(
    secrets: Sequence[str], body: bytes, given: Mapping[str, str], tolerance: int = 300, now: float | None = None
) -> dict[str, Any]:
    """The event that was posted. `given` is what came beside it: the query, where an API destination has the signature,
    and the headers, by their names in lower case."""
    # A plus sign in a query may have come as a blank, which base 64 does not have.
    identity, timestamp = given.get("webhook-id"), given.get("webhook-timestamp")
    signature = given.get("webhook-signature", "").replace(" ", "+")
    if not identity or not timestamp or not signature:
        raise Refused("there is no signature")
    present = time.time() if now is None else now
    if not re.fullmatch("[0-9]{1,12}", timestamp) or abs(present - int(timestamp)) > tolerance:
        raise Refused("the signature is too old, or from the future")
    try:
        event = json.loads(body)
    except ValueError as cause:
        raise Refused("the body is no event") from cause
    # The bytes as they came, or what they say in the form that was signed: an API destination may write it otherwise.
    texts = (body, canonical(event))
    signatures = [one[3:] for one in re.split("[+](?=v1,)", signature) if one.startswith("v1,")]
    if not any(is_ours(secret, f"{identity}.{timestamp}.", text, signatures) for secret in secrets for text in texts):
        raise Refused("the signature is another one")
    if not isinstance(event, dict) or event.get("id") != identity:
        raise Refused("the signature is of another event")
    return event


def is_ours(secret: str, beginning: str, text: bytes, given: Sequence[str]) -> bool:
    """Whether one of the signatures is the secret's."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = base64.b64encode(hmac.digest(key, beginning.encode() + text, hashlib.sha256)).decode()
    return any(hmac.compare_digest(one, made) for one in given)


def canonical(value: object) -> bytes:
    """The canonical form of RFC 8785, for values without fractions."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
