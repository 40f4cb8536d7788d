package dev.jebi.mailstore.index;

import dev.jebi.mailstore.change.Change;

import java.util.List;

/// The small state that the index holds, as the changes that lead to it from nothing.
///
/// @param lastId the greatest id of a domain, account or mailbox that was ever given
public record IndexState(
        long appliedLsn, int lastId, long lastUidValidity, String store, List<Change> changes) {}
