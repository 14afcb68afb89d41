"""The peers of the bench answer the same questions: three ways to the same options."""

from app.domain.configurator.compiling import CompiledModel
from bench.configurator import differences
from bench.peers import ClingoPeer, Z3Peer
from bench.plain_solver import PlainSolver
from bench.product_models import clicks, furniture


def test_z3_and_clingo_say_the_same_of_a_range_of_furniture():
    model = furniture(1)
    compiled = CompiledModel(model)
    plain = PlainSolver(model)
    peers = (Z3Peer(plain), ClingoPeer(plain))
    for choices in clicks(compiled, 60, seed=5)[::10]:
        mine = compiled.possibilities(choices)
        assert [differences(mine, peer.possibilities(choices)) for peer in peers] == [0, 0]
    assert [peer.possibilities({"g0o0": True, "g0o1": True}) for peer in peers] == [None, None]
