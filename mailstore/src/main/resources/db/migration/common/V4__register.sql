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

-- The trace of what became of messages, where nodes share it: blocks of events, and the hashes of
-- what they are about. The greater an id, the later its events; size: octets with the hashes.
create table trace_block (
    id bigint primary key,
    first_at bigint not null,
    last_at bigint not null,
    size int not null,
    octets bytea not null
);

create table trace_key (
    hash bigint not null,
    block_id bigint not null
);

create index trace_key_by_hash on trace_key (hash);

create index trace_key_by_block on trace_key (block_id);
