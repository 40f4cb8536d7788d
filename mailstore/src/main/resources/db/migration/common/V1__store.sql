-- Common to H2 (MODE=PostgreSQL) and PostgreSQL >= 15. No sequences: ids come from the journal.
-- No unique names and no foreign keys here: the store checks them before a change is written, and
-- a batch of changes must not stumble over an order that is only transient.
-- Texts have no length: whatever the store has accepted must fit.

-- what has been applied, in the same transaction as the changes; ids are never given again
create table store_state (
    id int primary key,
    applied_lsn bigint not null,
    last_id int not null,
    last_uidvalidity bigint not null,
    store_uuid varchar(36) not null
);

create table domain (
    id int primary key,
    name varchar not null
);

create table account (
    id int primary key,
    domain_id int not null,
    localpart varchar not null,
    active boolean not null,
    password varchar not null,
    scram_salt bytea not null,
    scram_iterations int not null,
    scram_stored_key bytea not null,
    scram_server_key bytea not null,
    quota_octets bigint not null,
    quota_messages bigint not null,
    used_octets bigint not null,
    used_messages bigint not null,
    kept_octets bigint not null,
    kept_messages bigint not null,
    -- how full its owner has been told it is, in percent
    warned int not null
);

create table mailbox (
    id int primary key,
    account_id int not null,
    name varchar not null,
    uidvalidity bigint not null,
    special_use int not null,
    uidnext bigint not null,
    highestmodseq bigint not null,
    messages bigint not null,
    unseen bigint not null,
    deleted bigint not null,
    octets bigint not null
);

-- names, of mailboxes or of none (RFC 3501 6.3.6); the hash is what is indexed, since an index of
-- PostgreSQL cannot hold the longest names
create table subscription (
    account_id int not null,
    name_hash int not null,
    name varchar not null
);

create index subscription_by_name on subscription (account_id, name_hash);

create table keyword (
    mailbox_id int not null,
    bit int not null,
    word varchar not null,
    primary key (mailbox_id, bit)
);

-- k = mailbox_id * 2^32 + uid: one clustered b-tree, a range scan per mailbox, no second index
create table message (
    k bigint primary key,
    modseq bigint not null,
    flags int not null,
    keywords bigint not null,
    internal_date bigint not null,
    blob_id bigint not null
);

-- octets in the journal; refs: messages, kept messages and queue entries that use them
create table blob (
    id bigint primary key,
    location bigint not null,
    head_length int not null,
    octets bigint not null,
    refs int not null
);

-- which UIDs vanished at which mod-sequence (RFC 7162 VANISHED), as pairs of first and last
create table expunged (
    mailbox_id int not null,
    modseq bigint not null,
    uids bytea not null,
    primary key (mailbox_id, modseq)
);

-- expunged messages that can be restored, with the name that their mailbox had; an id is greater
-- than those of messages that were expunged before; keywords stand between spaces
create table kept (
    account_id int not null,
    id bigint not null,
    mailbox varchar not null,
    uid bigint not null,
    flags int not null,
    keywords varchar not null,
    internal_date bigint not null,
    blob_id bigint not null,
    kept_at bigint not null,
    primary key (account_id, id)
);

create table queue (
    id bigint primary key,
    skip int not null,
    sender_localpart varchar not null,
    sender_domain varchar not null,
    queued bigint not null,
    eight_bit boolean not null,
    international boolean not null
);

create table queue_recipient (
    queue_id bigint not null,
    number int not null,
    localpart varchar not null,
    domain varchar not null,
    attempts int not null,
    next_attempt bigint not null,
    held boolean not null,
    delay_reported boolean not null,
    last_reply varchar not null,
    primary key (queue_id, number)
);

insert into store_state values (1, 0, 0, 0, '-');
