"""Drafts lie beside the store: a file for each form, one's own, locked while it is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store import drafts, history
from store.drafts import Draft, DraftFile
from store.errors import Unusable

HALF = Draft("key", "Edit", [1, "grid", []], {"name": "烤\u0000\ud800箱"}, {"name": ""})

# Another process that writes a draft, says so, and waits to be killed.
TYPIST = """
import sys
from store import database, drafts, history
database.open_store(sys.argv[1])
history.act_as("tester")
file = drafts.DraftFile()
file.write(drafts.Draft("key", "Edit", [], {"name": "烤"}, {"name": ""}))
print("kept", flush=True)
sys.stdin.read()
"""


def kept(typed: str = "烤箱") -> DraftFile:
    file = DraftFile()
    file.write(HALF._replace(typed={"name": typed}))
    return file


def test_a_draft_comes_back_as_it_was_once_nobody_types_in_it(store: Path) -> None:
    file = DraftFile()
    file.write(HALF)
    assert drafts.found() == ()
    file.release()
    (found,) = drafts.found()
    assert found._replace(at="", file="") == HALF._replace(typed={"name": "烤\u0000?箱"})


def test_each_write_replaces_the_one_before_and_a_drop_leaves_nothing(store: Path) -> None:
    file = kept("烤")
    file.write(HALF._replace(typed={"name": "烤箱"}))
    assert len(os.listdir(drafts.folder())) == 1
    file.drop()
    assert os.listdir(drafts.folder()) == []
    file.write(HALF)
    file.release()
    assert len(drafts.found()) == 1


def test_drafts_are_private_and_nobody_else_s(store: Path) -> None:
    kept().release()
    folder = Path(drafts.folder())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]
    history.act_as("somebody else")
    assert not drafts.any_kept()
    assert drafts.found() == ()


def test_only_one_takes_a_draft_up(store: Path) -> None:
    kept().release()
    (found,) = drafts.found()
    mine, theirs = DraftFile(), DraftFile()
    assert mine.take(found)
    assert not theirs.take(found)
    assert drafts.found() == ()
    mine.release()
    assert [draft.typed for draft in drafts.found()] == [found.typed]


def test_the_newest_comes_first_and_the_oldest_go(store: Path) -> None:
    for typed in ("一", "二", "三"):
        kept(typed).release()
    assert [draft.typed["name"] for draft in drafts.found()] == ["三", "二", "一"]
    long_ago = time.time() - (drafts.DAYS_KEPT + 1) * 86_400
    os.utime(drafts.found()[1].file, (long_ago, long_ago))
    assert [draft.typed["name"] for draft in drafts.found()] == ["三", "一"]
    assert len(os.listdir(drafts.folder())) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"who": "tester"}', b"\xff"])
def test_what_is_no_draft_is_passed_over(store: Path, content: bytes) -> None:
    kept().release()
    Path(drafts.found()[0].file).write_bytes(content)
    assert drafts.found() == ()


def test_a_disk_that_refuses_is_told_and_nothing_half_written_stays(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    file = kept("烤")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unusable, match="No space left on device"):
        file.write(HALF)
    file.release()
    assert [draft.typed["name"] for draft in drafts.found()] == ["烤"]
    assert len(os.listdir(drafts.folder())) == 1


def test_the_draft_of_a_process_that_was_killed_is_there(store: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(store)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as typist:
        assert typist.stdout is not None
        assert typist.stdout.readline() == b"kept\n"
        assert drafts.found() == ()
        typist.kill()
    assert [draft.typed for draft in drafts.found()] == [{"name": "烤"}]


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": ""},
        {"at": 1},
        {"title": None},
        {"typed": ["name"]},
        {"typed": {"name": 1}},
        {"typed": {"name": "\ud800"}},
        {"was": {"other": ""}},
        {"left": "no"},
    ],
)
def test_a_file_on_which_no_desk_can_rely_is_none(store: Path, wrong: dict[str, object]) -> None:
    """Another program wrote it, or a disk that is failing: the desk opens all the same."""
    file = kept()
    Path(file.path).write_text(json.dumps(json.loads(Path(file.path).read_text()) | wrong))
    file.release()
    assert drafts.found() == ()


def test_what_is_no_file_is_no_draft(store: Path) -> None:
    file = kept()
    pipe, folder = f"{file.path[:-6]}2.draft", f"{file.path[:-6]}3.draft"
    file.release()
    os.mkfifo(pipe)
    os.mkdir(folder)
    assert [found.file for found in drafts.found()] == [file.path]
