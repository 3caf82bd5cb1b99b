"""For analysts: scoring of files, training sets, the evaluation ladder, and campaigns."""

from __future__ import annotations

from exercises.analysis import generated, training_set
from exercises.analysis.campaign.chart import draw_campaign
from exercises.analysis.campaign.plan import POLICIES, read_plan
from exercises.analysis.campaign.play import play_grid
from exercises.analysis.campaign.report import campaign_figures, campaign_summary
from exercises.analysis.evaluation import Measured, ladder, summary
from exercises.analysis.generated import read_generated
from exercises.analysis.inspected_file import InspectedFile, inspect_file, inspect_folder
from exercises.analysis.scored_file import ScoredFile, score_file, score_folder

__all__ = [
    "POLICIES",
    "InspectedFile",
    "Measured",
    "ScoredFile",
    "campaign_figures",
    "campaign_summary",
    "draw_campaign",
    "generated",
    "inspect_file",
    "inspect_folder",
    "ladder",
    "play_grid",
    "read_generated",
    "read_plan",
    "score_file",
    "score_folder",
    "summary",
    "training_set",
]
