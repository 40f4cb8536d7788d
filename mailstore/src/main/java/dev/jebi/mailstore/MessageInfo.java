package dev.jebi.mailstore;

import java.time.Instant;

/// A message in a mailbox, without its content.
///
/// @param size its octets, as FETCH RFC822.SIZE tells and BODY[] gives
/// @param internalDate when the store received it
public record MessageInfo(
        Uid uid, Flags flags, ModSeq modSeq, long size, Instant internalDate, EmailId email) {}
