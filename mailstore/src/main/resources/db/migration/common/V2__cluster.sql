-- What nodes share that have one database. Embedded stores have these tables too, empty: the schema
-- is one. Positions are those of a journal that nobody writes: what a record would take there, it
-- takes of the positions.

-- where the log ends; whoever commits has this row locked
create table shared_log (
    id int primary key,
    format int not null,
    log_end bigint not null,
    last_node bigint not null,
    store_key bytea not null
);

-- records that some node may not have taken yet; entry: the how manieth of its node's batch
create table log (
    lsn bigint primary key,
    next_lsn bigint not null,
    node bigint not null,
    batch bigint not null,
    entry int not null,
    meta bytea not null
);

-- who takes part; seen: the end of what it has taken, heartbeat: by the database's clock
create table node (
    incarnation bigint primary key,
    name varchar not null,
    seen bigint not null,
    heartbeat bigint not null
);

-- where the bodies of records are
create table content (
    lsn bigint primary key,
    body_at bigint not null,
    octets bigint not null,
    object_name varchar(200) not null,
    object_at bigint not null
);

create index content_by_object on content (object_name);

-- bodies that are in the database
create table content_part (
    object_name varchar(200) not null,
    number int not null,
    octets bytea not null,
    primary key (object_name, number)
);

-- heads of messages by where they are in the body, so that many are read at once
create table head (
    body_at bigint primary key,
    octets bytea not null
);

-- the node that has a recipient, 0 for none
alter table queue_recipient add column lease bigint default 0 not null;

-- which shard has the account of an address, in the first of several databases
create table placement (
    address_hash int not null,
    address varchar not null,
    shard int not null
);

create index placement_by_address on placement (address_hash);

-- the databases that make up one store, in the first of them
create table shard (
    number int primary key,
    store_uuid varchar(36) not null
);
