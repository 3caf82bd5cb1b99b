"""What the server settles as it starts is what it would find anew, and what full collections need not look through."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Iterator

import pytest
from streamlit import config
from streamlit.runtime import app_session

from exercises.views import settled


def test_the_options_are_the_same_and_are_looked_up_where_they_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = config.get_options_for_section
    expected = {section: plain(section) for section in ("theme", "theme.dark", "server")}
    monkeypatch.setattr(config, "get_options_for_section", plain)  # put back afterwards
    settled.options()
    settled.options()
    for section, options in expected.items():
        assert config.get_options_for_section(section) == options
        assert config.get_options_for_section(section) is config.get_options_for_section(section)
    assert "config.get_options_for_section(" in inspect.getsource(app_session)


@pytest.fixture
def collector() -> Iterator[None]:
    """The garbage collector as it was."""
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("collector")
def test_what_was_loaded_is_left_out_of_full_collections_and_what_comes_later_is_not() -> None:
    before = gc.get_threshold()
    loaded = [[name] for name in range(1000)]
    settled.memory()
    looked_at = {id(one) for one in gc.get_objects()}
    later = [[name] for name in range(10)]
    assert not looked_at & {id(one) for one in loaded}
    assert {id(one) for one in later} <= {id(one) for one in gc.get_objects()}
    assert gc.get_threshold() == (before[0], before[1], settled.FULL_COLLECTIONS * before[2])
