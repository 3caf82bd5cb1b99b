"""The guided first dossier: each step waits for its act, nothing is stored, and it can be skipped and repeated."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from exercises.learning import specimen
from tests.exercises.staging import Stage, html, page, press

pytestmark = pytest.mark.slow


def opened(stage: Stage) -> tuple[str, AppTest]:
    """The guide of an exercise, and the id of the attempt at that exercise."""
    attempt = stage.start(stage.trainee("Ada"), stage.publish())
    return attempt, page("guide", attempt=attempt)


def test_each_step_waits_for_its_act_and_the_end_says_begin(stage: Stage) -> None:
    attempt, guide = opened(stage)
    assert "Where things stand" in html(guide) and "Step 1 of 5" in html(guide)
    press(guide, "Next").run()
    assert "Read, then ask" in html(guide) and "Briskora Process Plant" not in html(guide)
    next(button for button in guide.button if str(button.key).startswith("ask-documents")).click().run()
    guide.run()
    assert "Cite what you see" in html(guide) and "Briskora Process Plant" in html(guide)
    flags = next(one for one in guide.multiselect if one.label == "Red flags seen")
    flags.select("route.abnormal").run()
    assert "Cite what you see" in html(guide.run())  # another flag than the one that the papers show
    next(one for one in guide.multiselect if one.label == "Red flags seen").select(specimen().shows).run()
    assert "Choose a lane" in html(guide.run())
    press(guide, "Yellow").run()
    assert "Say how sure you are" in html(guide)
    next(one for one in guide.button_group if "Confidence" in str(one.label)).select(3).run()
    shown = html(guide.run())
    assert "That is all. Begin." in shown and "your lane fits what you saw" in shown
    # Nothing of it was stored, and the exercise has not begun.
    assert stage.sits is not None
    assert [one.attempt_id for one in stage.store.trainee(stage.sits.id).exercises()] == [attempt]
    assert stage.store.desk(stage.sits.id, attempt).log() == []
    again = press(guide, "Once more")
    assert "Where things stand" in html(again)


def test_the_briefing_opens_it(stage: Stage) -> None:
    attempt = stage.start(stage.trainee("Ada"), stage.publish())
    guide = press(page("briefing", attempt=attempt), "Guided first dossier (3 minutes)")
    assert "Where things stand" in html(guide) and guide.query_params["attempt"] in (attempt, [attempt])


def test_it_can_be_left_at_any_step_for_the_briefing(stage: Stage) -> None:
    attempt, guide = opened(stage)
    left = press(guide, "Skip")
    assert "What counts as a violation here" in html(left)
    assert left.query_params["attempt"] in (attempt, [attempt])


def test_the_guides_consignment_is_on_no_other_page(stage: Stage) -> None:
    attempt, guide = opened(stage)
    only = "Galdane General Trading"
    press(guide, "Next").run()
    assert only in html(guide)
    for name in ("desk", "debrief", "briefing"):
        assert only not in html(page(name, attempt=attempt))
