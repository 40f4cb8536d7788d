package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.KeptRow;
import dev.jebi.mailstore.change.Place;

/// An expunged message that can be restored, as the index has it.
///
/// @param mailbox the name that its mailbox had
/// @param keywords with spaces between; the row has no bits of them
/// @param at when it was expunged, in milliseconds
public record StoredKept(KeptRow row, String mailbox, String keywords, long at, Place place) {}
