package dev.jebi.mailstore;

/// System flags as bits, in the order of [Flags.System].
final class FlagBits {
    static final int SEEN = bit(Flags.System.SEEN);
    static final int DELETED = bit(Flags.System.DELETED);
    private static final Flags.System[] ALL = Flags.System.values();

    private FlagBits() {}

    private static int bit(Flags.System flag) {
        return 1 << flag.ordinal();
    }

    static int of(Flags flags) {
        int bits = 0;
        for (Flags.System flag : flags.system()) {
            bits |= bit(flag);
        }
        return bits;
    }

    static int of(FlagScope scope) {
        return of(new Flags(scope.system(), java.util.Set.of()));
    }

    static java.util.Set<Flags.System> system(int bits) {
        var flags = java.util.EnumSet.noneOf(Flags.System.class);
        for (Flags.System flag : ALL) {
            if ((bits & bit(flag)) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
