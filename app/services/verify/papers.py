"""Papers: what was frozen is there, and is what it was (C54).

That a paper is gone is proved by what else speaks of it: the audit, the revisions of its order, the pick list of its
shipment, a mail that carried it. A paper of history that nobody has viewed yet was never frozen, and is not missed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import sqlalchemy as sa

from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Row, Seen, query
from db.schema.firm import Audit
from db.schema.papers import Paper
from db.statements import table_of

PAPER_PIECE = 50
AUDIT_PIECE = 500
_AUDIT, _PAPER = table_of(Audit), table_of(Paper)
_IDENTITY = ("kind", "document_kind", "document_id", "revision", "number")

_RECORDS = (
    sa.select(
        _AUDIT.c.id.label("audit_id"),
        _AUDIT.c.entity_id,
        _AUDIT.c.after,
        *(_PAPER.c[name] for name in (*_IDENTITY, "content_hash", "pdf_hash")),
    )
    .select_from(_AUDIT.outerjoin(_PAPER, _PAPER.c.id == _AUDIT.c.entity_id))
    .where(_AUDIT.c.kind == "paper", _AUDIT.c.id > sa.bindparam("last"))
    .order_by(_AUDIT.c.id)
    .limit(AUDIT_PIECE)
)

_REVISIONS = """
select o.id, o.kind, o.number, o.revision
from sales_order o left join paper p on p.document_kind = 'order' and p.document_id = o.id
where o.revision > 0
group by o.id, o.kind, o.number, o.revision
having count(p.id) <> o.revision + 1
order by o.id"""

_FROZEN_REVISIONS = (
    "select revision from paper where document_kind = 'order' and document_id = :id order by 1"
)

_DELIVERY_NOTES = """
select s.id, s.number from shipment s
join paper l on l.document_kind = 'shipment' and l.document_id = s.id and l.kind = 'pick_list'
where s.state = 'shipped' and not exists (
  select 1 from paper n where n.document_kind = 'shipment' and n.document_id = s.id and n.kind = 'delivery_note')
order by s.id"""

_MAILED = """
select m.paper_id, m.subject, m.recipient from outbox m left join paper p on p.id = m.paper_id
where m.paper_id is not null and p.id is null
order by m.id"""

Named = tuple[str, str, int, int]
"""What a paper is of: its kind, its document's kind and id, its revision."""


def check_papers(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """The content and the PDF of every paper against their hashes."""
    findings: list[Finding] = []
    last = 0
    while True:
        statement = sa.select(_PAPER).where(_PAPER.c.id > last).order_by(_PAPER.c.id).limit(PAPER_PIECE)
        papers = view.db.execute(statement).mappings().all()
        if not papers:
            return tuple(findings)
        last = papers[-1]["id"]
        for paper in papers:
            if not _is_sound(paper):
                seen.papers.add(paper["id"])
                findings.append(_changed(paper["number"], paper["kind"]))


def _is_sound(paper: sa.RowMapping) -> bool:
    if hashlib.sha256(paper["content"].encode()).hexdigest() != paper["content_hash"]:
        return False
    if paper["pdf"] is None:
        return bool(paper["pdf_hash"] is None)
    return bool(hashlib.sha256(paper["pdf"]).hexdigest() == paper["pdf_hash"])


def check_frozen(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """Every paper that was frozen is there as it was: by the audit first, then by what names it otherwise."""
    told: set[Named] = set()
    findings = list(_by_audit(view, seen, told))
    findings += _by_revisions(view, told)
    for row in query(view, _DELIVERY_NOTES):
        findings += _missing(told, ("delivery_note", "shipment", row["id"], 0), row["number"])
    for row in query(view, _MAILED):
        if row["paper_id"] not in seen.papers:
            params = {"subject": row["subject"], "recipient": row["recipient"]}
            findings.append(Finding("verify.mailed_paper_missing", params))
    return tuple(findings[:PER_CHECK_MAX])


def _by_audit(view: Reading, seen: Seen, told: set[Named]) -> Iterator[Finding]:
    for row in _records(view):
        if row["entity_id"] in seen.papers:
            continue
        found = tuple(_against(row, row["after"], told))
        if found:
            seen.papers.add(row["entity_id"])
            yield from found


def _against(row: Row, after: Row, told: set[Named]) -> Iterator[Finding]:
    """A paper beside what the audit has of it: that it was frozen, or that it was drawn."""
    if "content_hash" not in after:
        if row["kind"] is None:  # of an older file, which did not tell that papers were frozen
            yield Finding("verify.drawn_paper_missing", {"id": row["entity_id"]})
        elif row["pdf_hash"] != after["pdf_hash"]:
            yield _changed(row["number"], row["kind"])
    elif any(row[name] != after[name] for name in _IDENTITY):
        named = (after["kind"], after["document_kind"], after["document_id"], after["revision"])
        yield from _missing(told, named, after["number"])
    elif row["content_hash"] != after["content_hash"]:
        yield _changed(row["number"], row["kind"])


def _records(view: Reading) -> Iterator[Row]:
    """What the audit has of papers, in pieces."""
    last = 0
    while rows := view.db.execute(_RECORDS, {"last": last}).mappings().all():
        last = rows[-1]["audit_id"]
        yield from map(dict, rows)


def _by_revisions(view: Reading, told: set[Named]) -> Iterator[Finding]:
    """An order that was revised has a paper of each revision; that of history was frozen before its first one."""
    for row in query(view, _REVISIONS):
        kind = "quote" if row["kind"] == "quote" else "order_confirmation"
        frozen = {paper["revision"] for paper in query(view, _FROZEN_REVISIONS, id=row["id"])}
        for revision in sorted(set(range(row["revision"] + 1)) - frozen):
            yield from _missing(told, (kind, "order", row["id"], revision), row["number"])


def _missing(told: set[Named], named: Named, number: str) -> Iterator[Finding]:
    if named not in told:
        told.add(named)
        kind, _document_kind, _document_id, revision = named
        yield Finding("verify.paper_missing", {"number": number, "kind": kind, "revision": revision})


def _changed(number: str, kind: str) -> Finding:
    return Finding("verify.paper_changed", {"number": number, "kind": kind})
