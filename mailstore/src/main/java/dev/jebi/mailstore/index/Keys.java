package dev.jebi.mailstore.index;

/// The key of a message row: mailbox and UID in one number, so that a mailbox is one range.
final class Keys {
    private static final long UIDS = 0xFFFF_FFFFL;

    private Keys() {}

    static long key(int mailbox, long uid) {
        return ((long) mailbox << 32) | uid;
    }

    static long first(int mailbox) {
        return key(mailbox, 0);
    }

    static long last(int mailbox) {
        return key(mailbox, UIDS);
    }

    static int mailbox(long key) {
        return (int) (key >>> 32);
    }

    static long uid(long key) {
        return key & UIDS;
    }
}
