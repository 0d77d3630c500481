"""Compile the message catalogues: at build time, and with `python store/locale/build.py` by hand."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).parent


def compile_catalogues() -> None:
    """Write a `.mo` beside every `.po`."""
    for po in HERE.glob("*/LC_MESSAGES/*.po"):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))


if __name__ == "__main__":
    compile_catalogues()
else:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class CatalogueHook(BuildHookInterface):
        """Compiles the catalogues before a wheel or an editable install is made."""

        def initialize(self, version: str, build_data: dict) -> None:
            compile_catalogues()
