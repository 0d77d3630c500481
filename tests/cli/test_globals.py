"""The options that every command takes, the environment, and wrong usage."""

from __future__ import annotations

import os
import re
import shutil
import tomllib

import pytest

import app
from store.language import CATALOGUES
from tests.cli.conftest import DOOR, Desk
from tui.cells import width

no_catalogue = not os.path.exists(f"{CATALOGUES}/zh_CN/LC_MESSAGES/qiaomen.mo")


def test_help_in_chinese_is_aligned_by_cells(desk: Desk) -> None:
    shown = desk.said("lend", "--help", "--lang", "zh")
    columns = {
        width(line[: found.end()])
        for line in shown.splitlines()
        if (found := re.match(r"  -\S+(?:, \S+)?(?: \S+)? {2,}(?=\S)", line))
    }
    assert len(columns) == 1
    assert all(width(line) <= 80 for line in shown.splitlines())


def test_options_hold_before_and_after_the_command_and_above_the_environment(desk: Desk) -> None:
    other = shutil.copy(desk.db, desk.db.parent / "other.db")
    given = ("--db", str(other), "--today", "2026-10-20", "--user", "ada")
    before = desk.answered(*given, "stats")
    after = desk.answered("stats", *given)
    assert before == after
    assert before["as_of"] == "2026-10-20"
    assert desk.answered(*given, "return", "1")[0]["returned_on"] == "2026-10-20"
    assert desk.answered("history", *given)[0]["who"] == "ada"
    assert desk.answered("history")[0]["who"] == "tester"


def test_the_environment_names_file_day_and_user(desk: Desk) -> None:
    assert desk.answered("return", "1")[0]["returned_on"] == "2026-11-23"
    assert desk.answered("history")[0]["who"] == "tester"


def test_without_a_name_the_store_is_in_the_data_folder(bare_desk: Desk) -> None:
    made = bare_desk.run("new-compound", "Yard", "--units", "1: 1 x 1", QIAOMEN_DB="")
    assert made.returncode == 0
    assert (bare_desk.db.parent / "qiaomen" / "qiaomen.db").exists()


def test_somebody_without_a_name_acts_all_the_same(desk: Desk) -> None:
    assert desk.run("return", "1", QIAOMEN_USER="").returncode == 0
    assert desk.answered("history")[0]["who"]


@pytest.mark.skipif(no_catalogue, reason="the catalogues are not compiled")
@pytest.mark.parametrize("variables", [{"QIAOMEN_LANG": "zh"}, {"LANG": "zh_CN.UTF-8"}])
def test_the_environment_chooses_the_language(desk: Desk, variables: dict[str, str]) -> None:
    assert "2026年11月23日" in desk.run("stats", **variables).stdout
    assert "2026年11月23日" not in desk.run("stats", "--lang", "en", **variables).stdout


@pytest.mark.skipif(no_catalogue, reason="the catalogues are not compiled")
def test_lang_after_the_command_speaks_chinese_also_in_help(desk: Desk) -> None:
    assert "2026年11月23日" in desk.said("stats", "--lang", "zh")
    assert desk.said("--help", "--lang", "zh") != desk.said("--help")


def test_json_is_the_same_in_every_language(desk: Desk) -> None:
    assert desk.answered("list", "items", "--lang", "zh") == desk.answered("list", "items")


def test_json_is_utf8_in_every_locale(desk: Desk) -> None:
    ran = desk.run("list", "items", "--format", "json", PYTHONIOENCODING="ascii")
    assert "烤箱" in ran.stdout
    ran = desk.run("list", "items", PYTHONIOENCODING="ascii")
    assert (ran.returncode, "??" in ran.stdout) == (0, True)


def test_the_version_is_that_of_the_package(bare_desk: Desk) -> None:
    project = tomllib.loads(DOOR.with_name("pyproject.toml").read_text("utf-8"))["project"]
    assert project.get("version", app.VERSION) == app.VERSION
    assert bare_desk.said("--version") == f"qiaomen {app.VERSION}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["lend"],
        ["stats", "--format", "xml"],
        ["--lang", "klingon", "stats"],
        ["--theme", "plaid"],
        ["list", "items", "--open"],
        ["history", "--limit", "-1"],
        ["overdue", "--due-soon", "99999999999999999999"],
        ["undo", "x"],
        ["steps", "3"],
        ["steps", "3", "call", "--remove", "7"],
    ],
)
def test_wrong_usage_ends_with_2(bare_desk: Desk, arguments: list[str]) -> None:
    ran = bare_desk.run(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("usage: qiaomen")
    assert not bare_desk.db.exists()
