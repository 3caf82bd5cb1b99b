"""The desk in both modes: the clock, means that cost, judging before looking, order and filters, the prediction."""

from __future__ import annotations

import pytest
from markupsafe import escape

from exercises.design import ExerciseCard, copy_for_store
from exercises.record import Line
from exercises.store import AttemptStore
from exercises.views import lanes, values, words
from exercises.views.trainee.desk import header, keys, licence, means
from simulator.office import Means
from simulator.packs import licence_duty, pack
from simulator.reference import Consignment
from tests.exercises.staging import Stage, html, page, press
from tests.exercises.views.desk import INQUIRY, START, Now

pytestmark = pytest.mark.slow


def ask(name: Means) -> str:
    """The label of a means that costs what all cost here."""
    return means.label(name, INQUIRY.means[name])


def test_the_clock_starts_with_the_desk_and_not_with_the_briefing(inquiry: Stage, now: Now) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    briefing = html(page("briefing", attempt=attempt))
    assert "The clock starts when you press" in briefing and "30 minutes" in briefing and "<kbd>J</kbd>" in briefing
    assert "10 min · +4 h" in briefing and "75 minutes" in briefing and "after your own judgement" in briefing
    assert inquiry.attempt(ada, attempt).record.begun_at is None
    assert "<b>30:00</b>" in html(page("desk", attempt=attempt))
    assert inquiry.attempt(ada, attempt).record.begun_at == START
    now.pass_(61)
    assert "<b>28:59</b>" in html(page("desk", attempt=attempt))
    assert "The clock has been running" in html(page("briefing", attempt=attempt))


def test_when_time_is_up_the_page_says_so_and_offers_to_submit(inquiry: Stage, now: Now) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    now.pass_(30 * 60 - 1)
    press(desk, "Green")
    now.pass_(1)
    press(desk, "Red")
    shown = html(desk)
    assert "The time is up. What you decided is saved; submit it." in shown
    assert inquiry.attempt(ada, attempt).decisions()[inquiry.ids[0]].lane == "green"
    again = page("desk", attempt=attempt)
    assert "Time is up: submit" in html(again)
    assert all(button.disabled for button in again.button if button.label in ("Red", ask("scan")))
    assert "Submit" in [button.label for button in again.button if not button.disabled]


def test_what_a_means_costs_is_on_its_button_and_what_it_answers_beside_it(inquiry: Stage) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    assert ask("documents") == "Documents · 10 min · +4 h"
    assert "This exercise" not in html(desk) and "<b>75</b> min left" in html(desk)
    for name in ("documents", "screening", "licence", "expert", "scan", "hint"):
        press(desk, ask(name))
    desk.run()
    shown = html(desk)
    assert "<b>15</b> min left" in shown and "rl-paper" in shown
    assert "<li><b>Hint</b>: " in shown
    for name in ("documents", "screening", "licence", "expert", "scan"):
        assert f'<b class="rl-new" data-new="{inquiry.ids[0]} {name}">new</b>' in shown, name
    first = Consignment.from_row(inquiry.batch.declarations, inquiry.ids[0])
    for name in ("licence_note", "expert_opinion"):
        assert escape(values.word(name, first.text(name))) in shown, name
    assert ask("documents") not in [button.label for button in desk.button]
    press(press(desk, "Next"), ask("company"))
    assert "<b>5</b> min left" in html(page("desk", attempt=attempt))
    press(desk, ask("scan"))
    assert "Your officers have 5 minutes left, and this takes 10." in html(desk)
    assert "scan" not in inquiry.attempt(ada, attempt).asked(inquiry.ids[1])


