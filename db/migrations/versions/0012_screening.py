"""Lists of denied parties, what was screened against them, and the hits that somebody released.

Revision ID: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; a list is first imported by somebody."""
    op.create_table('screening_list',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('edition', sa.String(length=200), nullable=False),
    sa.Column('published', sa.Date(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('file_names', sa.Text(), server_default='', nullable=False),
    sa.Column('imported_at', sa.BigInteger(), nullable=False),
    sa.Column('imported_by', sa.String(length=200), nullable=False),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('removed', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind in ('ofac_sdn', 'un', 'eu')", name=op.f('ck_screening_list_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_list'))
    )
    op.create_index('uq_screening_list_in_force', 'screening_list', ['kind'], unique=True, sqlite_where=sa.text('closed_at is null'), postgresql_where=sa.text('closed_at is null'))
    op.create_table('screening_entry',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('list_kind', sa.String(length=40), nullable=False),
    sa.Column('reference', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('programme', sa.String(length=200), nullable=False),
    sa.Column('remarks', sa.Text(), server_default='', nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('opened_by_id', ID, nullable=False),
    sa.Column('closed_by_id', ID, nullable=True),
    sa.CheckConstraint("kind in ('person', 'organisation', 'vessel', 'aircraft')", name=op.f('ck_screening_entry_kind')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['screening_list.id'], name=op.f('fk_screening_entry_closed_by_id_screening_list')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['screening_list.id'], name=op.f('fk_screening_entry_opened_by_id_screening_list')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_entry'))
    )
    op.create_index(op.f('ix_screening_entry_closed_by_id'), 'screening_entry', ['closed_by_id'], unique=False)
    op.create_index(op.f('ix_screening_entry_opened_by_id'), 'screening_entry', ['opened_by_id'], unique=False)
    op.create_index('uq_screening_entry_in_force', 'screening_entry', ['list_kind', 'reference'], unique=True, sqlite_where=sa.text('closed_by_id is null'), postgresql_where=sa.text('closed_by_id is null'))
    op.create_table('screening_address',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('entry_id', ID, nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('street', sa.Text(), server_default='', nullable=False),
    sa.Column('city', sa.Text(), server_default='', nullable=False),
    sa.Column('country', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['screening_entry.id'], name=op.f('fk_screening_address_entry_id_screening_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_address')),
    sa.UniqueConstraint('entry_id', 'place', name=op.f('uq_screening_address_entry_id_place'))
    )
    op.create_table('screening_name',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('entry_id', ID, nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=500), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('is_weak', sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind in ('primary', 'alias', 'former', 'script')", name=op.f('ck_screening_name_kind')),
    sa.ForeignKeyConstraint(['entry_id'], ['screening_entry.id'], name=op.f('fk_screening_name_entry_id_screening_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_name')),
    sa.UniqueConstraint('entry_id', 'place', name=op.f('uq_screening_name_entry_id_place'))
    )
    op.create_table('screening_release',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('party_key', sa.String(length=32), nullable=False),
    sa.Column('entry_id', ID, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('released_by', sa.String(length=200), nullable=False),
    sa.Column('released_at', sa.BigInteger(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('ended_by', sa.String(length=200), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['screening_entry.id'], name=op.f('fk_screening_release_entry_id_screening_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_release'))
    )
    op.create_index(op.f('ix_screening_release_entry_id'), 'screening_release', ['entry_id'], unique=False)
    op.create_index('uq_screening_release_in_force', 'screening_release', ['party_key', 'entry_id'], unique=True, sqlite_where=sa.text('ended_at is null'), postgresql_where=sa.text('ended_at is null'))
    op.create_table('screening_result',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('party_key', sa.String(length=32), nullable=False),
    sa.Column('lists_key', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('city', sa.String(length=200), nullable=False),
    sa.Column('country', sa.String(length=40), nullable=False),
    sa.Column('customer_id', ID, nullable=True),
    sa.Column('screened_at', sa.BigInteger(), nullable=False),
    sa.Column('hit_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_screening_result_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_result')),
    sa.UniqueConstraint('party_key', 'lists_key', name=op.f('uq_screening_result_party_key_lists_key'))
    )
    op.create_index(op.f('ix_screening_result_customer_id'), 'screening_result', ['customer_id'], unique=False)
    op.create_index('ix_screening_result_lists_key_hit_count_id', 'screening_result', ['lists_key', 'hit_count', 'id'], unique=False)
    op.create_table('screening_hit',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('result_id', ID, nullable=False),
    sa.Column('entry_id', ID, nullable=False),
    sa.Column('name', sa.String(length=500), nullable=False),
    sa.Column('score_mille', sa.Integer(), nullable=False),
    sa.Column('explained', sa.Text(), nullable=False),
    sa.CheckConstraint('score_mille between 0 and 1000', name=op.f('ck_screening_hit_score')),
    sa.ForeignKeyConstraint(['entry_id'], ['screening_entry.id'], name=op.f('fk_screening_hit_entry_id_screening_entry')),
    sa.ForeignKeyConstraint(['result_id'], ['screening_result.id'], name=op.f('fk_screening_hit_result_id_screening_result')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_hit')),
    sa.UniqueConstraint('result_id', 'entry_id', name=op.f('uq_screening_hit_result_id_entry_id'))
    )
    op.create_index(op.f('ix_screening_hit_entry_id'), 'screening_hit', ['entry_id'], unique=False)
