"""Writes tables that are known as spreadsheets and exporters write them: mangled in many ways, all at once."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import openpyxl
import pandas as pd

TEXTS = (
    "pump parts",
    'PIPE, 5" INCH',
    '"TUBE" 3 INCH',
    '"VALVE, OPEN',
    "Müller; Söhne",
    "two\nlines",
    "back\\slash",
    "100 % cotton, dyed",
    "",
    "  padded  ",
    "it's",
)
CODES = ("841391", "090111", "901110", "854231", "020110", "950300", "300490", "010121", "210111", "400110", "910211")
COUNTRIES = {
    "DE": ("DE", "de", "DEU", "Germany", "ALLEMAGNE"),
    "GB": ("GB", "UK", "GBR", "United Kingdom", "Royaume-Uni"),
    "GR": ("GR", "EL", "GRC", "Greece", "Grèce"),
    "KR": ("KR", "kor", "South Korea", "Corée du Sud", "Korea, Republic of"),
    "NA": ("NA", "NAM", "Namibia", "Namibie"),
    "CI": ("CI", "Côte d’Ivoire", "Ivory Coast", "CIV"),
}


@dataclass(frozen=True)
class Truth:
    """One declaration as it is."""

    key: str
    day: date
    code: str
    country: str
    mass: float | None
    value: float
    text: str
    outcome: bool | None


@dataclass
class Mangled:
    """A file, its mapping, and the declarations in it by the id that Redlane gives them."""

    content: bytes
    mapping: str
    truths: dict[str, Truth]


class Exporter:
    """One exporter with habits of its own, drawn from a seed."""

    def __init__(self, seed: int) -> None:
        self._draw = draw = Random(seed)
        self.delimiter = draw.choice([",", ";", "\t", "|"])
        self.decimal = draw.choice([".", ","])
        other = "," if self.decimal == "." else "."
        self.thousands = draw.choice(["", "", other, " ", "'"])
        self.digits = draw.choice([6, 7, 8, 9, 10, 11, 12])
        self.states_digits = draw.random() < 0.5
        self.code_style = draw.choice(
            ["plain", "plain", "float", "number", "dotted", "apostrophe", "formula", "letter", "named", "dashed"]
        )
        self.date_style = draw.choice(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d", "time", "serial", "parts"])
        self.country_style = draw.randrange(3)
        self.unit = draw.choice(["", "", " kg", " KG"])
        self.outcomes = draw.choice([("1", "0"), ("1.0", "0.0"), ("TRUE", "FALSE"), ("ja", "nein"), ("Y", "N")])
        self.quoting = draw.choice(["minimal", "all", "none", "escaped", "spaced"])
        self.end = draw.choice(["\n", "\r\n"])
        self.encoding = draw.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
        self.titles = draw.randrange(3)
        self.trailing = draw.random() < 0.2
        self.repeats_header = draw.random() < 0.2
        self.totals = draw.random() < 0.2
        self.items = draw.choice(["id", "joined", "numbered"])

    def write(self, rows: int = 10) -> Mangled:
        """A file of some declarations."""
        truths = [self._truth(number) for number in range(rows)]
        header = ["no", "item", *(["y", "m", "d"] if self.date_style == "parts" else ["day"])]
        header += ["code", "land", "kg", "value", "text", "found"]
        lines = [header, *(self._cells(truth, number) for number, truth in enumerate(truths))]
        if self.repeats_header:
            lines.insert(1 + rows // 2, header)
        if self.totals:
            lines.append(["Total", *[""] * (len(header) - 4), self._number(12345.0), "", ""])
        text = "".join(self._line(line) for line in lines)
        above = [["Declarations of the year"], [""] * len(header)][: self.titles]
        text = "".join(self._line(line) for line in above) + text
        places = [at for at, line in enumerate(lines, 1 + len(above)) if line[0].startswith("D")]
        keyed = {self._key(truth, n, place): truth for n, (truth, place) in enumerate(zip(truths, places, strict=True))}
        return Mangled(text.encode(self.encoding, errors="replace"), self._mapping(), keyed)

    def write_typed(self, kind: str, rows: int = 10) -> Mangled:
        """A workbook (*xlsx*) or a Parquet file of some declarations, whose cells are numbers, days and texts."""
        self.items, self.date_style, self.unit, self.decimal, self.thousands = "id", "%Y-%m-%d", "", ".", ""
        self.quoting = "all"
        truths = [self._truth(number) for number in range(rows)]
        number = self._draw.choice([int, float, str])
        day = self._draw.choice([date, datetime])
        yes, _no = self.outcomes = self._draw.choice([("true", "false"), ("1", "0"), ("ja", "nein")])
        words = {"true": (True, False), "1": (1.0, 0.0), "ja": ("ja", "nein")}[yes]
        lines = [
            [
                truth.key,
                truth.day if day is date else datetime(truth.day.year, truth.day.month, truth.day.day, 13, 45),
                number(truth.code.ljust(self.digits, "0")),
                truth.country,
                truth.mass,
                truth.value,
                truth.text,
                None if truth.outcome is None else words[not truth.outcome],
            ]
            for truth in truths
        ]
        header = ["no", "day", "code", "land", "kg", "value", "text", "found"]
        out = io.BytesIO()
        if kind == "xlsx":
            book = openpyxl.Workbook()
            sheet = book.worksheets[0]
            for line in [*[["Declarations of the year"]][: self.titles], header, *lines]:
                sheet.append(line)
            book.save(out)
        else:
            pd.DataFrame(lines, columns=header).to_parquet(out)
        self.states_digits = self.states_digits or number is not str
        return Mangled(out.getvalue(), self._mapping(), {truth.key: truth for truth in truths})

    def _truth(self, number: int) -> Truth:
        draw = self._draw
        return Truth(
            key=f"D{number // 2 if self.items != 'id' else number}",
            day=date(2024, 1, 1) + timedelta(days=draw.randrange(366)),
            code=draw.choice(CODES),
            country=draw.choice(list(COUNTRIES)),
            mass=None if draw.random() < 0.1 else draw.choice([0.5, 1.234, 12.0, 1234.5, 1234567.25]),
            value=float(draw.choice([1, 999, 1000, 65432, 1234567])),
            text=self._text(),
            outcome=draw.choice([True, False, None]),
        )

    def _text(self) -> str:
        """A text that the manner of quoting can hold at all."""
        for _ in range(50):
            text = self._draw.choice(TEXTS)
            if self.quoting != "none" or not any(sign in text for sign in (self.delimiter, "\n")):
                return text
        return "plain"

    def _cells(self, truth: Truth, number: int) -> list[str]:
        day = truth.day
        dates = {
            "parts": [str(day.year), str(day.month), f"{day.day:02d}"],
            "time": [f"{day.isoformat()}{self._draw.choice(['T13:45:00Z', ' 00:00:00', ' 9:05', 'Z', '+02:00'])}"],
            "serial": [str((day - date(1899, 12, 30)).days)],
        }.get(self.date_style) or [day.strftime(self.date_style)]
        mass = "NULL" if truth.mass is None else self._number(truth.mass) + self.unit
        yes, no = self.outcomes
        found = {True: yes, False: no, None: self._draw.choice(["", "pending", "N/A"])}[truth.outcome]
        country = self._draw.choice(COUNTRIES[truth.country]) if self.country_style else truth.country
        item = str(number % 2 + 1)
        return [
            truth.key,
            item,
            *dates,
            self._code(truth.code),
            country,
            mass,
            self._number(truth.value),
            truth.text,
            found,
        ]

    def _number(self, value: float) -> str:
        text = f"{value:,.3f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
        return text.replace(".", "!").replace(",", self.thousands).replace("!", self.decimal)

    def _code(self, code: str) -> str:
        national = code + "".join(str(self._draw.randrange(10)) for _ in range(self.digits - 6))
        grouped = ".".join([national[:4], national[4:6], *([national[6:]] if national[6:] else [])])
        return {
            "plain": national,
            "float": f"{int(national)}.0",
            "number": str(int(national)),
            "dotted": grouped,
            "apostrophe": f"'{national}",
            "formula": f'="{national}"',
            "letter": f"{national}X",
            "named": f"HS {grouped}",
            "dashed": grouped.replace(".", "\u2013") if self.encoding != "cp1252" else grouped,
        }[self.code_style]

    def _line(self, cells: list[str]) -> str:
        cells = [*cells, ""] if self.trailing and len(cells) > 1 else cells
        if self.quoting == "none":
            return self.delimiter.join(cells) + self.end
        if self.quoting in ("escaped", "spaced"):
            return self._by_hand(cells) + self.end
        out = io.StringIO()
        every = self.quoting == "all"
        csv.writer(
            out,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL,
            lineterminator=self.end,
        ).writerow(cells)
        return out.getvalue()

    def _by_hand(self, cells: list[str]) -> str:
        """With a backslash before quotation marks, or with a blank behind each delimiter."""
        mark = '\\"' if self.quoting == "escaped" else '""'
        quoted = [
            f'"{cell.replace(chr(34), mark)}"' if any(sign in cell for sign in (self.delimiter, '"', "\n")) else cell
            for cell in cells
        ]
        blank = "" if self.quoting == "escaped" or self.delimiter == "\t" else " "
        return f"{self.delimiter}{blank}".join(quoted)

    def _key(self, truth: Truth, number: int, row: int) -> str:
        """The id as the mapping makes it: the number alone, with the item, or with the row."""
        return {"id": truth.key, "joined": f"{truth.key}/{number % 2 + 1}", "numbered": f"{truth.key}/{row}"}[
            self.items
        ]

    def _mapping(self) -> str:
        yes, no = self.outcomes
        key = {
            "id": "{column: no}",
            "joined": "{columns: [no, item]}",
            "numbered": "{column: no, row_number: yes}",
        }[self.items]
        form = {
            "parts": "{columns: [y, m, d], date_format: '%Y %m %d'}",
            "time": "{column: day}",
            "serial": "{column: day, date_format: serial}",
        }.get(self.date_style, f"{{column: day, date_format: '{self.date_style}'}}")
        thousands = {"": "", " ": "thousands: space\n", "'": "thousands: apostrophe\n"}.get(
            self.thousands, f"thousands: '{self.thousands}'\n"
        )
        unit = "[kg]" if self.unit else "[t]"
        return (
            f"name: mangled\nsource: made here\ndelimiter: '{'tab' if self.delimiter == chr(9) else self.delimiter}'\n"
            f"decimal: '{self.decimal}'\n{thousands}encoding: {self.encoding}\nunknown: ['NULL']\n"
            + (f"digits: {self.digits}\n" if self.states_digits else "")
            + "fields:\n"
            f"  declaration_id: {key}\n  acceptance_date: {form}\n  hs_code: {{column: code}}\n"
            "  country_of_origin: {column: land}\n"
            f"  net_mass: {{column: kg, units: {unit}}}\n  statistical_value: {{column: value}}\n"
            "  goods_description: {column: text}\n"
            f"outcome: {{column: found, violation_values: ['{yes}'], lawful_values: ['{no}']}}\n"
        )
