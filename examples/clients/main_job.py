"""The main job with a generated client: from an account to colleagues who are in.

`run` generates the package usher_client with openapi-python-client, checks this file against it with `mypy --strict`,
and runs it.
"""

import sys
import time
from datetime import UTC, datetime
from typing import TypeVar

import httpx
from usher_client import AuthenticatedClient, Client
from usher_client.api.access_models import get_access_model, replace_access_model
from usher_client.api.accounts import create_account
from usher_client.api.invitations import invite_users
from usher_client.api.links import accept_invitation, look_up_invitation
from usher_client.api.sessions import sign_in
from usher_client.api.users import get_user, list_users, update_user
from usher_client.models.accept_invitation_request import AcceptInvitationRequest
from usher_client.models.all_units import AllUnits
from usher_client.models.create_account_request import CreateAccountRequest
from usher_client.models.gateway_refusal import GatewayRefusal
from usher_client.models.grant import Grant
from usher_client.models.invitation_link import InvitationLink
from usher_client.models.invitation_verdict import InvitationVerdict
from usher_client.models.invite_administrator_request import InviteAdministratorRequest
from usher_client.models.invite_user_request import InviteUserRequest
from usher_client.models.invite_users_request import InviteUsersRequest
from usher_client.models.preset import Preset
from usher_client.models.problem import Problem
from usher_client.models.sign_in_request import SignInRequest
from usher_client.models.signed_in import SignedIn
from usher_client.models.update_user_request import UpdateUserRequest
from usher_client.models.user import User
from usher_client.models.user_status import UserStatus
from usher_client.types import UNSET, Unset

API, MAILBOX, OPERATOR_TOKEN = sys.argv[1:]
PASSWORD = "correct horse battery staple"

T = TypeVar("T")

anyone = Client(base_url=API)
# The generator takes an operation where signing in is optional for one that needs it. This client sends no token.
unsigned = AuthenticatedClient(base_url=API, token="none", prefix="", auth_header_name="x-signed-in")


class Refused(Exception):
    """A problem, with its code."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


def answered(answer: T | Problem | GatewayRefusal | None) -> T:
    """What was answered, or the refusal as an exception."""
    if isinstance(answer, Problem):
        raise Refused(answer.code, answer.detail)
    if isinstance(answer, GatewayRefusal):
        raise Refused("gateway", answer.message)
    assert answer is not None, "an answer that the document does not describe"
    return answer


def signed_in(token: str) -> AuthenticatedClient:
    """A client that sends this token."""
    return AuthenticatedClient(base_url=API, token=token)


def link(email: str) -> str:
    """The secret in the newest link to this address, once the mail has arrived."""
    for _ in range(100):
        mails = httpx.get(f"{MAILBOX}/api/messages", params={"to": email}).json()
        if mails and mails[-1]["links"]:
            return str(mails[-1]["links"][0].split("#token=")[1])
        time.sleep(0.1)
    raise TimeoutError(f"no mail to {email}")


def come_in(email: str) -> AuthenticatedClient:
    """Accepts the invitation to this address, and signs in."""
    token = link(email)
    assert answered(look_up_invitation.sync(client=anyone, body=InvitationLink(token))).email == email
    answered(accept_invitation.sync(client=unsigned, body=AcceptInvitationRequest(token, password=PASSWORD)))
    session = sign_in.sync(client=anyone, body=SignInRequest(email, PASSWORD))
    assert isinstance(session, SignedIn), session
    return signed_in(str(session.token))


def create() -> tuple[str, AuthenticatedClient]:
    """The operator creates an account, and its first administrator comes in."""
    created = answered(
        create_account.sync(
            client=signed_in(OPERATOR_TOKEN),
            idempotency_key="python-1",
            body=CreateAccountRequest(
                name="Northwind Dental",
                product_name="Brightbill",
                support_address="help@brightbill.example",
                preset=Preset.INVOICING,
                administrator=InviteAdministratorRequest(
                    "ada@python.example", given_name="Ada", family_name="Lovelace"
                ),
            ),
        )
    )
    return created.account.id, come_in("ada@python.example")


def invite(account: str, ada: AuthenticatedClient, colleagues: list[str]) -> None:
    """She invites colleagues, and they come in."""
    rows = [
        InviteUserRequest(
            email, grants=[Grant(role="read", units=AllUnits.ALL)], given_name="A", family_name="Colleague"
        )
        for email in colleagues
    ]
    invited = answered(invite_users.sync(account, client=ada, body=InviteUsersRequest(rows)))
    assert [row.verdict for row in invited.results] == [InvitationVerdict.INVITED] * len(rows)
    for email in colleagues:
        come_in(email)


def everybody(account: str, ada: AuthenticatedClient) -> list[User]:
    """All users, page by page."""
    users: list[User] = []
    after: str | Unset = UNSET
    while True:
        page = answered(list_users.sync(account, client=ada, status=UserStatus.ACTIVE, limit=3, after=after))
        users.extend(page.data)
        if not page.page.after:
            return users
        after = page.page.after


def change_as_read(account: str, ada: AuthenticatedClient, user: str) -> None:
    """What a user holds is sent back with an end, on condition that nobody has changed the user meanwhile."""
    read = get_user.sync_detailed(account, user, client=ada)
    # What is read has all fields, what is sent may leave some out: two classes with the same content.
    grants = [Grant.from_dict(held.to_dict()) for held in answered(read.parsed).grants]
    for grant in grants:
        grant.ends_at = datetime(2099, 1, 1, tzinfo=UTC)
    body = UpdateUserRequest(grants=grants)
    etag = read.headers["ETag"]
    changed = answered(update_user.sync(account, user, client=ada, body=body, if_match=etag))
    assert len(changed.grants) == 1
    try:
        answered(update_user.sync(account, user, client=ada, body=body, if_match=etag))
    except Refused as refused:
        assert refused.code == "stale_version", refused
    else:
        raise AssertionError("what has changed was changed")


def put_back(account: str, ada: AuthenticatedClient) -> None:
    """The access model is read and put back as it was read."""
    model = answered(get_access_model.sync(account, client=ada))
    answered(replace_access_model.sync(account, client=ada, body=model))


def main() -> None:
    account, ada = create()
    colleagues = [f"{name}@python.example" for name in ("grace", "alan", "edsger")]
    invite(account, ada, colleagues)
    users = everybody(account, ada)
    assert len(users) == 4, users
    grace = next(user for user in users if user.email == colleagues[0])
    change_as_read(account, ada, grace.id)
    put_back(account, ada)
    print(f"{len(users)} users, among them {grace.email}")


main()
