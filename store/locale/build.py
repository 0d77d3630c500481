"""The message catalogues: compiled at build time; by hand, `python store/locale/build.py update`
brings every `.po` up to date with the strings in the code and compiles it.
"""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
ROOMS = ("app.py", "store", "tui", "fixtures")


def compile_catalogues() -> None:
    """Write a `.mo` beside every `.po`."""
    for po in _catalogues():
        half_written = po.with_suffix(f".{os.getpid()}")
        with po.open("rb") as source, half_written.open("wb") as target:
            write_mo(target, read_po(source))
        half_written.replace(po.with_suffix(".mo"))


def strings_in_code() -> Catalog:
    """Every marked string, with the files that say it."""
    catalogue = Catalog(project="Qiaomen", fuzzy=False)
    found = extract_from_dir(
        ROOT, [("**.py", "python")], keywords=KEYWORDS, directory_filter=_is_ours
    )
    for filename, _line, message, comments, context in found:
        if filename.split("/")[0] in ROOMS:
            where = [(filename, 0)]
            catalogue.add(message, locations=where, auto_comments=comments, context=context)
    return catalogue


def update_catalogues() -> None:
    """Add new strings to every `.po`, and take out those that are said no more.

    The header is kept as it stands: Babel's own would carry today's date and nobody's address.
    """
    template = strings_in_code()
    for po in _catalogues():
        source = po.read_bytes()
        header, gap, _messages = source.partition(b"\n\n")
        catalogue = read_po(BytesIO(source), locale=po.parent.parent.name)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with po.open("wb") as target:
            target.write(header + gap)
            write_po(
                target,
                catalogue,
                width=100,
                omit_header=True,
                include_lineno=False,
                sort_by_file=True,
            )


def _catalogues() -> list[Path]:
    return sorted(HERE.glob("*/LC_MESSAGES/*.po"))


def _is_ours(folder: str | Path) -> bool:
    """Whether a folder may hold our code: the rooms, and no virtual environment beside them."""
    path = Path(folder)
    parts = path.resolve().relative_to(ROOT).parts if path.is_absolute() else path.parts
    return not parts or parts[0] in ROOMS


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update_catalogues()
    compile_catalogues()
else:
    try:
        from hatchling.builders.hooks.plugin.interface import BuildHookInterface
    except ImportError:  # not a build: the tests look at the catalogues
        pass
    else:

        class CatalogueHook(BuildHookInterface):
            """Compiles the catalogues before a wheel or an editable install is made."""

            def initialize(self, version: str, build_data: dict) -> None:
                compile_catalogues()
