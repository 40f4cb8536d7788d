package dev.jebi.mailstore.change;

/// Where a message stands in the journal: its octets begin at `position`, and its head's octets
/// stand right before them.
public record Place(long position, int headLength, long size) {
    /// The same, counted from `base`.
    Place from(long base) {
        return new Place(position + base, headLength, size);
    }
}
