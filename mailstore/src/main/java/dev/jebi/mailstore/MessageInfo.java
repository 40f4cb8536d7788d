package dev.jebi.mailstore;

import java.time.Instant;

/// A message in a mailbox, without its content.
///
/// @param size its octets, as FETCH RFC822.SIZE tells and BODY[] gives
/// @param internalDate when the store received it
/// @param saved when it came into this mailbox (RFC 8514 §3)
public record MessageInfo(
        Uid uid,
        Flags flags,
        ModSeq modSeq,
        long size,
        Instant internalDate,
        Instant saved,
        EmailId email) {}
