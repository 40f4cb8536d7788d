package dev.jebi.mailstore;

import dev.jebi.mailstore.search.SearchLimits;

/// What the store grants.
///
/// @param segmentOctets the size of a journal segment
/// @param lagRecords journal records that the index may be behind before writers wait
/// @param lagOctets octets of such records in heap, likewise
/// @param batchRecords the most records that share one sync
/// @param batchOctets the most octets that share one sync
/// @param keywordsPerMailbox different keywords in one mailbox
/// @param idleMessages messages kept in memory, at most 40 octets each, of mailboxes that nobody
///   has open; each mailbox counts as [#IDLE_MAILBOX] more
/// @param undelete what is kept of expunged messages
/// @param search what the search index may take
/// @param compaction when and how fast the space of what was deleted is given back
/// @param trace what is kept of what became of messages
public record StoreLimits(
        int segmentOctets,
        int lagRecords,
        long lagOctets,
        int batchRecords,
        int batchOctets,
        int keywordsPerMailbox,
        int idleMessages,
        UndeleteLimits undelete,
        SearchLimits search,
        CompactionLimits compaction,
        TraceLimits trace) {
    /// For a small organisation.
    public static final StoreLimits STANDARD =
            new StoreLimits(64 << 20, 200_000, 256L << 20, 1_000, 16 << 20, 63, 2_000_000);

    /// With the standard undelete, search index and compaction.
    @SuppressWarnings("checkstyle:ParameterNumber") // a record of limits has its number
    public StoreLimits(
            int segmentOctets,
            int lagRecords,
            long lagOctets,
            int batchRecords,
            int batchOctets,
            int keywordsPerMailbox,
            int idleMessages) {
        this(
                segmentOctets,
                lagRecords,
                lagOctets,
                batchRecords,
                batchOctets,
                keywordsPerMailbox,
                idleMessages,
                UndeleteLimits.STANDARD,
                SearchLimits.STANDARD,
                CompactionLimits.STANDARD,
                TraceLimits.STANDARD);
    }

    /// The same with another undelete.
    public StoreLimits with(UndeleteLimits other) {
        return new StoreLimits(
                segmentOctets,
                lagRecords,
                lagOctets,
                batchRecords,
                batchOctets,
                keywordsPerMailbox,
                idleMessages,
                other,
                search,
                compaction,
                trace);
    }

    /// The same with another compaction.
    public StoreLimits with(CompactionLimits other) {
        return new StoreLimits(
                segmentOctets,
                lagRecords,
                lagOctets,
                batchRecords,
                batchOctets,
                keywordsPerMailbox,
                idleMessages,
                undelete,
                search,
                other,
                trace);
    }

    /// The same with another search index.
    public StoreLimits with(SearchLimits other) {
        return new StoreLimits(
                segmentOctets,
                lagRecords,
                lagOctets,
                batchRecords,
                batchOctets,
                keywordsPerMailbox,
                idleMessages,
                undelete,
                other,
                compaction,
                trace);
    }

    /// The same with another trace.
    public StoreLimits with(TraceLimits other) {
        return new StoreLimits(
                segmentOctets,
                lagRecords,
                lagOctets,
                batchRecords,
                batchOctets,
                keywordsPerMailbox,
                idleMessages,
                undelete,
                search,
                compaction,
                other);
    }

    /// Keywords have a bit each in a number that has no sign.
    private static final int KEYWORD_BITS = 63;

    /// Mailboxes that an account can have.
    static final int MAILBOXES = 10_000;

    /// Names without a mailbox that an account can subscribe to.
    static final int NAMES_WITHOUT_MAILBOX = 1_000;

    /// Messages of a mailbox that are deleted with it in one record.
    static final int DELETED_AT_ONCE = 10_000;

    /// How often a deletion waits for messages that came meanwhile.
    static final int DELETE_TRIES = 20;

    /// Kept messages that are restored or dropped in one record.
    static final int KEPT_AT_ONCE = 1_000;

    /// All that an account can be subscribed to; deleted mailboxes leave their names behind.
    static final int SUBSCRIPTIONS = MAILBOXES + NAMES_WITHOUT_MAILBOX;

    /// What a mailbox in memory takes beside its messages, in messages.
    static final int IDLE_MAILBOX = 64;

    /// The longest keyword, in chars.
    static final int KEYWORD_LENGTH = 1_000;

    int keywords() {
        return Math.min(keywordsPerMailbox, KEYWORD_BITS);
    }
}
