"""0040: in an older firm those who could release hits until now answer for compliance: its owners, nobody else."""

from __future__ import annotations

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.clock import FixedClock
from app.services.people import UserInput, create_user, read_users
from tests.helpers.firm_facts import make_firm
from tests.helpers.older import take_back
from tests.services.verify.damaging import MONDAY


def test_the_owners_of_an_older_firm_answer_for_compliance(tmp_path):
    url = f"sqlite:///{tmp_path / 'office.db'}"
    office = open_office(url, clock=FixedClock(MONDAY))
    make_firm(office.work)
    with office.work.begin(actor=SYSTEM) as uow:
        for name, roles in (("gerda", ("owner",)), ("sven", ("sales", "warehouse"))):
            create_user(uow, UserInput(name=name, roles=roles))
    office.close()
    take_back(tmp_path / "office.db", "0040")
    office = open_office(url, clock=FixedClock(MONDAY))
    with office.work.reading(actor=SYSTEM) as view:
        found = {card.name: card.roles for card in read_users(view)}
    office.close()
    assert found["gerda"] == ("owner", "compliance")
    assert found["sven"] == ("sales", "warehouse")
    assert found["owner"] == ("owner", "sales", "warehouse", "bookkeeper", "compliance")
