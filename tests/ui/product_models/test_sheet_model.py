"""A CSV file as cells: every deed can be undone, and Qt is told of what changes."""

from __future__ import annotations

from app.models.sheet_model import SheetModel


def test_every_deed_is_undone_and_done_again(qtmodeltester):
    model = SheetModel()
    model.show_text("top,price\noak,70\nelm,80\n")
    qtmodeltester.check(model)
    texts = [model.text()]
    deeds = (
        lambda: model.setData(model.index(1, 1), "75"),
        lambda: model.insert_row(0),
        lambda: model.paste(1, 0, [["ash", "90"], ["fir", "60", "soft"]]),
        lambda: model.remove_rows([0, 3]),
        lambda: model.setData(model.index(model.rowCount() - 1, 0), "yew"),
    )
    for deed in deeds:
        deed()
        texts.append(model.text())
    assert texts[-1] == "top,price,\nash,90,\nfir,60,soft\nyew,,\n"
    for text in reversed(texts[:-1]):
        model.undo()
        assert model.text() == text
    for text in texts[1:]:
        model.redo()
        assert model.text() == text


def test_what_is_only_read_takes_nothing(qtmodeltester):
    model = SheetModel()
    model.is_editable = False
    model.show_text("top;price\noak;70\n")
    qtmodeltester.check(model)
    assert not model.setData(model.index(1, 0), "elm")
    assert (model.rowCount(), model.columnCount()) == (2, 2)
