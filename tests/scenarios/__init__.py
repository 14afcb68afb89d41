"""Whole days, through services and windows."""

import pytest

pytest.register_assert_rewrite("tests.scenarios.books", "tests.scenarios.screen")
