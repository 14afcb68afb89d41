"""0044: requests of an older file stay those of their drafts; changes are asked for beside them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from app.bootstrap import open_office
from tests.helpers.older import back_before, unpack_older

INSERT = (
    "insert into approval_request (order_id, content_hash, state, issues, effect, asked_by, asked_at{more})"
    " values (:order_id, 'abc', 'granted', '[]', '{{}}', 'anna', 1{values})"
)


def run(path, *statements, **values):
    with closing(sqlite3.connect(path)) as raw:
        found = [raw.execute(each, values).fetchall() for each in statements]
        raw.commit()
    return found[-1]


def test_requests_of_an_older_file_are_for_drafts_and_changes_are_asked_for_beside_them(tmp_path):
    path = unpack_older(tmp_path, "0009")
    open_office(f"sqlite:///{path}").close()
    run(path, *back_before("0044"))
    ((order_id,),) = run(path, "select min(id) from sales_order where number is not null")
    older = INSERT.format(more="", values="")
    run(path, older, order_id=order_id)
    open_office(f"sqlite:///{path}").close()
    assert run(path, "select amends, amendment from approval_request") == [(0, None)]
    newer = INSERT.format(more=", amends", values=", 3")
    run(path, newer, order_id=order_id)
    with pytest.raises(sqlite3.IntegrityError, match="approval_request"):
        run(path, newer, order_id=order_id)
