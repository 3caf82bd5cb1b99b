"""Print a report: its blocks on A4 pages, with the same words and colours as on the screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable
from datetime import datetime

from fpdf import FPDF, FontFace
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from exercises.drawing import fonts, png
from exercises.language import _, indicator_label, innocent_text, lane_label, palette
from exercises.report import charts
from exercises.report.blocks import (
    Bar,
    Block,
    Case,
    Cell,
    Curves,
    Dots,
    Explained,
    Figure,
    Heading,
    Lane,
    Player,
    Reference,
    Shares,
    Table,
    Text,
)
from exercises.report.cases import kind, odds, story_of
from exercises.report.facts import mattered
from exercises.report.fate import fate
from exercises.report.figures import chance
from exercises.report.reasons import advice, asked, verdict_word
from exercises.report.waterfall import Drawn, computed, drawn

FONT = "DejaVu"
NO_SIGN = "\N{WHITE SQUARE}"
SIZES = {1: 16, 2: 12, 3: 10}
LANE_INK = {"red": (179, 38, 30), "yellow": (122, 89, 0), "blue": (29, 91, 184), "green": (27, 111, 56)}
MUTED, PLAIN = (90, 99, 110), (27, 31, 36)
MARGIN, FOOTER = 18.0, 150.0
"""Millimetres; the footer's words have this width, beside the page number."""


def pdf(title: str, blocks: Iterable[Block], at: datetime, whose: str = "") -> bytes:
    """The report as a PDF file; ``at`` is the file's date, so that the same report gives the same file.

    ``whose``: name, class and day, which stand on each page beside title and page number.
    """
    page = _Page(title, whose)
    page.set_creation_date(at)
    for block in blocks:
        _draw(page, block)
    if page.left_out:
        said = _("{sign} stands for a sign that this print cannot show.").format(sign=NO_SIGN)
        _line(page, f"{said} {covered()}", 8)
    return bytes(page.output())


def covered() -> str:
    """Which scripts a print shows, in one sentence."""
    return _(
        "A print shows Latin, Greek, Cyrillic, Armenian and Georgian script; the page shows every script that the "
        "browser knows."
    )


class _Page(FPDF):
    """A4 with the house's font, and a footer that says whose it is, the title and the page."""

    def __init__(self, title: str, whose: str) -> None:
        super().__init__(format="A4")
        self._whose = whose
        self.left_out = False
        folder = fonts()
        self.add_font(FONT, fname=folder / "DejaVuSans.ttf")
        self.add_font(FONT, "B", fname=folder / "DejaVuSans-Bold.ttf")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        self.set_title(title)
        self.set_creator("Redlane")
        self.add_page()

    def normalize_text(self, text: str) -> str:
        """The text with a mark for every sign that the font lacks or that would stand in the wrong order."""
        font = self.fonts[FONT.lower()]
        assert isinstance(font, TTFFont)
        known = font.cmap
        said = "".join(sign if _prints(sign, known) else NO_SIGN for sign in text)
        self.left_out = self.left_out or NO_SIGN in said
        return super().normalize_text(said)

    def footer(self) -> None:
        """Whose it is and the title, as far as there is room, and the page number with the number of pages."""
        said = " · ".join(part for part in (self._whose, self.title, "Redlane") if part)
        self.set_y(-12)
        self.set_font(FONT, size=7)
        self.set_text_color(*MUTED)
        while self.get_string_width(said) > FOOTER - 2:
            said = f"{said[:-2]}…"
        self.cell(FOOTER, 5, said)
        self.cell(0, 5, _("{page} of {pages}").format(page=self.page_no(), pages="{nb}"), align="R")


def _prints(sign: str, known: Container[int]) -> bool:
    """Whether a print shows a sign as it is read: scripts from right to left would be reversed and unjoined."""
    if sign in "\n\r\t" or unicodedata.category(sign) == "Cf":  # line ends, and joiners, which have no shape
        return True
    return ord(sign) in known and unicodedata.bidirectional(sign) not in ("R", "AL", "AN")


def _draw(page: FPDF, block: Block) -> None:
    if isinstance(block, Heading):
        beside = "" if block.count is None else f"  ({block.count})"
        page.ln(4 if block.level > 1 else 0)
        if page.will_page_break(24):  # a heading stays with what it heads
            page.add_page()
        _line(page, f"{block.text}{beside}", SIZES[block.level], bold=True)
    elif isinstance(block, Text):
        _line(page, block.text, 10 if block.tone == "lead" else 9, ink=MUTED if block.tone == "muted" else PLAIN)
    elif isinstance(block, Table):
        _table(page, block)
    elif isinstance(block, Case):
        _case(page, block)
    elif isinstance(block, Explained):
        for part in (Heading(block.title, 3), *block.parts):
            _draw(page, part)
    else:
        _chart(page, block)


