package dev.jebi.mailstore;

/// A change of flags, as STORE has it (RFC 9051 §6.4.6).
///
/// @param scope the flags that it may change; the others stay as they are
public record FlagChange(Kind kind, Flags flags, FlagScope scope) {
    /// Leaves out the flags that may not be changed.
    public FlagChange {
        flags = scope.of(flags);
    }

    /// A change of whatever flags.
    public FlagChange(Kind kind, Flags flags) {
        this(kind, flags, FlagScope.ALL);
    }

    /// This change, of some flags only.
    public FlagChange within(FlagScope some) {
        return new FlagChange(kind, flags, some);
    }

    /// FLAGS, +FLAGS, -FLAGS.
    public enum Kind {
        /// These flags and no others.
        REPLACE,
        /// These flags as well.
        ADD,
        /// Without these flags.
        REMOVE
    }

    /// What becomes of flags by this change.
    public Flags apply(Flags before) {
        return switch (kind) {
            case REPLACE -> before.without(scope.of(before)).with(flags);
            case ADD -> before.with(flags);
            case REMOVE -> before.without(flags);
        };
    }
}
