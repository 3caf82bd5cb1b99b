"""Update the catalogues of texts; `make texts` runs this module.

The texts of code and data files go into the template. Each language's catalogue takes over the template and keeps its
translations. The compiled file that runs is made from the catalogue. Only people translate: a new or changed text is
left empty, and the tests fail until somebody has translated it.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from exercises.language.languages import DOMAIN, FOLDER

ROOT = FOLDER.parents[1]
WIDTH = 120


def template() -> Catalog:
    """Every text of the code and the data files, as `babel.cfg` names them."""
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as lines:
        methods, options = parse_mapping_cfg(lines)  # type: ignore[no-untyped-call]
    found = Catalog(domain=DOMAIN, charset="utf-8")
    for _file, _line, text, _comments, _context in extract_from_dir(ROOT, methods, options):
        found.add(text)
    return found


def read(file: Path) -> Catalog:
    """A language's catalogue, or the template."""
    language = None if file.suffix == ".pot" else file.parts[-3]
    with file.open("rb") as content:
        return read_po(content, locale=language, domain=DOMAIN, charset="utf-8")


def compiled(catalogue: Catalog) -> bytes:
    """The compiled form of a catalogue.

    Babel's own check is left out: it takes the sign in "95 % interval" for a place holder. The tests compare place
    holders.
    """
    content = io.BytesIO()
    write_mo(content, catalogue)
    return content.getvalue()


def refresh() -> None:
    """Write the template, and bring every language's catalogue and compiled file up to date."""
    every = template()
    (FOLDER / f"{DOMAIN}.pot").write_bytes(_written(every, header=False))
    for file in sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        catalogue = read(file)
        born = catalogue.creation_date
        catalogue.update(every, no_fuzzy_matching=True)
        catalogue.creation_date = born  # so that nothing changes where no text did
        file.write_bytes(_written(catalogue, header=True))
        file.with_suffix(".mo").write_bytes(compiled(catalogue))


def _written(catalogue: Catalog, header: bool) -> bytes:
    content = io.BytesIO()
    write_po(
        content,
        catalogue,
        width=WIDTH,
        no_location=True,
        omit_header=not header,
        sort_output=True,
        ignore_obsolete=True,
    )
    return content.getvalue()


if __name__ == "__main__":
    refresh()
