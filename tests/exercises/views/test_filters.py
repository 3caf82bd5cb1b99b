"""Order and filters of the queue, and the way to a consignment by its reference."""

from __future__ import annotations

import pytest

from tests.exercises.staging import Stage, html, page, press

pytestmark = pytest.mark.slow


def test_sorting_and_filters_freeze_a_list_that_clear_undoes(inquiry: Stage) -> None:
    attempt = inquiry.start(inquiry.trainee("Ada"), inquiry.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    desk.multiselect[0].set_value(["payment.cash"]).run().run()

    def choose(noun: str, value: str) -> tuple[str, ...]:
        desk.selectbox(key=f"filter-{attempt}-{noun}").set_value(value).run()
        found: tuple[str, ...] = desk.session_state[f"desk-{attempt}-listing"].ids
        desk.run()
        return found

    by_value = inquiry.batch.declarations.sort_values("statistical_value", ascending=False, kind="stable")
    assert list(choose("sort", "value")) == list(by_value["declaration_id"])
    assert choose("flag", "payment.cash") == (inquiry.ids[0],)
    assert "1 of 20" in html(desk)
    assert choose("state", "draft") == (inquiry.ids[0],)
    assert choose("state", "decided") == ()
    press(desk, "Clear").run()
    assert desk.session_state[f"desk-{attempt}-listing"].ids == tuple(inquiry.ids)
    assert "20 of 20" in html(desk)
    assert all(desk.selectbox(key=f"filter-{attempt}-{noun}").value is None for noun in ("sort", "flag", "state"))


def test_filters_tell_no_goods_that_the_queue_hides(inquiry: Stage) -> None:
    """With them, a queue without goods would say which files to open."""
    attempt = inquiry.start(inquiry.trainee("Ada"), inquiry.publish())
    desk = page("desk", attempt=attempt)
    assert not {"goods_description", "hs_code"} & {*inquiry.spec.columns}
    assert "The queue does not show the goods: open a file to see them." in html(desk)
    shown = {box.key: box.options for box in desk.selectbox}
    assert f"filter-{attempt}-chapter" not in shown and "HS code" not in shown[f"filter-{attempt}-sort"]
    goods = str(inquiry.batch.declarations["goods_description"].iloc[0])
    desk.text_input(key=f"filter-{attempt}-search").set_value(goods).run()
    assert desk.session_state[f"desk-{attempt}-listing"].ids == ()
    assert "without the goods" in html(page("briefing", attempt=attempt))


def test_go_to_opens_the_consignment_of_that_reference(inquiry: Stage) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    desk = page("desk", attempt=attempt)
    wanted = inquiry.ids[12]
    desk.selectbox(key=f"go-to-{attempt}-None").set_value(wanted).run()
    assert f"<code>{wanted}</code>" in html(desk)
    assert inquiry.attempt(ada, attempt).last_opened() == wanted
