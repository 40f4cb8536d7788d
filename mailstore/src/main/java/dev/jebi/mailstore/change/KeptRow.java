package dev.jebi.mailstore.change;

/// An expunged message that can be restored.
///
/// @param id its number among those of its account; later ones have greater
/// @param uid the UID that it had
/// @param flags bits of system flags; above them for how many days it is kept, 0 for as long as the
///   store keeps
/// @param keywords bits of the words that stand beside the rows
/// @param date the internal date in milliseconds
public record KeptRow(long id, long uid, int flags, long keywords, long date, long blob) {
    /// Where the days begin.
    private static final int DAYS = 16;

    /// The flags of a row that is kept for so many days.
    public static int flagsFor(int systemFlags, int days) {
        return systemFlags | days << DAYS;
    }

    /// For how many days it is kept; 0 for as long as the store keeps.
    public int days() {
        return flags >>> DAYS;
    }

    /// The bits of its system flags.
    public int systemFlags() {
        return flags & (1 << DAYS) - 1;
    }

    /// The least flags of a row with days of its own.
    public static int leastWithDays() {
        return 1 << DAYS;
    }
}
