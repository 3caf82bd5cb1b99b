"""What a trader declared before: point-in-time aggregates of its earlier declarations, by what each of them showed.

No outcome is read. Each earlier declaration counts by its evidence L, the log of how much likelier its facts are if it
violates than if it does not, as a classifier of single dossiers sees it. A trader that diverts does so in some of its
consignments, so one declaration bears on the trader by ``ln(1/2 + exp(L)/2)``: ordinary ones speak a little for it, a
bad one speaks clearly against it. (The half is an assumption; trees weigh the sum as training shows.)
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
"""Groups that say (mostly) the same of all of a trader's declarations: counted once, on the dossier itself."""


def earlier(declarations: pd.DataFrame, evidence: Floats) -> Floats:
    """Of each declaration, what the trader's earlier ones in the frame tell; shape (n, 3).

    Columns: ln(1 + their number), the sum of their bearing on the trader, and the strongest evidence among them (NaN if
    there is none). Earlier means accepted before, or on the same day and standing before it in the frame; where the day
    is unknown, by place alone. ``evidence`` is L of each row.
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