def _line(page: FPDF, text: str, size: float, bold: bool = False, ink: tuple[int, int, int] = PLAIN) -> None:
    page.set_font(FONT, "B" if bold else "", size)
    page.set_text_color(*ink)
    page.multi_cell(0, size * 0.5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
    page.ln(1)


def _table(page: FPDF, block: Table) -> None:
    bars = [place for place, cell in enumerate(block.rows[0] if block.rows else ()) if isinstance(cell, Bar)]
    kept = [place for place in range(len(block.heads)) if place not in bars]  # the figure next to a bar says enough
    right = {place for row in block.rows for place, cell in enumerate(row) if isinstance(cell, Figure)}
    page.set_font(FONT, size=8)
    page.set_text_color(*PLAIN)
    page.set_draw_color(200, 205, 211)
    style = FontFace(emphasis="BOLD", color=MUTED)
    with page.table(
        borders_layout="HORIZONTAL_LINES",
        headings_style=style,
        line_height=4.4,
        text_align=tuple("RIGHT" if place in right else "LEFT" for place in kept),
        col_widths=tuple(_width(block, place) for place in kept),
    ) as table:
        heads = table.row()
        for place in kept:
            heads.cell(block.heads[place])
        for number_, cells in enumerate(block.rows):
            row = table.row()
            for place in kept:
                row.cell(_words(cells[place]), style=_face(cells[place], number_ in block.mine))
    page.ln(2)


def _width(block: Table, place: int) -> float:
    """A column's share of the width, from its longest text, within limits; no word of its head is broken."""
    longest, head = max((len(_words(row[place])) for row in block.rows), default=0), block.heads[place]
    return min(max(longest, len(head) * 0.7, *(1.2 * len(word) for word in head.split()), 8), 44)


def _words(cell: Cell) -> str:
    match cell:
        case Figure(text) | Reference(text):
            return text
        case Lane(lane, streams):
            return lane_label(lane, streams)
        case Player(name):
            return palette.word(name)
        case Bar():
            return ""
        case str():
            return cell


def _face(cell: Cell, mine: bool) -> FontFace:
    if isinstance(cell, Lane) and cell.lane in LANE_INK:
        return FontFace(emphasis="BOLD", color=LANE_INK[cell.lane])
    return FontFace(emphasis="BOLD" if mine else None, color=PLAIN)


def _case(page: FPDF, block: Case) -> None:
    case = block.case
    if page.will_page_break(30):
        page.add_page()
    _line(page, f"{case.declaration_id} · {lane_label(case.lane, case.streams)} · {kind(case)}", 9, bold=True)
    best = f" · {_('best lane')} {lane_label(case.best_lane, case.streams)}" if case.best_lane else ""
    _line(page, f"{odds(case)}{best}", 8, ink=MUTED)
    _line(page, story_of(case), 9)
    _line(page, f"{fate(case)} {asked(case)}", 8, ink=MUTED)
    if said := mattered(case):
        _line(page, said, 9)
    for line in drawn(case):
        _move(page, line)
    for flag in case.flags:
        if flag.cited and not flag.present:
            page.set_font(FONT, size=8)
            page.cell(20, 4.4, verdict_word(flag))
            page.cell(0, 4.4, indicator_label(flag.id)[:100], new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            _innocent(page, flag.id)
    if said := advice(case):
        _line(page, f"{_('Why an expert would look')}: {said}", 8)
    if said := computed(case):
        _line(page, said, 7, ink=MUTED)
    page.ln(2)


def _move(page: FPDF, line: Drawn) -> None:
    """One line of a waterfall: whether its flag was cited, the fact, its bar and the chance after it."""
    page.set_font(FONT, "B" if line.weight is None else "", 8)
    page.set_text_color(*PLAIN)
    if page.will_page_break(14):  # the bar stays beside its words
        page.add_page()
    top = page.get_y()
    page.cell(20, 4.4, verdict_word(line.flag) if line.flag else "")
    page.multi_cell(88, 4.4, line.words, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
    bottom = page.get_y()
    against = line.weight is not None and line.weight < 0
    ink = MUTED if against or line.weight is None else _rgb(palette.COLOURS["profiles"])
    with page.local_context(fill_color=ink):  # otherwise the tables that follow get this fill
        left = page.l_margin + 110 + 44 * line.left
        page.rect(left, top + 1, max(44 * (line.right - line.left), 0.5), 2.4, style="F")
    page.set_xy(page.l_margin + 156, top)
    page.cell(18, 4.4, chance(line.chance), align="R")
    page.set_xy(page.l_margin, bottom)
    if line.flag:
        page.set_x(page.l_margin + 20)
        _line(page, _("Red flag: {}.").format(indicator_label(line.flag.id)), 7, ink=MUTED)
        _innocent(page, line.flag.id)


def _innocent(page: FPDF, flag: str) -> None:
    if innocent := innocent_text(flag):
        page.set_x(page.l_margin + 20)
        _line(page, _("Why it can be innocent, for example: {}").format(innocent), 7, ink=MUTED)


def _chart(page: FPDF, block: Curves | Dots | Shares) -> None:
    width, height = 174.0, 45.0 if isinstance(block, Shares) else 70.0
    if page.will_page_break(height + 4):
        page.add_page()
    page.image(png(charts.of(block), width, height), w=width, h=height)
    page.ln(2)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
