-- Small values by owner (an account's id, or 0 for the system), kind and name; names are kept as
-- octets, so that their order is no collation's. expires: in milliseconds, the greatest number for
-- never.
create table register (
    owner_id int not null,
    kind varchar(40) not null,
    name bytea not null,
    expires bigint not null,
    octets bytea not null,
    primary key (owner_id, kind, name)
);

create index register_by_expiry on register (expires);
