package dev.jebi.mailstore;

import java.util.Optional;

/// A mailbox as LIST, STATUS and SELECT tell of it, at one moment.
///
/// @param subscribed whether its name is subscribed to
/// @param exists how many messages
/// @param unseen how many of them without `\Seen`
/// @param deleted how many of them with `\Deleted`
/// @param octets the sum of their sizes
public record MailboxInfo(
        MailboxId id,
        AccountId account,
        MailboxName name,
        Optional<SpecialUse> specialUse,
        boolean subscribed,
        UidValidity uidValidity,
        Uid uidNext,
        ModSeq highestModSeq,
        long exists,
        long unseen,
        long deleted,
        long octets) {}
