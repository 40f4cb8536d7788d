package dev.jebi.mime;

/// What one message may still cost in memory. For one thread.
final class Budget {
    /// All header sections together may have this many times the octets of one.
    private static final int SECTIONS = 4;

    /// A field's parameters beyond this are noise.
    private static final int FIELD_PARAMETERS = 64;

    /// Parameters of all parts together, for each part that is let.
    private static final int PARAMETERS_A_PART = 4;

    /// Addresses in all envelopes together.
    private static final int ADDRESSES = 20_000;

    private final int headerOctets;
    private long octetsLeft;
    private int partsLeft;
    private int parametersLeft;
    private int addressesLeft = ADDRESSES;
    private boolean spent;

    Budget(MimeLimits limits) {
        this.headerOctets = limits.headerOctets();
        this.octetsLeft = (long) SECTIONS * headerOctets;
        this.partsLeft = Math.max(1, limits.parts());
        this.parametersLeft = PARAMETERS_A_PART * partsLeft + FIELD_PARAMETERS;
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

    /// How many parameters of a field are read; the rest is passed.
    int parameters() {
        return Math.min(FIELD_PARAMETERS, parametersLeft);
    }

    void readParameters(int count) {
        parametersLeft -= count;
    }

    /// How many addresses of an envelope are still read.
    int addresses() {
        return addressesLeft;
    }

    void readAddresses(int count) {
        addressesLeft = Math.max(0, addressesLeft - count);
    }
}
