"""The one folder for files, once somebody is registered, and every way out of it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import history
from store.errors import Refused, StoreError
from store.exchange import folder, ics_files
from store.exchange.files import new_file
from tests.store.access.making import register


@pytest.fixture
def root(store: Path) -> Path:
    """The folder of a store of which chen, hu and vera are."""
    register()
    return store.parent / "exchange"


def test_on_an_open_desk_a_name_leads_where_it_says(store: Path) -> None:
    assert folder.place(Path("/etc/passwd")) == Path("/etc/passwd")
    assert folder.told() == ""
    assert not (store.parent / "exchange").exists()


def test_whoever_comes_by_a_key_is_confined_on_an_open_desk_too(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_ORIGINAL_COMMAND", "")
    with pytest.raises(Refused):
        folder.place(Path("/etc/passwd"))


def test_a_name_means_a_file_in_the_folder_that_only_its_owner_sees(root: Path) -> None:
    assert folder.place(Path("items.csv")) == root / "items.csv"
    assert folder.place(Path("2026/items.csv")) == root / "2026" / "items.csv"
    assert folder.place(root / "items.csv") == root / "items.csv"
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert str(root) in folder.told()


def test_the_folder_may_be_elsewhere(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(folder.VARIABLE, str(tmp_path / "else where"))
    assert folder.place(Path("x")) == tmp_path / "else where" / "x"


@pytest.mark.parametrize(
    "named",
    ["/etc/passwd", "/", "..", "../desk.db", "a/../../desk.db", "./../x", "~root/x", "/dev/stdin"],
)
def test_what_leads_out_is_refused(root: Path, named: str) -> None:
    try:
        path = Path(named).expanduser()
    except RuntimeError:
        path = Path("/root")
    with pytest.raises(Refused, match="Files are read and written only in"):
        folder.place(path)


@pytest.mark.parametrize("target", ["/etc/passwd", "/etc", "items.csv", "nowhere", "../desk.db"])
def test_links_are_refused_wherever_they_lead(root: Path, target: str) -> None:
    folder.folder()
    (root / "items.csv").touch()
    (root / "link").symlink_to(target)
    for named in ("link", "link/passwd"):
        with pytest.raises(Refused, match="is a link"):
            folder.place(Path(named))


def test_pipes_and_devices_are_refused(root: Path) -> None:
    folder.folder()
    os.mkfifo(root / "pipe")
    with pytest.raises(Refused, match="neither a file nor a folder"):
        folder.place(Path("pipe"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.sampled_from(["..", ".", "a", "link", "pipe", "", "~", "/", "\0", "\n", "x" * 300])
    )
)
def test_whatever_is_named_nothing_outside_is_ever_written(root: Path, parts: list[str]) -> None:
    folder.folder()
    if not os.path.lexists(root / "link"):
        (root / "link").symlink_to(root.parent)
        os.mkfifo(root / "pipe")
    before = sorted(os.listdir(root.parent))
    try:
        with new_file(Path("/".join(parts))) as file:
            file.write("x")
    except StoreError:
        pass
    assert sorted(os.listdir(root.parent)) == before


def test_calendars_of_each_member_stay_in_the_folder_too(root: Path) -> None:
    with pytest.raises(StoreError):
        ics_files.put(root.parent / "rota.ics", b"")
    ics_files.put(root / "rota.ics", b"")
    assert stat.S_IMODE((root / "rota.ics").stat().st_mode) == 0o600


def test_only_a_coordinator_writes_files_that_others_may_need(root: Path) -> None:
    history.act_as("hu")
    with pytest.raises(Refused, match="Only a coordinator"), new_file(Path("items.csv")):
        pass
    assert not (root / "items.csv").exists()
