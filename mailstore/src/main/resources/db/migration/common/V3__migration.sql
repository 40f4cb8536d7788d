-- A store that is being moved into this database: there while it is not whole. source_lsn: the
-- position of the source's index; pages: how many pages of its state, octets apart, are here.
create table migration (
    id int primary key,
    source_lsn bigint not null,
    pages bigint not null
);
