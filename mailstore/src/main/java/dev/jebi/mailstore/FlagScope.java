package dev.jebi.mailstore;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Flags that may be changed; the others stay as they are (RFC 4314 §4: each right is about some
/// flags).
///
/// @param keywords whether keywords are among them
public record FlagScope(Set<Flags.System> system, boolean keywords) {
    /// All flags.
    public static final FlagScope ALL = new FlagScope(EnumSet.allOf(Flags.System.class), true);

    /// Copies the set.
    public FlagScope {
        system = system.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(system));
    }

    /// Those of the flags that are within.
    public Flags of(Flags flags) {
        if (equals(ALL)) {
            return flags;
        }
        var within = EnumSet.noneOf(Flags.System.class);
        within.addAll(flags.system());
        within.retainAll(system);
        return new Flags(within, keywords ? flags.keywords() : Set.of());
    }

    /// Whether there is any.
    public boolean any() {
        return keywords || !system.isEmpty();
    }
}
