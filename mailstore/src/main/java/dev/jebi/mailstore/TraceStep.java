package dev.jebi.mailstore;

import java.util.Locale;

/// The stations of a message: what can become of it.
public enum TraceStep {
    /// It was offered, and refused before it was ours.
    REFUSED,
    /// It was accepted: from now on it is ours.
    RECEIVED,
    /// Something was found out about it, such as its sender's SPF.
    CHECKED,
    /// A filter or a script decided something about it.
    FILTERED,
    /// It is in a mailbox.
    STORED,
    /// It waits to be sent on.
    QUEUED,
    /// An attempt to send it on began.
    ATTEMPTED,
    /// An attempt ended without a decision: there will be another.
    DEFERRED,
    /// Another server has taken it.
    DELIVERED,
    /// It will not reach this recipient.
    FAILED,
    /// Its sender was told that it did not arrive, or is late.
    BOUNCED,
    /// It was stopped by a person.
    HELD,
    /// It was let go on by a person.
    RELEASED,
    /// It goes to another recipient or another server instead.
    REDIRECTED,
    /// It was taken out of the queue by a person.
    REMOVED,
    /// It was thrown away because somebody wished so.
    DISCARDED;

    /// As it is written for programs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
