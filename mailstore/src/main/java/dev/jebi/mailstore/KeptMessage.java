package dev.jebi.mailstore;

import java.time.Instant;

/// An expunged message that can be restored.
///
/// @param mailbox where it was, by the name of then
/// @param uid the UID that it had
/// @param flags as it had them, keywords too
/// @param size its octets
public record KeptMessage(
        KeptId id,
        MailboxName mailbox,
        Uid uid,
        Flags flags,
        Instant internalDate,
        Instant expunged,
        long size,
        EmailId email) {}
