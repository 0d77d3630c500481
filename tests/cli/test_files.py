"""Bringing files in and writing them out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Desk, one_sentence

GOOD = "1-201,ladder,tools,good\n"
BAD = "9-999,spade,tools,good\n"
HEADER = "household,name,category,condition\n"


def _file(desk: Desk, *rows: str, name: str = "items.csv") -> Path:
    path = desk.db.with_name(name)
    path.write_text("".join([HEADER, *rows]), encoding="utf-8")
    return path


def test_good_rows_are_kept_and_bad_ones_set_aside(desk: Desk) -> None:
    file = _file(desk, GOOD, BAD)
    ran = desk.run("import", "items", str(file))
    assert ran.returncode == 1
    assert "items.csv · line 3 · household" in ran.stdout
    assert "added 1, changed 0, unchanged 0, rejected 1." in ran.stdout
    rejects = file.with_name("items.rejects.csv")
    assert one_sentence(ran.stderr).startswith("1 row was rejected. Please correct")
    assert str(rejects) in ran.stderr
    rejects.write_text(rejects.read_text("utf-8-sig").replace("9-999", "1-202"), encoding="utf-8")
    assert "added 1" in desk.said("import", "items", str(rejects))
    assert "unchanged 1" in desk.said("import", "items", str(rejects))


def test_rejects_that_somebody_is_correcting_stay(desk: Desk) -> None:
    file = _file(desk, BAD)
    rejects = file.with_name("items.rejects.csv")
    rejects.write_text("being corrected", encoding="utf-8")
    assert "items.rejects-2.csv" in desk.run("import", "items", str(file)).stderr
    assert rejects.read_text(encoding="utf-8") == "being corrected"
    again = file.with_name("items.rejects-2.csv")
    assert "9-999" in again.read_text("utf-8-sig")
    ran = desk.run("import", "items", str(again), "--format", "json")
    answer = json.loads(ran.stdout)
    assert answer["rejects"] == str(file.with_name("items.rejects-3.csv"))
    assert answer["rejected"][0]["file"] == again.name


def test_nothing_is_written_over_the_store_or_the_file(desk: Desk) -> None:
    file = _file(desk, GOOD, BAD)
    for target in (desk.db, file):
        refused = desk.refused("import", "items", str(file), "--rejects", str(target))
        assert "name another file" in refused
    assert "name another file" in desk.refused("export", "items", str(desk.db))
    assert desk.answered("stats")["items"] == 4
    assert file.read_text(encoding="utf-8") == HEADER + GOOD + BAD


def test_the_report_is_shown_where_the_rejects_cannot_be_written(desk: Desk) -> None:
    ran = desk.run("import", "items", str(_file(desk, GOOD, BAD)), "--rejects", "none/bad.csv")
    assert ran.returncode == 1
    assert "added 1, changed 0, unchanged 0, rejected 1." in ran.stdout
    assert "cannot be written" in one_sentence(ran.stderr)


def test_in_chinese_no_space_stands_between_sentences(desk: Desk) -> None:
    ran = desk.run("import", "items", str(_file(desk, BAD)), LANG="zh_CN.UTF-8")
    assert "。请改正" in ran.stderr
    ran = desk.run("return", "烤箱", LANG="zh_CN.UTF-8")
    assert "。 " not in ran.stdout
    assert ran.stdout.count("。") == 2


def test_a_dry_run_in_chinese_names_the_columns_in_chinese(desk: Desk) -> None:
    file = _file(desk, "1-101,drill,tools,worn\n")
    said = desk.run("import", "items", str(file), "--dry-run", LANG="zh_CN.UTF-8").stdout
    assert "状况：“良好”改为“磨损”" in said


def test_standard_input_is_imported_too(desk: Desk) -> None:
    ran = _import_stdin(desk, GOOD, BAD)
    assert ran.returncode == 1
    assert "stdin · line 3 · household" in ran.stdout
    assert "stdin, items: added 1" in ran.stdout
    assert "9-999" in desk.db.with_name("stdin.rejects.csv").read_text("utf-8-sig")
    assert "stdin.rejects-2.csv" in _import_stdin(desk, BAD).stderr


def test_standard_input_that_cannot_be_read(desk: Desk) -> None:
    assert "stdin is empty" in desk.refused("import", "items", "-")


def _import_stdin(desk: Desk, *rows: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        desk.command("import", "items", "-"),
        env=desk.environment(),
        input="".join([HEADER, *rows]),
        capture_output=True,
        encoding="utf-8",
        cwd=desk.db.parent,
        timeout=60,
        check=False,
    )


def test_all_or_nothing_keeps_nothing(desk: Desk) -> None:
    file = _file(desk, GOOD, BAD)
    rejects = file.with_name("bad.csv")
    ran = desk.run("import", "items", str(file), "--all-or-nothing", "--rejects", str(rejects))
    assert ran.returncode == 1
    assert "Nothing was imported" in ran.stdout
    assert rejects.exists()
    assert desk.answered("stats")["items"] == 4


def test_a_dry_run_shows_each_field_and_changes_nothing(desk: Desk) -> None:
    file = _file(desk, GOOD, "1-101,drill,tools,worn\n")
    said = desk.said("import", "items", str(file), "--dry-run")
    assert "nothing was changed" in said
    assert "condition: “good” becomes “worn”" in said
    assert "new: " in said
    report = desk.answered("import", "items", str(file), "--dry-run")
    assert (report["added"], report["changed"], report["dry_run"]) == (1, 1, True)
    assert list(report["changes"][0]) == ["line", "what", "field", "before", "after"]
    assert desk.answered("stats")["items"] == 4


def test_the_report_as_json_names_every_rejected_row(desk: Desk) -> None:
    ran = desk.run("import", "items", str(_file(desk, BAD)), "--format", "json", "--dry-run")
    assert ran.returncode == 1
    assert '"line": 2, "column": "household"' in ran.stdout
    assert '"rejects": null' in ran.stdout
    assert not desk.db.with_name("items.rejects.csv").exists()


def test_extra_columns_are_named(desk: Desk) -> None:
    file = desk.db.with_name("items.csv")
    file.write_text("household,name,category,colour\n1-201,ladder,tools,red\n", encoding="utf-8")
    assert "colour" in desk.said("import", "items", str(file))


@pytest.mark.parametrize("kind", ["households", "residents", "items", "loans"])
def test_what_is_written_out_comes_in_again_unchanged(desk: Desk, kind: str) -> None:
    file = desk.db.with_name(f"{kind}.csv")
    assert desk.said("export", kind, str(file)) == ""
    again = desk.answered("import", kind, str(file))
    assert (again["added"], again["changed"], again["rejected"]) == (0, 0, [])
    assert again["unchanged"] > 0
    assert file.read_text("utf-8-sig") == desk.said("export", kind).removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("name", "data"),
    [("paper.csv", b"%PDF-1.7\n%..."), ("empty.csv", b""), ("other.csv", b"a,b\n1,2\n")],
    ids=["pdf", "empty", "other columns"],
)
def test_a_file_that_is_no_table_of_ours(desk: Desk, name: str, data: bytes) -> None:
    desk.db.with_name(name).write_bytes(data)
    desk.refused("import", "items", name)
    assert desk.answered("stats")["items"] == 4


def test_files_that_are_not_there_or_not_files(desk: Desk) -> None:
    assert "no file" in desk.refused("import", "items", "none.csv")
    assert "is a folder" in desk.refused("import", "items", ".")
    assert "cannot be written" in desk.refused("export", "items", ".")
    assert "cannot be written" in desk.refused("export", "items", "none/items.csv")


def test_hostile_cells_are_rejected_and_told_in_printable_text(desk: Desk) -> None:
    file = _file(desk, *(f"1-201,{text},tools,good\n" for text in ("\x1b[2J", "\u202eabc")))
    ran = desk.run("import", "items", str(file))
    assert ran.returncode == 1
    assert "rejected 2" in ran.stdout
    assert all(line.isprintable() for line in ran.stdout.splitlines())


def test_an_interrupted_import_leaves_quietly(desk: Desk) -> None:
    pipe = desk.db.with_name("slow.csv")
    os.mkfifo(pipe)
    with subprocess.Popen(
        desk.command("import", "items", str(pipe)),
        env=desk.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as importing:
        with pipe.open("w", encoding="utf-8"):
            importing.send_signal(signal.SIGINT)
            assert importing.wait(timeout=60) == 130
        assert importing.communicate() == (b"", b"")
