"""A first look at an uploaded file: the draft of a mapping, and what would be read. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.uploaded_file_manager import UploadedFile

from exercises.language import _, number
from exercises.views import markup
from simulator.errors import InputError
from simulator.intake import Mapping, Preview, ReadRow, Report, draft, load_mapping, preview
from simulator.reference import schema


@contextmanager
def kept(file: UploadedFile, own: UploadedFile | None = None) -> Iterator[tuple[Path, Path | None]]:
    """The paths of a file and of one's own mapping, which exist on disk only meanwhile; faults have the names alone."""
    with TemporaryDirectory(prefix="redlane-") as folder:
        source = _keep(file, Path(folder) / "declarations")
        mapping = _keep(own, Path(folder) / "mapping") if own is not None else None
        try:
            yield source, mapping
        except InputError as error:
            named = [line.replace(f"{folder}/declarations/", "") for line in error.faults]
            raise InputError([line.replace(f"{folder}/mapping/", "") for line in named]) from None


def _keep(upload: UploadedFile, folder: Path) -> Path:
    folder.mkdir()
    place = folder / Path(upload.name).name
    place.write_bytes(upload.getvalue())
    return place


def show_draft(file: UploadedFile) -> None:
    """The draft of a mapping as text, and to download; ``InputError`` if the file is no table."""
    with kept(file) as (path, _own):
        text = draft(path)
    unsure = _("Lines that are unsure: {count}. Correct the draft, and choose it as your own mapping file.")
    markup.show(Markup("<p>{}</p>").format(unsure.format(count=text.count("unsure: "))))
    name = f"{Path(file.name).stem}.yaml"
    st.download_button(
        _("Save the draft"), text, name, "application/yaml", on_click="ignore", icon=":material/download:"
    )
    st.code(text, language="yaml", wrap_lines=True)


def show_preview(file: UploadedFile, mapping: str, own: UploadedFile | None) -> None:
    """The first rows, cell beside value, and the report; ``InputError`` if the file does not fit the mapping."""
    with kept(file, own) as (path, own_path):
        rules = load_mapping(own_path or mapping)
        seen = preview(path, rules)
    markup.show(_preview(seen, list(told(seen.report, rules))))


def told(report: Report, rules: Mapping) -> Iterator[str]:
    """What became of the rows of a file, in the language of the page."""
    yield from report.sentences(rules, _, number)
    for name, count in report.faults.most_common():
        field = _(schema()[name].label) if name in schema() else _("the whole row")
        yield _("Rejected for “{field}”: {count}.").format(field=field, count=number(count))


def _preview(seen: Preview, sentences: list[str]) -> Markup:
    counts = _("Rows: {read}. Can be read: {good}. Rejected: {bad}. Nothing is stored yet.")
    report = seen.report
    said = counts.format(read=number(report.read), good=number(report.accepted), bad=number(report.rejected))
    listed = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in sentences)
    rows = Markup("").join(_row(row, first=place == 0) for place, row in enumerate(seen.rows))
    return Markup('<section role="status"><p>{}</p><ul>{}</ul>{}</section>').format(said, listed, rows)


def _row(row: ReadRow, first: bool) -> Markup:
    title = (_("Row {row}: rejected") if row.fault else _("Row {row}: read")).format(row=row.row)
    fault = Markup('<p lang="en">{}</p>').format(row.fault) if row.fault else Markup("")
    lines = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
            _(schema()[cell.field].label), cell.column or _("constant"), cell.cell, _value(cell.value)
        )
        for cell in row.cells
    )
    heads = Markup("").join(
        Markup('<th scope="col">{}</th>').format(head) for head in (_("Field"), _("Column"), _("Cell"), _("Value"))
    )
    table = Markup('<table class="rl-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(heads, lines)
    return Markup('<details class="rl-how"{}><summary>{}</summary>{}{}</details>').format(
        Markup(" open") if first else "", title, fault, table if row.cells else ""
    )


def _value(value: str | None) -> Markup | str:
    if value:
        return value
    return Markup("<i>{}</i>").format(_("unknown") if value is None else _("left blank"))
