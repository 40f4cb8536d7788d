package dev.jebi.mime;

/// What one message may still cost in memory. For one thread.
final class Budget {
    /// All header sections together may have this many times the octets of one.
    private static final int SECTIONS = 4;

    private final int headerOctets;
    private long octetsLeft;
    private int partsLeft;
    private boolean spent;

    Budget(MimeLimits limits) {
        this.headerOctets = limits.headerOctets();
        this.octetsLeft = (long) SECTIONS * headerOctets;
        this.partsLeft = Math.max(1, limits.parts());
    }

    /// Takes a part; false when there is none left, and from then on it is spent.
    boolean part() {
        spent = partsLeft == 0;
        partsLeft -= spent ? 0 : 1;
        return !spent;
    }

    boolean spent() {
        return spent;
    }

    /// How many octets of the next header section are read; the rest is passed.
    int header() {
        return (int) Math.min(headerOctets, octetsLeft);
    }

    void read(int octets) {
        octetsLeft -= octets;
    }
}
