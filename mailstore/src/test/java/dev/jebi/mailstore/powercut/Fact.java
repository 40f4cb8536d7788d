package dev.jebi.mailstore.powercut;

import java.io.Serializable;

/// What can be read from a store: a key has one value at a time, or none.
///
/// @param key what it is about
/// @param value what is so
record Fact(Key key, Value value) {
    /// What a fact is about.
    sealed interface Key extends Serializable {}

    /// What is so.
    sealed interface Value extends Serializable {}

    /// A domain, by its name.
    record OfDomain(String name) implements Key {}

    /// An account, by its id.
    record OfAccount(int account) implements Key {}

    /// A mailbox, by its id.
    record OfMailbox(int mailbox) implements Key {}

    /// A subscription.
    record OfSubscription(int account, String name) implements Key {}

    /// A message in a mailbox.
    record OfMessage(int mailbox, long uid) implements Key {}

    /// A recipient in the queue.
    record OfRecipient(long queue, int number) implements Key {}

    /// It is there; there is no more to say of it.
    record There() implements Value {}

    /// An account.
    record AnAccount(String address, long octets, long messages, String keys) implements Value {}

    /// A mailbox.
    record AMailbox(int account, String name, long uidValidity, String use) implements Value {}

    /// A message.
    record AMessage(Sum octets, String flags, long modSeq, long date, long email)
            implements Value {}

    /// A recipient in the queue.
    record ARecipient(
            String address,
            String reversePath,
            int attempts,
            long next,
            boolean held,
            boolean delayReported,
            String lastReply,
            Sum octets)
            implements Value {}

    /// Octets, as good as themselves.
    record Sum(long size, int crc32, int crc32c) implements Serializable {}
}
