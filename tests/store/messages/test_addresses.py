"""Addresses are kept by name, and their secrets are shown nowhere."""

from __future__ import annotations

import pytest

from store import history
from store.errors import NotFound, Refused
from store.messages import addresses, secrets
from store.messages.models import Address
from store.sharing.summary import Night

MAIL = "mailto://desk:Pa55word@example.org?to=chen@example.org"
HOOK = "json://user:Pa55word@127.0.0.1:8080/t0ken?+X-Key=k3yk3y"
ROBOT = "wecombot://r0botk3y"
SECRETS = ("Pa55word", "t0ken", "k3yk3y", "r0botk3y")


@pytest.fixture(autouse=True)
def _in_a_store(compound: int) -> None:
    """Addresses are the store's."""


def render(night: Night, form: str) -> tuple[str, str]:
    return "", ""


def test_what_is_added_is_listed_by_name_without_its_secrets() -> None:
    addresses.add("mail", MAIL)
    addresses.add("  hook ", f" {HOOK}\n")
    addresses.add("群", ROBOT)
    shown = [(row.name, row.shown) for row in addresses.addresses()]
    assert shown == [
        ("hook", "json://127.0.0.1:8080/…"),
        ("mail", "mailto://example.org/…"),
        ("群", "wecombot://…"),
    ]
    assert Address.get(name="hook").url == HOOK


def test_adding_and_removing_can_be_undone_and_the_history_tells_only_the_name() -> None:
    addresses.add("hook", HOOK)
    addresses.remove("hook")
    assert addresses.addresses() == ()
    assert history.undo().label == "undid: removed the address hook"
    assert Address.get(name="hook").url == HOOK
    history.undo(history.latest(3)[-1].id)
    assert addresses.addresses() == ()
    told = " ".join(deed.label for deed in history.latest(20))
    assert not any(secret in told for secret in SECRETS)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("mailtos://me:pw@smtp.example.org:465?to=a@b.org", "mailtos://smtp.example.org:465/…"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", "https://qyapi.weixin.qq.com/…"),
        ("json://[::1]:80/x", "json://[::1]:80/…"),
        ("dingtalk://secret@token/", "dingtalk://…"),
        # A stroke or a second @ in a password, which ends it early: nothing after it is shown.
        ("json://user:12/34@host/", "json://…"),
        ("json://user:p@ss@host/", "json://…"),
        ("json://user:p?ss@host/", "json://…"),
        ("mailto://user:12/ss@host/", "mailto://…"),
        ("no url", "://…"),
        ("<script>://x", "://…"),
    ],
)
def test_a_url_is_shown_with_its_server_at_most(url: str, shown: str) -> None:
    assert secrets.shown(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        "",
        "t0ken",
        "nothing://t0ken",
        "json://",
        "wecombot://t0ken*",
        "mailto://u:Pa55word@example.org?to=t0ken",
        "mailto://u@qq.com:Pa55word@example.org",
        "json://127.0.0.1/a t0ken",
        "json://127.0.0.1/t0ken\u202e",
        "json://127.0.0.1/" + "t0ken" * 500,
        "json://127.0.0.1/t0ken?cto=soon",
    ],
)
def test_what_nothing_can_be_sent_to_is_refused_without_repeating_it(
    url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refused) as refused:
        addresses.add("it", url)
    assert not any(secret in refused.value.sentence for secret in SECRETS)
    assert addresses.addresses() == ()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["", " ", "all", "json://x", "a" * 61, "hook"])
def test_a_name_is_needed_that_nothing_else_has(name: str) -> None:
    addresses.add("hook", HOOK)
    with pytest.raises(Refused):
        addresses.add(name, ROBOT)
    assert [row.name for row in addresses.addresses()] == ["hook"]


def test_channels_are_all_addresses_or_those_named_or_a_url_each_once() -> None:
    addresses.add("hook", HOOK)
    addresses.add("robot", ROBOT)
    everyone = addresses.channels(["all", "hook"], render)
    assert [channel.label for channel in everyone] == ["hook", "robot"]
    one = addresses.channels(["robot", MAIL, MAIL, f" {HOOK}"], render)
    assert [channel.label for channel in one] == ["robot", "mailto://example.org/…", "hook"]
    keys = [channel.key for channel in one]
    assert keys[0].startswith("address:")
    assert keys[1].startswith("url:")
    assert not any(secret in "".join(keys) for secret in SECRETS)
    assert [channel.key for channel in addresses.channels([MAIL], render)] == keys[1:2]


def test_an_unknown_name_is_told_with_those_that_are_known() -> None:
    with pytest.raises(NotFound, match="addresses add NAME"):
        addresses.channels(["all"], render)
    addresses.add("hook", HOOK)
    with pytest.raises(NotFound, match="“chen”; there are hook"):
        addresses.channels(["hook", "chen"], render)
    with pytest.raises(NotFound):
        addresses.remove("chen")


def test_secrets_are_struck_out_as_typed_and_as_meant() -> None:
    url = "json://me:p%40ss@host.example/t%C3%B6ken?key=K3Y&x=ab"
    said = "no p@ss or p%40ss at HOST.example /töken t%C3%B6ken k3y, but JSON and x"
    assert secrets.scrubbed(said, url) == "no *** or *** at *** /*** *** ***, but JSON and x"
    # However short, a password is one.
    assert secrets.scrubbed("xy was refused", "json://me:xy@h/a@b") == "*** was refused"
