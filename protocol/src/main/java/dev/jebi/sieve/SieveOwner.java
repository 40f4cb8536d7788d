package dev.jebi.sieve;

import dev.jebi.address.Address;

import java.time.OffsetDateTime;

/// Who a script writes for, and when.
///
/// @param address what stands in From unless the script says otherwise
/// @param messageId of the message that is made, without brackets
public record SieveOwner(Address address, OffsetDateTime date, String messageId) {}
