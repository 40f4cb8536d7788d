package dev.jebi.mailstore.change;

/// A message in a mailbox.
///
/// @param flags bits of system flags
/// @param keywords bits of the mailbox's keywords
/// @param date the internal date in milliseconds
/// @param blob its octets, which copies share: the EMAILID
public record MessageRow(
        long uid, long modSeq, int flags, long keywords, long date, long blob, Place place) {}
