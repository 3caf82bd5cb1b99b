"""What is remembered of Streamlit's options is what Streamlit itself would answer."""

from __future__ import annotations

import inspect

import pytest
from streamlit import config
from streamlit.runtime import app_session

from exercises.views.settled import settle


def test_the_options_are_the_same_and_are_looked_up_where_they_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = config.get_options_for_section
    expected = {section: plain(section) for section in ("theme", "theme.dark", "server")}
    monkeypatch.setattr(config, "get_options_for_section", plain)  # put back afterwards
    settle()
    settle()
    for section, options in expected.items():
        assert config.get_options_for_section(section) == options
        assert config.get_options_for_section(section) is config.get_options_for_section(section)
    assert "config.get_options_for_section(" in inspect.getsource(app_session)
