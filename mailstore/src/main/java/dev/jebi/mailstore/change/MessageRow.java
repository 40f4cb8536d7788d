package dev.jebi.mailstore.change;

/// A message in a mailbox.
///
/// @param flags bits of system flags
/// @param keywords bits of the mailbox's keywords
/// @param date the internal date in milliseconds
/// @param blob its octets, which copies share: the EMAILID
/// @param saved when it came into the mailbox in milliseconds (RFC 8514 §3)
public record MessageRow(
        long uid,
        long modSeq,
        int flags,
        long keywords,
        long date,
        long blob,
        Place place,
        long saved) {
    /// The same with other flags.
    public MessageRow flagged(long newModSeq, int newFlags, long newKeywords) {
        return new MessageRow(uid, newModSeq, newFlags, newKeywords, date, blob, place, saved);
    }

    /// The same elsewhere.
    public MessageRow at(Place newPlace) {
        return new MessageRow(uid, modSeq, flags, keywords, date, blob, newPlace, saved);
    }
}