def test_the_desk_explains_codes_by_the_pack_of_the_exercise(inquiry: Stage) -> None:
    attempt = inquiry.start(inquiry.trainee("Ada"), inquiry.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    assert ask("licence") in [button.label for button in desk.button]
    press(desk, ask("licence")).run()
    shown, first = html(desk), Consignment.from_row(inquiry.batch.declarations, inquiry.ids[0])
    rules = pack("eu-nl")
    assert "Annex I to the Dual-Use Regulation" in shown and "Licence duty" in shown
    for name in ("procedure_requested", "nature_of_transaction", "declaration_office", "place_of_loading"):
        word = values.word(name, first.text(name), rules)
        assert word and f"<code>{first.text(name)}</code> {escape(word)}" in shown, name
    duty = licence_duty(rules, first.text("declaration_type"), first.text("country_of_destination"))
    assert duty is not None
    assert escape(licence.said(duty)) in shown


@pytest.mark.parametrize("listed", ["named", "ex", "watch", "sanctions", ""])
def test_no_answer_calls_goods_controlled(listed: str) -> None:
    """Only commodity identification can: of ``ex`` least of all."""
    for name in ("licence", "expert"):
        answer = {"listed": listed, "type": "X060", "reference": "NL-1", "wording": "vague"}
        said = means.answer_text(name, answer)
        assert "controlled" not in said and said
    assert "identify the goods" in means.answer_text("licence", {"listed": "ex", "type": "", "reference": ""})


def test_a_likeness_of_names_is_told_with_its_score() -> None:
    found = {"name": "Acme", "candidates": [{"party": "Acmé Trading", "id": "P-1", "score": 91}]}
    assert (
        means.answer_text("screening", found)
        == "Acme resembles Acmé Trading (P-1, 91 %); a similar name does not prove that it is the same party"
    )
    assert "no listed party" in means.answer_text("screening", {"name": "Acme", "candidates": []})
    assert "misses much" in means.answer_text("scan", {"seen": False})
    assert means.answer_text("hint", {"family": "end_user"}) == "read these facts again: End-user"


def test_the_engine_keeps_silent_until_lane_and_confidence_are_given(inquiry: Stage) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    desk = press(page("desk", attempt=attempt), "Next")

    def view() -> bool:
        return next(button for button in desk.button if button.label == "Show the risk engine's advice").disabled

    assert "Judge first" in html(desk) and "Risk profiles" not in html(desk) and view()
    press(desk, "Red").run()
    assert view()
    key = f"confidence-{attempt}-{inquiry.ids[0]}"
    desk.button_group(key=key).set_value(3).run().run()
    assert not view() and "Risk profiles" not in html(desk)
    press(desk, "Show the risk engine's advice").run()
    assert "Risk profiles" in html(desk) and "You judged first." in html(desk)
    press(desk, "Green")
    record = inquiry.attempt(ada, attempt).record
    assert record.judged[inquiry.ids[0]].lane == "red" and record.judged[inquiry.ids[0]].confidence == 3
    assert record.decisions[inquiry.ids[0]].lane == "green"
    assert "Risk profiles" not in html(press(desk, "Next"))


def test_a_full_lane_offers_the_swap_with_the_one_judged_least_surely_first(inquiry: Stage) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    played = inquiry.attempt(ada, attempt)
    first, second, third = inquiry.ids[:3]
    for name, sure in ((first, 4), (second, 2)):
        played.open(name)
        played.decide(name, "red", ["payment.cash"], sure, "because")
    desk = press(press(page("desk", attempt=attempt), "Next"), "Red")
    assert "Red is full: all 2 places are used." in html(desk)
    offered = desk.selectbox(key=f"give-up-{attempt}-{third}")
    assert [option.partition(" · ")[0] for option in offered.options] == [second, first]
    assert "2 unsure" in offered.options[0] and inquiry.attempt(ada, attempt).usage()["red"] == (2, 2)
    press(desk, "Swap")
    now = inquiry.attempt(ada, attempt).decisions()
    assert (now[first].lane, now[second].lane, now[third].lane) == ("red", None, "red")
    assert (now[second].flags, now[second].confidence, now[second].note) == (("payment.cash",), 2, "because")
    assert "Swap" not in [button.label for button in desk.run().button]


def test_not_now_leaves_a_full_lane_as_it_is(inquiry: Stage) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    for name in inquiry.ids[:2]:
        inquiry.attempt(ada, attempt).decide(name, "red")
    desk = press(press(press(page("desk", attempt=attempt), "Next"), "Next"), "Next")
    press(press(desk, "Red"), "Not now")
    assert "Swap" not in [button.label for button in desk.button]
    assert inquiry.ids[2] not in inquiry.attempt(ada, attempt).decisions()


def test_a_chosen_confidence_stays_when_it_is_pressed_again(inquiry: Stage) -> None:
    attempt = inquiry.start(inquiry.trainee("Ada"), inquiry.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    assert desk.button_group(key=f"confidence-{attempt}-{inquiry.ids[0]}").proto.required


def test_flags_sent_from_a_fact_are_cited_on_the_open_consignment_and_on_no_other(inquiry: Stage) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    bridge = f"cite-{attempt}"

    def sent(text: str) -> dict[str, tuple[str, ...]]:
        desk.run().text_input(key=bridge).set_value(text).run()
        return {name: one.flags for name, one in inquiry.attempt(ada, attempt).decisions().items()}

    here = inquiry.ids[0]
    assert sent(f"{here} 1 route.abnormal no.such_flag payment.cash") == {here: ("route.abnormal", "payment.cash")}
    assert desk.run().multiselect[0].value == ["route.abnormal", "payment.cash"]
    assert sent(f"{here} 2 payment.cash") == {here: ("payment.cash",)}
    assert sent(f"{inquiry.ids[1]} 3 route.abnormal") == {here: ("payment.cash",)}
    assert sent(f"{here} 4") == {here: ()}


def test_keys_are_listed_and_can_be_switched_off(inquiry: Stage) -> None:
    attempt = inquiry.start(inquiry.trainee("Ada"), inquiry.publish())
    desk = page("desk", attempt=attempt)
    every = keys.table(ExerciseCard.of("desk", INQUIRY.record(), 20))
    signs = {one.sign for one in every}
    assert len(signs) == len(every) and {"R", "Y", "B", "G", "1", "4"} <= signs
    assert "data-desk-keys" in html(desk) and 'data-desk-keys="{}"' not in html(desk)
    desk.session_state["desk-keys-off"] = True
    assert 'data-desk-keys="{}"' in html(desk.run())


def test_what_one_expects_is_kept_before_the_result(inquiry: Stage) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    desk = press(page("desk", attempt=attempt), "Submit")
    assert "Before you see the result" in html(desk)
    desk.session_state["ask-submit"] = True  # AppTest runs the whole page, which would close the dialog
    desk.number_input[0].set_value(3)
    desk.number_input[1].set_value(60).run()
    desk.session_state["ask-submit"] = True
    press(desk, "Submit and reveal")
    record = inquiry.attempt(ada, attempt).record
    assert record.submitted_at is not None and record.prediction == {"caught": 3, "share": 0.6}


def test_a_script_run_asks_for_the_log_once_and_sees_what_another_tab_wrote(
    inquiry: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = inquiry.trainee("Ada")
    attempt = inquiry.start(ada, inquiry.publish())
    desk = press(page("desk", attempt=attempt), "Next")
    inquiry.attempt(ada, attempt).decide(inquiry.ids[0], "yellow")
    asked: list[int] = []
    log = AttemptStore.log

    def counted(self: AttemptStore, after: int = 0) -> list[Line]:
        asked.append(after)
        return log(self, after)

    monkeypatch.setattr(AttemptStore, "log", counted)
    desk.run()
    assert len(asked) == 1
    assert "<b>1</b>/3" in html(desk) and "rl-yellow" in html(desk)


def test_practice_of_ones_own_stands_apart_on_the_shelf(inquiry: Stage) -> None:
    ada = inquiry.trainee("Ada")
    inquiry.publish()
    assert "Your practice" not in html(page())
    own = copy_for_store(INQUIRY.model_copy(update={"slug": "own", "title": "Made for Ada"}), inquiry.batch)
    inquiry.store.trainee(ada.id).practise(own)
    shown = html(page())
    assert shown.index("Desk") < shown.index("Your practice") < shown.index("Made for Ada")


def test_words_of_the_desk() -> None:
    assert [lanes.word(lane, True) for lane in ("red", "green")] == ["Hold", "Release"]
    assert lanes.word("red") == "Red" and lanes.word(None, True) == "–"
    assert [words.confidence(level)[0] for level in (1, 2, 3, 4)] == ["1", "2", "3", "4"]
    assert "rl-late" in header.clock(119, "over") and "rl-late" not in header.clock(121, "over")
    assert "over" in header.clock(0, "over") and "1:59" in header.clock(119.9, "over")
