"""The settings of a person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.settings import SETTINGS, UserSettings, default_database_url, setting


def test_a_setting_is_kept_for_the_next_start(home):
    UserSettings().put("theme", "dark")
    assert UserSettings().text("theme") == "dark"
    assert [path.name for path in home.iterdir()] == ["settings.json"]


def test_a_setting_that_nobody_made_has_its_default():
    assert UserSettings().text("language") == "en"
    assert UserSettings().number("backup.keep") == 7
    assert UserSettings().flag("backup.at_exit") is True


@pytest.mark.parametrize(
    ("key", "value"), [("theme", "pink"), ("backup.keep", "many"), ("backup.keep", True)]
)
def test_a_value_that_a_setting_cannot_have_is_refused(key, value):
    with pytest.raises(ValueError, match=key):
        UserSettings().put(key, value)


def test_an_odd_value_in_the_file_is_the_default(home):
    home.mkdir()
    (home / "settings.json").write_text('{"theme": 7, "language": "de"}')
    assert UserSettings().text("theme") == "light"
    assert UserSettings().text("language") == "de"


def test_a_damaged_file_is_kept_and_does_not_stop_the_start(home):
    home.mkdir()
    (home / "settings.json").write_text('{"theme": "da')
    assert UserSettings().text("theme") == "light"
    assert (home / "settings.damaged.json").read_text() == '{"theme": "da'


def test_values_of_a_newer_version_survive(home):
    home.mkdir()
    (home / "settings.json").write_text('{"of.tomorrow": 1}')
    UserSettings().put("theme", "dark")
    assert '"of.tomorrow": 1' in (home / "settings.json").read_text()


def test_the_database_is_the_one_named_or_a_file_in_the_data_folder(home):
    assert (
        UserSettings().database_url() == default_database_url() == f"sqlite:///{home.as_posix()}/keyline.db"
    )
    UserSettings().put("database_url", "postgresql://server/name")
    assert UserSettings().database_url() == "postgresql://server/name"


def test_every_default_is_a_value_that_its_setting_accepts():
    assert [each.key for each in SETTINGS if not each.accepts(each.default)] == []
    assert setting("currency").scope == "firm"


def test_two_threads_that_keep_values_at_once_keep_both():
    settings = UserSettings()
    with ThreadPoolExecutor(8) as lanes:
        list(lanes.map(lambda number: settings.put("backup.keep", number), range(1, 60)))
        list(lanes.map(settings.put, ["theme", "person"] * 20, ["dark", "anna"] * 20))
    assert (UserSettings().text("theme"), UserSettings().text("person")) == ("dark", "anna")
