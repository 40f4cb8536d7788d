package dev.jebi.mailstore;

/// A change of flags, as STORE has it (RFC 9051 §6.4.6).
public record FlagChange(Kind kind, Flags flags) {
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
            case REPLACE -> flags;
            case ADD -> before.with(flags);
            case REMOVE -> before.without(flags);
        };
    }
}
