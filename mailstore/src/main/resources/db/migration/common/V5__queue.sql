-- What goes along with queued mail and with each recipient (DSN, REQUIRETLS, deadlines, priority,
-- lane, trace), as the journal has it; null in rows of before.
alter table queue add column wishes bytea;

alter table queue_recipient add column wishes bytea;
