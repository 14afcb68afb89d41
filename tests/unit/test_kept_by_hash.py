"""Things kept while nobody uses them."""

from app.services.kept_by_hash import IdleByHash


def test_what_only_one_may_use_is_made_anew_while_somebody_has_it():
    idle: IdleByHash[list[str]] = IdleByHash(2)
    mine = idle.take("cabinet", list)
    assert idle.take("cabinet", list) is not mine
    idle.give_back("cabinet", mine)
    assert idle.take("desk", list) is not mine
    assert idle.take("cabinet", list) is mine
    assert idle.take("cabinet", list) is not mine


def test_the_longest_idle_goes_first():
    idle: IdleByHash[str] = IdleByHash(2)
    for name in ("a", "b", "c"):
        idle.give_back(name, name)
    assert [idle.take(name, lambda: "new") for name in ("a", "b", "c")] == ["new", "b", "c"]
