package dev.jebi.mailstore.change;

import dev.jebi.mailstore.journal.ContentLocation;

/// Where a message stands in the journal: its octets begin at `position`, and its head's octets
/// stand right before them.
public record Place(long position, int headLength, long size) {
    /// The same, counted from `base`; octets that were moved have their position already.
    Place from(long base) {
        return ContentLocation.isMoved(position)
                ? this
                : new Place(position + base, headLength, size);
    }
}
