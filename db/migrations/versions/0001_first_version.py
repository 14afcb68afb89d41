"""First version: every table of the house.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table('app_user',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('full_name', sa.String(length=200), server_default='', nullable=False),
    sa.Column('email', sa.String(length=200), server_default='', nullable=False),
    sa.Column('roles', sa.String(length=200), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_app_user')),
    sa.UniqueConstraint('name', name=op.f('uq_app_user_name'))
    )
    op.create_table('audit',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('entity_id', ID, nullable=False),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('after', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('previous_hash', sa.String(length=64), nullable=True),
    sa.Column('hash', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    op.create_index('ix_audit_kind_entity_id', 'audit', ['kind', 'entity_id', 'id'], unique=False)
    op.create_table('change_log',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('entity_id', ID, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('origin', sa.String(length=40), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_log'))
    )
    op.create_table('import_mapping',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('signature', sa.String(length=64), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_mapping')),
    sa.UniqueConstraint('kind', 'signature', name=op.f('uq_import_mapping_kind_signature'))
    )
    op.create_table('imported_record',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('external_key', sa.String(length=200), nullable=False),
    sa.Column('entity_id', ID, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_record')),
    sa.UniqueConstraint('kind', 'external_key', name=op.f('uq_imported_record_kind_external_key'))
    )
    op.create_table('number_series',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('period', sa.String(length=4), server_default='', nullable=False),
    sa.Column('prefix', sa.String(length=40), nullable=False),
    sa.Column('digits', sa.Integer(), server_default='5', nullable=False),
    sa.Column('next_number', sa.BigInteger(), server_default='1', nullable=False),
    sa.Column('first_number', sa.BigInteger(), server_default='1', nullable=False),
    sa.Column('last_date', sa.Date(), nullable=True),
    sa.Column('gapless', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('yearly', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('next_number >= 1', name=op.f('ck_number_series_next')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_series')),
    sa.UniqueConstraint('kind', 'period', name=op.f('uq_number_series_kind_period'))
    )
    op.create_table('operation',
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_operation'))
    )
    op.create_table('paper',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('document_kind', sa.String(length=40), nullable=False),
    sa.Column('document_id', ID, nullable=False),
    sa.Column('revision', sa.Integer(), server_default='0', nullable=False),
    sa.Column('number', sa.String(length=40), server_default='', nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('pdf', sa.LargeBinary(), nullable=True),
    sa.Column('pdf_hash', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper')),
    sa.UniqueConstraint('document_kind', 'document_id', 'kind', 'revision', name=op.f('uq_paper_document_kind_document_id_kind_revision'))
    )
    op.create_table('payment_term',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('end_of_month', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('extra_days', sa.Integer(), server_default='0', nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_term')),
    sa.UniqueConstraint('code', name=op.f('uq_payment_term_code'))
    )
    op.create_table('product',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('sku', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sort_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('description', sa.Text(), server_default='', nullable=False),
    sa.Column('family', sa.String(length=40), server_default='', nullable=False),
    sa.Column('kind', sa.String(length=40), server_default='goods', nullable=False),
    sa.Column('unit', sa.String(length=40), server_default='pc', nullable=False),
    sa.Column('unit_decimals', sa.Integer(), server_default='0', nullable=False),
    sa.Column('gtin', sa.String(length=14), nullable=True),
    sa.Column('tax_class', sa.String(length=40), server_default='standard', nullable=False),
    sa.Column('weight_g', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('min_quantity_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('step_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('standard_cost_micro', sa.BigInteger(), nullable=True),
    sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('discontinued', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('successor_id', ID, nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("kind in ('goods','service')", name=op.f('ck_product_kind')),
    sa.ForeignKeyConstraint(['successor_id'], ['product.id'], name=op.f('fk_product_successor_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product')),
    sa.UniqueConstraint('sku', name=op.f('uq_product_sku'))
    )
    op.create_index('ix_product_family_id', 'product', ['family', 'id'], unique=False)
    op.create_index(op.f('ix_product_gtin'), 'product', ['gtin'], unique=False)
    op.create_index('ix_product_kind_sku_id', 'product', ['kind', 'sku', 'id'], unique=False)
    op.create_index('ix_product_kind_sort_key_id', 'product', ['kind', 'sort_key', 'id'], unique=False)
    op.create_index('ix_product_sort_key_id', 'product', ['sort_key', 'id'], unique=False)
    op.create_table('saved_view',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('user_name', sa.String(length=200), nullable=False),
    sa.Column('list_name', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view')),
    sa.UniqueConstraint('user_name', 'list_name', 'name', name=op.f('uq_saved_view_user_name_list_name_name'))
    )
    op.create_table('setting',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_setting'))
    )
    op.create_table('tax_code',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('category', sa.String(length=2), nullable=False),
    sa.Column('exemption_text', sa.Text(), server_default='', nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tax_code')),
    sa.UniqueConstraint('code', name=op.f('uq_tax_code_code'))
    )
    op.create_table('usage',
    sa.Column('user_name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('entity_id', ID, autoincrement=False, nullable=False),
    sa.Column('count', sa.Integer(), server_default='1', nullable=False),
    sa.Column('last_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('user_name', 'kind', 'entity_id', name=op.f('pk_usage'))
    )
    op.create_table('warehouse',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('street', sa.String(length=200), server_default='', nullable=False),
    sa.Column('postcode', sa.String(length=40), server_default='', nullable=False),
    sa.Column('city', sa.String(length=200), server_default='', nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('latitude_micro', sa.BigInteger(), nullable=True),
    sa.Column('longitude_micro', sa.BigInteger(), nullable=True),
    sa.Column('cutoff', sa.Time(), server_default='14:00:00', nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_warehouse')),
    sa.UniqueConstraint('code', name=op.f('uq_warehouse_code'))
    )
    op.create_table('arrival',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('supplier', sa.String(length=200), nullable=False),
    sa.Column('warehouse_id', ID, nullable=False),
    sa.Column('state', sa.String(length=40), server_default='open', nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_arrival_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_arrival')),
    sa.UniqueConstraint('number', name=op.f('uq_arrival_number'))
    )
    op.create_index(op.f('ix_arrival_state'), 'arrival', ['state'], unique=False)
    op.create_index(op.f('ix_arrival_warehouse_id'), 'arrival', ['warehouse_id'], unique=False)
    op.create_table('bin',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('warehouse_id', ID, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_bin_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bin')),
    sa.UniqueConstraint('warehouse_id', 'code', name=op.f('uq_bin_warehouse_id_code'))
    )
    op.create_table('customer',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sort_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('street', sa.String(length=200), server_default='', nullable=False),
    sa.Column('postcode', sa.String(length=40), server_default='', nullable=False),
    sa.Column('city', sa.String(length=200), server_default='', nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('phone', sa.String(length=40), server_default='', nullable=False),
    sa.Column('email', sa.String(length=200), server_default='', nullable=False),
    sa.Column('is_business', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('vat_id', sa.String(length=40), server_default='', nullable=False),
    sa.Column('language', sa.String(length=2), server_default='en', nullable=False),
    sa.Column('term_id', ID, nullable=False),
    sa.Column('credit_limit_minor', sa.BigInteger(), nullable=True),
    sa.Column('price_group', sa.String(length=40), server_default='', nullable=False),
    sa.Column('discount_ppm', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('delivery_wish', sa.String(length=40), server_default='partial', nullable=False),
    sa.Column('notes', sa.Text(), server_default='', nullable=False),
    sa.Column('on_hold', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('is_counter_sale', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('open_minor', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('credit_limit_minor >= 0', name=op.f('ck_customer_limit')),
    sa.ForeignKeyConstraint(['term_id'], ['payment_term.id'], name=op.f('fk_customer_term_id_payment_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer')),
    sa.UniqueConstraint('number', name=op.f('uq_customer_number'))
    )
    op.create_index('ix_customer_city_id', 'customer', ['city', 'id'], unique=False)
    op.create_index('ix_customer_country_id', 'customer', ['country', 'id'], unique=False)
    op.create_index('ix_customer_open_minor_id', 'customer', ['open_minor', 'id'], unique=False)
    op.create_index('ix_customer_sort_key_id', 'customer', ['sort_key', 'id'], unique=False)
    op.create_index(op.f('ix_customer_term_id'), 'customer', ['term_id'], unique=False)
    op.create_table('firm',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=40), nullable=False),
    sa.Column('city', sa.String(length=200), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('vat_id', sa.String(length=40), nullable=False),
    sa.Column('tax_number', sa.String(length=40), server_default='', nullable=False),
    sa.Column('registration', sa.String(length=200), server_default='', nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('phone', sa.String(length=40), server_default='', nullable=False),
    sa.Column('email', sa.String(length=200), server_default='', nullable=False),
    sa.Column('website', sa.String(length=200), server_default='', nullable=False),
    sa.Column('bank_name', sa.String(length=200), server_default='', nullable=False),
    sa.Column('iban', sa.String(length=40), server_default='', nullable=False),
    sa.Column('bic', sa.String(length=40), server_default='', nullable=False),
    sa.Column('logo', sa.LargeBinary(), nullable=True),
    sa.Column('paper_footer', sa.Text(), server_default='', nullable=False),
    sa.Column('language', sa.String(length=2), server_default='en', nullable=False),
    sa.Column('time_zone', sa.String(length=40), server_default='Europe/Berlin', nullable=False),
    sa.Column('default_term_id', ID, nullable=True),
    sa.Column('default_warehouse_id', ID, nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['default_term_id'], ['payment_term.id'], name=op.f('fk_firm_default_term_id_payment_term')),
    sa.ForeignKeyConstraint(['default_warehouse_id'], ['warehouse.id'], name=op.f('fk_firm_default_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_firm'))
    )
    op.create_table('product_text',
    sa.Column('product_id', ID, autoincrement=False, nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_text_product_id_product')),
    sa.PrimaryKeyConstraint('product_id', name=op.f('pk_product_text'))
    )
    op.create_table('product_unit',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('product_id', ID, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('factor_num', sa.BigInteger(), nullable=False),
    sa.Column('factor_den', sa.BigInteger(), server_default='1', nullable=False),
    sa.Column('decimals', sa.Integer(), server_default='0', nullable=False),
    sa.Column('gtin', sa.String(length=14), nullable=True),
    sa.CheckConstraint('factor_num > 0 and factor_den > 0', name=op.f('ck_product_unit_factor')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_unit_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_unit')),
    sa.UniqueConstraint('product_id', 'code', name=op.f('uq_product_unit_product_id_code'))
    )
    op.create_index(op.f('ix_product_unit_gtin'), 'product_unit', ['gtin'], unique=False)
    op.create_index(op.f('ix_product_unit_product_id'), 'product_unit', ['product_id'], unique=False)
    op.create_table('stock_move',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('product_id', ID, nullable=False),
    sa.Column('warehouse_id', ID, nullable=False),
    sa.Column('quantity_micro', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('source_kind', sa.String(length=40), server_default='', nullable=False),
    sa.Column('source_id', ID, nullable=True),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.CheckConstraint('quantity_micro <> 0', name=op.f('ck_stock_move_quantity')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_stock_move_product_id_product')),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_stock_move_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stock_move'))
    )
    op.create_index('ix_stock_move_product_id_id', 'stock_move', ['product_id', 'id'], unique=False)
    op.create_index('ix_stock_move_source', 'stock_move', ['source_kind', 'source_id'], unique=False)
    op.create_table('tax_mapping',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('product_class', sa.String(length=40), nullable=True),
    sa.Column('ship_to', sa.String(length=10), nullable=True),
    sa.Column('business', sa.Boolean(), nullable=True),
    sa.Column('has_vat_id', sa.Boolean(), nullable=True),
    sa.Column('tax_code_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['tax_code_id'], ['tax_code.id'], name=op.f('fk_tax_mapping_tax_code_id_tax_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tax_mapping'))
    )
    op.create_table('tax_rate',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('tax_code_id', ID, nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('rate_ppm', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('rate_ppm >= 0', name=op.f('ck_tax_rate_rate')),
    sa.ForeignKeyConstraint(['tax_code_id'], ['tax_code.id'], name=op.f('fk_tax_rate_tax_code_id_tax_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tax_rate')),
    sa.UniqueConstraint('tax_code_id', 'valid_from', name=op.f('uq_tax_rate_tax_code_id_valid_from'))
    )
    op.create_index(op.f('ix_tax_rate_tax_code_id'), 'tax_rate', ['tax_code_id'], unique=False)
    op.create_table('address',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('customer_id', ID, nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('street', sa.String(length=200), nullable=False),
    sa.Column('postcode', sa.String(length=40), nullable=False),
    sa.Column('city', sa.String(length=200), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('is_default_ship_to', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_address_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address'))
    )
    op.create_index(op.f('ix_address_customer_id'), 'address', ['customer_id'], unique=False)
    op.create_table('arrival_line',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('arrival_id', ID, nullable=False),
    sa.Column('product_id', ID, nullable=False),
    sa.Column('quantity_micro', sa.BigInteger(), nullable=False),
    sa.Column('received_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('due_date', sa.Date(), nullable=False),
    sa.Column('closed', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.CheckConstraint('quantity_micro > 0', name=op.f('ck_arrival_line_quantity')),
    sa.CheckConstraint('received_micro >= 0', name=op.f('ck_arrival_line_received')),
    sa.ForeignKeyConstraint(['arrival_id'], ['arrival.id'], name=op.f('fk_arrival_line_arrival_id_arrival')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_arrival_line_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_arrival_line'))
    )
    op.create_index(op.f('ix_arrival_line_arrival_id'), 'arrival_line', ['arrival_id'], unique=False)
    op.create_index('ix_arrival_line_product_id_due_date', 'arrival_line', ['product_id', 'due_date'], unique=False)
    op.create_table('contact',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('customer_id', ID, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=40), server_default='', nullable=False),
    sa.Column('email', sa.String(length=200), server_default='', nullable=False),
    sa.Column('papers', sa.String(length=200), server_default='', nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_contact_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact'))
    )
    op.create_index(op.f('ix_contact_customer_id'), 'contact', ['customer_id'], unique=False)
    op.create_table('customer_part',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('customer_id', ID, nullable=False),
    sa.Column('product_id', ID, nullable=False),
    sa.Column('code', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_part_customer_id_customer')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_customer_part_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_part')),
    sa.UniqueConstraint('customer_id', 'code', name=op.f('uq_customer_part_customer_id_code'))
    )
    op.create_index(op.f('ix_customer_part_customer_id'), 'customer_part', ['customer_id'], unique=False)
    op.create_index(op.f('ix_customer_part_product_id'), 'customer_part', ['product_id'], unique=False)
    op.create_table('customer_text',
    sa.Column('customer_id', ID, autoincrement=False, nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_text_customer_id_customer')),
    sa.PrimaryKeyConstraint('customer_id', name=op.f('pk_customer_text'))
    )
    op.create_table('discount_rule',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('customer_id', ID, nullable=True),
    sa.Column('price_group', sa.String(length=40), server_default='', nullable=False),
    sa.Column('family', sa.String(length=40), server_default='', nullable=False),
    sa.Column('discount_ppm', sa.BigInteger(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('replaced_at_version', sa.Integer(), nullable=True),
    sa.CheckConstraint('discount_ppm >= 0 and discount_ppm <= 1000000', name=op.f('ck_discount_rule_discount')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_discount_rule_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discount_rule'))
    )
    op.create_index(op.f('ix_discount_rule_customer_id'), 'discount_rule', ['customer_id'], unique=False)
    op.create_table('ledger_entry',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('document_kind', sa.String(length=40), nullable=False),
    sa.Column('document_id', ID, nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('customer_id', ID, nullable=True),
    sa.Column('debit_account', sa.String(length=40), nullable=False),
    sa.Column('credit_account', sa.String(length=40), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('tax_code', sa.String(length=40), server_default='', nullable=False),
    sa.Column('tax_ppm', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_ledger_entry_amount')),
    sa.CheckConstraint('debit_account <> credit_account', name=op.f('ck_ledger_entry_accounts')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_ledger_entry_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entry'))
    )
    op.create_index('ix_ledger_entry_customer_id_date', 'ledger_entry', ['customer_id', 'date'], unique=False)
    op.create_index('ix_ledger_entry_document', 'ledger_entry', ['document_kind', 'document_id'], unique=False)
    op.create_table('outbox',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('message_id', sa.String(length=200), nullable=False),
    sa.Column('customer_id', ID, nullable=True),
    sa.Column('paper_id', ID, nullable=True),
    sa.Column('recipient', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), server_default='', nullable=False),
    sa.Column('state', sa.String(length=40), server_default='waiting', nullable=False),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('next_try_at', sa.BigInteger(), nullable=True),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_outbox_customer_id_customer')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_outbox_paper_id_paper')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outbox_message_id'))
    )
    op.create_index(op.f('ix_outbox_customer_id'), 'outbox', ['customer_id'], unique=False)
    op.create_index(op.f('ix_outbox_paper_id'), 'outbox', ['paper_id'], unique=False)
    op.create_index('ix_outbox_state_next_try_at', 'outbox', ['state', 'next_try_at'], unique=False)
    op.create_table('payment',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('series_id', ID, nullable=False),
    sa.Column('series_number', sa.BigInteger(), nullable=False),
    sa.Column('customer_id', ID, nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('method', sa.String(length=40), server_default='bank', nullable=False),
    sa.Column('reference', sa.String(length=200), server_default='', nullable=False),
    sa.Column('posted_at', sa.BigInteger(), nullable=False),
    sa.Column('posted_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('amount_minor <> 0', name=op.f('ck_payment_amount')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_payment_customer_id_customer')),
    sa.ForeignKeyConstraint(['series_id'], ['number_series.id'], name=op.f('fk_payment_series_id_number_series')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment')),
    sa.UniqueConstraint('series_id', 'series_number', name=op.f('uq_payment_series_id_series_number'))
    )
    op.create_index(op.f('ix_payment_customer_id'), 'payment', ['customer_id'], unique=False)
    op.create_index('ix_payment_date_id', 'payment', ['date', 'id'], unique=False)
    op.create_table('price_list',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('price_group', sa.String(length=40), server_default='', nullable=False),
    sa.Column('customer_id', ID, nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('priority', sa.Integer(), server_default='0', nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('active', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("kind in ('general','group','contract')", name=op.f('ck_price_list_kind')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_price_list_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_list')),
    sa.UniqueConstraint('code', name=op.f('uq_price_list_code'))
    )
    op.create_index(op.f('ix_price_list_customer_id'), 'price_list', ['customer_id'], unique=False)
    op.create_table('stock',
    sa.Column('product_id', ID, autoincrement=False, nullable=False),
    sa.Column('warehouse_id', ID, autoincrement=False, nullable=False),
    sa.Column('on_hand_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('reserved_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('bin_id', ID, nullable=True),
    sa.CheckConstraint('on_hand_micro >= 0', name=op.f('ck_stock_not_negative')),
    sa.CheckConstraint('reserved_micro <= on_hand_micro', name=op.f('ck_stock_reserved_within_stock')),
    sa.CheckConstraint('reserved_micro >= 0', name=op.f('ck_stock_reserved_not_negative')),
    sa.ForeignKeyConstraint(['bin_id'], ['bin.id'], name=op.f('fk_stock_bin_id_bin')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_stock_product_id_product')),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_stock_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('product_id', 'warehouse_id', name=op.f('pk_stock'))
    )
    op.create_index(op.f('ix_stock_warehouse_id'), 'stock', ['warehouse_id'], unique=False)
    op.create_table('talk_note',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('customer_id', ID, nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('promised_date', sa.Date(), nullable=True),
    sa.Column('next_call', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_talk_note_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talk_note'))
    )
    op.create_index(op.f('ix_talk_note_customer_id'), 'talk_note', ['customer_id'], unique=False)
    op.create_table('price_row',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('price_list_id', ID, nullable=False),
    sa.Column('product_id', ID, nullable=False),
    sa.Column('min_quantity_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('price_micro', sa.BigInteger(), nullable=False),
    sa.Column('per', sa.Integer(), server_default='1', nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('replaced_at_version', sa.Integer(), nullable=True),
    sa.CheckConstraint('per > 0', name=op.f('ck_price_row_per')),
    sa.CheckConstraint('price_micro >= 0', name=op.f('ck_price_row_price')),
    sa.ForeignKeyConstraint(['price_list_id'], ['price_list.id'], name=op.f('fk_price_row_price_list_id_price_list')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_price_row_product_id_product')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_row'))
    )
    op.create_index(op.f('ix_price_row_price_list_id'), 'price_row', ['price_list_id'], unique=False)
    op.create_index('ix_price_row_product_id_price_list_id', 'price_row', ['product_id', 'price_list_id'], unique=False)
    op.create_table('sales_order',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), server_default='order', nullable=False),
    sa.Column('state', sa.String(length=40), server_default='draft', nullable=False),
    sa.Column('number', sa.String(length=40), nullable=True),
    sa.Column('series_id', ID, nullable=True),
    sa.Column('series_number', sa.BigInteger(), nullable=True),
    sa.Column('revision', sa.Integer(), server_default='0', nullable=False),
    sa.Column('quote_id', ID, nullable=True),
    sa.Column('customer_id', ID, nullable=True),
    sa.Column('customer_name', sa.String(length=200), server_default='', nullable=False),
    sa.Column('customer_sort', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), server_default='', nullable=False),
    sa.Column('address_id', ID, nullable=True),
    sa.Column('ship_name', sa.String(length=200), server_default='', nullable=False),
    sa.Column('ship_street', sa.String(length=200), server_default='', nullable=False),
    sa.Column('ship_postcode', sa.String(length=40), server_default='', nullable=False),
    sa.Column('ship_city', sa.String(length=200), server_default='', nullable=False),
    sa.Column('ship_country', sa.String(length=2), server_default='', nullable=False),
    sa.Column('contact_name', sa.String(length=200), server_default='', nullable=False),
    sa.Column('contact_phone', sa.String(length=40), server_default='', nullable=False),
    sa.Column('contact_email', sa.String(length=200), server_default='', nullable=False),
    sa.Column('po_number', sa.String(length=200), server_default='', nullable=False),
    sa.Column('requested_date', sa.Date(), nullable=True),
    sa.Column('term_id', ID, nullable=True),
    sa.Column('delivery_wish', sa.String(length=40), server_default='partial', nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('price_mode', sa.String(length=40), server_default='net', nullable=False),
    sa.Column('order_date', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('net_minor', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('tax_minor', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('gross_minor', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('promise_date', sa.Date(), nullable=True),
    sa.Column('rules_version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('content_hash', sa.String(length=64), server_default='', nullable=False),
    sa.Column('cancel_reason', sa.Text(), server_default='', nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('confirmed_at', sa.BigInteger(), nullable=True),
    sa.Column('parked_by', sa.String(length=200), server_default='', nullable=False),
    sa.Column('imported', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['address_id'], ['address.id'], name=op.f('fk_sales_order_address_id_address')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_sales_order_customer_id_customer')),
    sa.ForeignKeyConstraint(['quote_id'], ['sales_order.id'], name=op.f('fk_sales_order_quote_id_sales_order')),
    sa.ForeignKeyConstraint(['series_id'], ['number_series.id'], name=op.f('fk_sales_order_series_id_number_series')),
    sa.ForeignKeyConstraint(['term_id'], ['payment_term.id'], name=op.f('fk_sales_order_term_id_payment_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sales_order')),
    sa.UniqueConstraint('series_id', 'series_number', name=op.f('uq_sales_order_series_id_series_number'))
    )
    op.create_index('ix_sales_order_customer_id_id', 'sales_order', ['customer_id', 'id'], unique=False)
    op.create_index('ix_sales_order_customer_id_state', 'sales_order', ['customer_id', 'state'], unique=False)
    op.create_index('ix_sales_order_customer_sort_id', 'sales_order', ['customer_sort', 'id'], unique=False)
    op.create_index('ix_sales_order_gross_minor_id', 'sales_order', ['gross_minor', 'id'], unique=False)
    op.create_index('ix_sales_order_number_id', 'sales_order', ['number', 'id'], unique=False)
    op.create_index('ix_sales_order_order_date_id', 'sales_order', ['order_date', 'id'], unique=False)
    op.create_index('ix_sales_order_po_number', 'sales_order', ['customer_id', 'po_number'], unique=False)
    op.create_index('ix_sales_order_promise_date_id', 'sales_order', ['promise_date', 'id'], unique=False)
    op.create_index(op.f('ix_sales_order_quote_id'), 'sales_order', ['quote_id'], unique=False)
    op.create_index('ix_sales_order_state_id', 'sales_order', ['state', 'id'], unique=False)
    op.create_table('invoice',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('series_id', ID, nullable=False),
    sa.Column('series_number', sa.BigInteger(), nullable=True),
    sa.Column('order_id', ID, nullable=True),
    sa.Column('customer_id', ID, nullable=False),
    sa.Column('customer_name', sa.String(length=200), nullable=False),
    sa.Column('customer_sort', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('supply_date', sa.Date(), nullable=False),
    sa.Column('due_date', sa.Date(), nullable=False),
    sa.Column('term_text', sa.String(length=200), server_default='', nullable=False),
    sa.Column('po_number', sa.String(length=200), server_default='', nullable=False),
    sa.Column('order_numbers', sa.Text(), server_default='', nullable=False),
    sa.Column('delivery_numbers', sa.Text(), server_default='', nullable=False),
    sa.Column('seller', sa.Text(), nullable=False),
    sa.Column('buyer', sa.Text(), nullable=False),
    sa.Column('ship_to', sa.Text(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('price_mode', sa.String(length=40), server_default='net', nullable=False),
    sa.Column('language', sa.String(length=2), server_default='en', nullable=False),
    sa.Column('net_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_minor', sa.BigInteger(), nullable=False),
    sa.Column('gross_minor', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('posted_at', sa.BigInteger(), nullable=False),
    sa.Column('posted_by', sa.String(length=200), nullable=False),
    sa.Column('imported', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.CheckConstraint("kind in ('invoice','credit_note')", name=op.f('ck_invoice_kind')),
    sa.CheckConstraint('gross_minor = net_minor + tax_minor', name=op.f('ck_invoice_gross')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_invoice_customer_id_customer')),
    sa.ForeignKeyConstraint(['order_id'], ['sales_order.id'], name=op.f('fk_invoice_order_id_sales_order')),
    sa.ForeignKeyConstraint(['series_id'], ['number_series.id'], name=op.f('fk_invoice_series_id_number_series')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice')),
    sa.UniqueConstraint('series_id', 'number', name=op.f('uq_invoice_series_id_number')),
    sa.UniqueConstraint('series_id', 'series_number', name=op.f('uq_invoice_series_id_series_number'))
    )
    op.create_index('ix_invoice_customer_id_id', 'invoice', ['customer_id', 'id'], unique=False)
    op.create_index('ix_invoice_customer_sort_id', 'invoice', ['customer_sort', 'id'], unique=False)
    op.create_index('ix_invoice_date_id', 'invoice', ['date', 'id'], unique=False)
    op.create_index('ix_invoice_due_date_id', 'invoice', ['due_date', 'id'], unique=False)
    op.create_index('ix_invoice_gross_minor_id', 'invoice', ['gross_minor', 'id'], unique=False)
    op.create_index('ix_invoice_number_id', 'invoice', ['number', 'id'], unique=False)
    op.create_index(op.f('ix_invoice_order_id'), 'invoice', ['order_id'], unique=False)
    op.create_table('order_line',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('order_id', ID, nullable=False),
    sa.Column('line_key', sa.String(length=16), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(length=40), server_default='goods', nullable=False),
    sa.Column('product_id', ID, nullable=True),
    sa.Column('sku', sa.String(length=200), server_default='', nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('quantity_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('unit', sa.String(length=40), server_default='pc', nullable=False),
    sa.Column('factor_num', sa.BigInteger(), server_default='1', nullable=False),
    sa.Column('factor_den', sa.BigInteger(), server_default='1', nullable=False),
    sa.Column('base_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('list_price_micro', sa.BigInteger(), nullable=True),
    sa.Column('discount_ppm', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('discount_source', sa.String(length=40), server_default='auto', nullable=False),
    sa.Column('price_source', sa.String(length=40), server_default='auto', nullable=False),
    sa.Column('price_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('tax_class', sa.String(length=40), server_default='standard', nullable=False),
    sa.Column('tax_code', sa.String(length=40), server_default='', nullable=False),
    sa.Column('tax_category', sa.String(length=2), server_default='', nullable=False),
    sa.Column('tax_ppm', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('cost_micro', sa.BigInteger(), nullable=True),
    sa.Column('requested_date', sa.Date(), nullable=True),
    sa.Column('promise_date', sa.Date(), nullable=True),
    sa.Column('warehouse_id', ID, nullable=True),
    sa.Column('shipped_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('invoiced_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('invoiced_minor', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('cancelled_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('trace', sa.Text(), nullable=True),
    sa.CheckConstraint('factor_num > 0 and factor_den > 0', name=op.f('ck_order_line_factor')),
    sa.CheckConstraint('shipped_micro >= 0 and invoiced_micro >= 0 and cancelled_micro >= 0', name=op.f('ck_order_line_progress')),
    sa.ForeignKeyConstraint(['order_id'], ['sales_order.id'], name=op.f('fk_order_line_order_id_sales_order')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_order_line_product_id_product')),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_order_line_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_line')),
    sa.UniqueConstraint('order_id', 'line_key', name=op.f('uq_order_line_order_id_line_key'))
    )
    op.create_index('ix_order_line_begun', 'order_line', ['order_id', 'shipped_micro', 'invoiced_micro', 'cancelled_micro'], unique=False, sqlite_where=sa.text('shipped_micro > 0 or invoiced_micro > 0 or cancelled_micro > 0'), postgresql_where=sa.text('shipped_micro > 0 or invoiced_micro > 0 or cancelled_micro > 0'))
    op.create_index(op.f('ix_order_line_order_id'), 'order_line', ['order_id'], unique=False)
    op.create_index('ix_order_line_product_id_id', 'order_line', ['product_id', 'id'], unique=False)
    op.create_table('shipment',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('series_id', ID, nullable=True),
    sa.Column('series_number', sa.BigInteger(), nullable=True),
    sa.Column('order_id', ID, nullable=False),
    sa.Column('warehouse_id', ID, nullable=False),
    sa.Column('state', sa.String(length=40), server_default='picking', nullable=False),
    sa.Column('ship_name', sa.String(length=200), nullable=False),
    sa.Column('ship_street', sa.String(length=200), nullable=False),
    sa.Column('ship_postcode', sa.String(length=40), nullable=False),
    sa.Column('ship_city', sa.String(length=200), nullable=False),
    sa.Column('ship_country', sa.String(length=2), nullable=False),
    sa.Column('ship_date', sa.Date(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('imported', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['sales_order.id'], name=op.f('fk_shipment_order_id_sales_order')),
    sa.ForeignKeyConstraint(['series_id'], ['number_series.id'], name=op.f('fk_shipment_series_id_number_series')),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_shipment_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shipment')),
    sa.UniqueConstraint('series_id', 'series_number', name=op.f('uq_shipment_series_id_series_number'))
    )
    op.create_index('ix_shipment_number_id', 'shipment', ['number', 'id'], unique=False)
    op.create_index(op.f('ix_shipment_order_id'), 'shipment', ['order_id'], unique=False)
    op.create_index('ix_shipment_state_id', 'shipment', ['state', 'id'], unique=False)
    op.create_index(op.f('ix_shipment_warehouse_id'), 'shipment', ['warehouse_id'], unique=False)
    op.create_table('fulfilment',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('order_line_id', ID, nullable=False),
    sa.Column('product_id', ID, nullable=False),
    sa.Column('warehouse_id', ID, nullable=False),
    sa.Column('arrival_line_id', ID, nullable=True),
    sa.Column('quantity_micro', sa.BigInteger(), nullable=False),
    sa.Column('reserved_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('picking_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('shipped_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('promise_date', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.CheckConstraint('reserved_micro >= 0 and shipped_micro >= 0 and picking_micro >= 0 and picking_micro <= reserved_micro and reserved_micro + shipped_micro <= quantity_micro', name=op.f('ck_fulfilment_parts')),
    sa.ForeignKeyConstraint(['arrival_line_id'], ['arrival_line.id'], name=op.f('fk_fulfilment_arrival_line_id_arrival_line')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_line.id'], name=op.f('fk_fulfilment_order_line_id_order_line')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_fulfilment_product_id_product')),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], name=op.f('fk_fulfilment_warehouse_id_warehouse')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fulfilment'))
    )
    op.create_index(op.f('ix_fulfilment_arrival_line_id'), 'fulfilment', ['arrival_line_id'], unique=False)
    op.create_index(op.f('ix_fulfilment_order_line_id'), 'fulfilment', ['order_line_id'], unique=False)
    op.create_index('ix_fulfilment_product_id_warehouse_id', 'fulfilment', ['product_id', 'warehouse_id'], unique=False)
    op.create_index('ix_fulfilment_reserved', 'fulfilment', ['product_id', 'warehouse_id'], unique=False, sqlite_where=sa.text('reserved_micro > 0'), postgresql_where=sa.text('reserved_micro > 0'))
    op.create_index('ix_fulfilment_waiting', 'fulfilment', ['product_id', 'warehouse_id'], unique=False, sqlite_where=sa.text('quantity_micro > reserved_micro + shipped_micro'), postgresql_where=sa.text('quantity_micro > reserved_micro + shipped_micro'))
    op.create_table('invoice_tax',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('invoice_id', ID, nullable=False),
    sa.Column('tax_code', sa.String(length=40), nullable=False),
    sa.Column('tax_category', sa.String(length=2), nullable=False),
    sa.Column('tax_ppm', sa.BigInteger(), nullable=False),
    sa.Column('base_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_minor', sa.BigInteger(), nullable=False),
    sa.Column('exemption_text', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_invoice_tax_invoice_id_invoice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_tax')),
    sa.UniqueConstraint('invoice_id', 'tax_code', 'tax_ppm', name=op.f('uq_invoice_tax_invoice_id_tax_code_tax_ppm'))
    )
    op.create_table('open_item',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('customer_id', ID, nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('invoice_id', ID, nullable=True),
    sa.Column('payment_id', ID, nullable=True),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('due_date', sa.Date(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('applied_minor', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('is_open', sa.Boolean(), sa.Computed('amount_minor <> applied_minor', persisted=True), nullable=False),
    sa.CheckConstraint('(amount_minor >= 0 and applied_minor >= 0 and applied_minor <= amount_minor) or (amount_minor < 0 and applied_minor <= 0 and applied_minor >= amount_minor)', name=op.f('ck_open_item_applied_within')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_open_item_customer_id_customer')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_open_item_invoice_id_invoice')),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_open_item_payment_id_payment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_open_item')),
    sa.UniqueConstraint('invoice_id', name=op.f('uq_open_item_invoice_id')),
    sa.UniqueConstraint('payment_id', name=op.f('uq_open_item_payment_id'))
    )
    op.create_index('ix_open_item_aging', 'open_item', ['is_open', 'customer_id', 'due_date', 'date', 'amount_minor', 'applied_minor', 'invoice_id'], unique=False, sqlite_where=sa.text('is_open = 1'), postgresql_where=sa.text('is_open'))
    op.create_index('ix_open_item_customer_id_is_open', 'open_item', ['customer_id', 'is_open'], unique=False)
    op.create_table('allocation',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('claim_id', ID, nullable=False),
    sa.Column('credit_id', ID, nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('reverses_id', ID, nullable=True),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('actor', sa.String(length=200), nullable=False),
    sa.CheckConstraint('amount_minor <> 0', name=op.f('ck_allocation_amount')),
    sa.ForeignKeyConstraint(['claim_id'], ['open_item.id'], name=op.f('fk_allocation_claim_id_open_item')),
    sa.ForeignKeyConstraint(['credit_id'], ['open_item.id'], name=op.f('fk_allocation_credit_id_open_item')),
    sa.ForeignKeyConstraint(['reverses_id'], ['allocation.id'], name=op.f('fk_allocation_reverses_id_allocation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocation')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_allocation_reverses_id'))
    )
    op.create_index(op.f('ix_allocation_claim_id'), 'allocation', ['claim_id'], unique=False)
    op.create_index(op.f('ix_allocation_credit_id'), 'allocation', ['credit_id'], unique=False)
    op.create_index('ix_allocation_date', 'allocation', ['date'], unique=False)
    op.create_table('shipment_line',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('shipment_id', ID, nullable=False),
    sa.Column('order_line_id', ID, nullable=False),
    sa.Column('fulfilment_id', ID, nullable=True),
    sa.Column('quantity_micro', sa.BigInteger(), nullable=False),
    sa.Column('picked_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('invoiced_micro', sa.BigInteger(), server_default='0', nullable=False),
    sa.CheckConstraint('picked_micro <= quantity_micro', name=op.f('ck_shipment_line_picked_within')),
    sa.CheckConstraint('quantity_micro > 0 and picked_micro >= 0', name=op.f('ck_shipment_line_quantities')),
    sa.ForeignKeyConstraint(['fulfilment_id'], ['fulfilment.id'], name=op.f('fk_shipment_line_fulfilment_id_fulfilment')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_line.id'], name=op.f('fk_shipment_line_order_line_id_order_line')),
    sa.ForeignKeyConstraint(['shipment_id'], ['shipment.id'], name=op.f('fk_shipment_line_shipment_id_shipment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shipment_line'))
    )
    op.create_index(op.f('ix_shipment_line_fulfilment_id'), 'shipment_line', ['fulfilment_id'], unique=False)
    op.create_index(op.f('ix_shipment_line_order_line_id'), 'shipment_line', ['order_line_id'], unique=False)
    op.create_index(op.f('ix_shipment_line_shipment_id'), 'shipment_line', ['shipment_id'], unique=False)
    op.create_table('invoice_line',
    sa.Column('id', ID, autoincrement=True, nullable=False),
    sa.Column('invoice_id', ID, nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('order_line_id', ID, nullable=True),
    sa.Column('shipment_line_id', ID, nullable=True),
    sa.Column('credited_line_id', ID, nullable=True),
    sa.Column('product_id', ID, nullable=True),
    sa.Column('sku', sa.String(length=200), server_default='', nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('quantity_micro', sa.BigInteger(), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('base_micro', sa.BigInteger(), nullable=False),
    sa.Column('list_price_micro', sa.BigInteger(), nullable=True),
    sa.Column('discount_ppm', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('price_micro', sa.BigInteger(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_code', sa.String(length=40), nullable=False),
    sa.Column('tax_category', sa.String(length=2), nullable=False),
    sa.Column('tax_ppm', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['credited_line_id'], ['invoice_line.id'], name=op.f('fk_invoice_line_credited_line_id_invoice_line')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_invoice_line_invoice_id_invoice')),
    sa.ForeignKeyConstraint(['order_line_id'], ['order_line.id'], name=op.f('fk_invoice_line_order_line_id_order_line')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_invoice_line_product_id_product')),
    sa.ForeignKeyConstraint(['shipment_line_id'], ['shipment_line.id'], name=op.f('fk_invoice_line_shipment_line_id_shipment_line')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_line'))
    )
    op.create_index(op.f('ix_invoice_line_credited_line_id'), 'invoice_line', ['credited_line_id'], unique=False)
    op.create_index(op.f('ix_invoice_line_invoice_id'), 'invoice_line', ['invoice_id'], unique=False)
    op.create_index(op.f('ix_invoice_line_order_line_id'), 'invoice_line', ['order_line_id'], unique=False)
    op.create_index(op.f('ix_invoice_line_product_id'), 'invoice_line', ['product_id'], unique=False)
    op.create_index(op.f('ix_invoice_line_shipment_line_id'), 'invoice_line', ['shipment_line_id'], unique=False)
    op.create_table('credited_quantity',
    sa.Column('invoice_line_id', ID, autoincrement=False, nullable=False),
    sa.Column('credited_micro', sa.BigInteger(), nullable=False),
    sa.Column('limit_micro', sa.BigInteger(), nullable=False),
    sa.Column('credited_minor', sa.BigInteger(), nullable=False),
    sa.Column('limit_minor', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('credited_micro >= 0 and credited_micro <= limit_micro', name=op.f('ck_credited_quantity_quantity_within')),
    sa.CheckConstraint('credited_minor >= 0 and credited_minor <= limit_minor', name=op.f('ck_credited_quantity_amount_within')),
    sa.ForeignKeyConstraint(['invoice_line_id'], ['invoice_line.id'], name=op.f('fk_credited_quantity_invoice_line_id_invoice_line')),
    sa.PrimaryKeyConstraint('invoice_line_id', name=op.f('pk_credited_quantity'))
    )
