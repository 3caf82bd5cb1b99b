"""What a trader declared before: aggregates of the facts in its earlier declarations, as known at each declaration.

No outcome is read. Each earlier declaration counts by its evidence L: the log of how much likelier its facts are for a
violation than for lawful trade, from a classifier of single dossiers. A diverter diverts only some of its consignments,
so the evidence of one declaration about the trader is ``ln(1/2 + exp(L)/2)``: an ordinary one speaks a little for the
trader, a bad one clearly against it. (The half is an assumption; the trees learn the weight of the sum.)
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from models.families import CONTEXT
from models.sheet import Sheet
from simulator.draws import Floats

OF_THE_TRADER = (
    CONTEXT,
    "end_user.listed_resemblance",
    "route.mail_centre_consignee",
    "route.forwarder_final",
)
"""Groups with (mostly) the same value in all of a trader's declarations: counted once, on the dossier itself."""


def earlier(declarations: pd.DataFrame, evidence: Floats) -> Floats:
    """For each declaration, the evidence of the trader's earlier ones in the frame; shape (n, 3).

    Columns: ln(1 + their number), the sum of their evidence about the trader, and the strongest L among them (NaN if
    there is none). Earlier means accepted before, or on the same day and before it in the frame; if the day is
    unknown, only the position counts. ``evidence`` is L of each row.
    """
    sheet = Sheet(declarations)
    trader = sheet.traders()
    day = pd.to_datetime(sheet.column("acceptance_date"), errors="coerce").to_numpy(dtype="datetime64[us]")
    order = np.lexsort((np.arange(len(trader)), day, trader))
    bearing = np.logaddexp(0.0, evidence[order]) - np.log(2.0)
    ordered = pd.DataFrame({"trader": trader[order], "bearing": bearing, "evidence": evidence[order]})
    by_trader = ordered.groupby("trader", sort=False)
    found = np.empty((len(trader), 3))
    found[order, 0] = np.log1p(by_trader.cumcount().to_numpy())
    found[order, 1] = by_trader["bearing"].cumsum().to_numpy() - bearing
    strongest = by_trader["evidence"].cummax()
    found[order, 2] = strongest.groupby(ordered["trader"]).shift().to_numpy()
    return np.round(found, 6)
