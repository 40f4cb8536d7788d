-- When a message came into its mailbox, in milliseconds; 0 where that is its internal date, and in
-- rows of before.
alter table message add column saved_date bigint default 0 not null;
