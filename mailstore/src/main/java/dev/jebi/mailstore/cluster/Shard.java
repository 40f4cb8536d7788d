package dev.jebi.mailstore.cluster;

import java.io.IOException;

/// One of the databases that make up a store, by its number. Positions and ids of different shards
/// never meet: the number stands in their highest bits.
public record Shard(int number) {
    /// The first one, and the only one of most stores.
    public static final Shard HOME = new Shard(0);

    /// How many there can be.
    public static final int MOST = 64;

    private static final int POSITION_BITS = 52;
    private static final int ID_BITS = 25;

    /// Checks the number.
    public Shard {
        if (number < 0 || number >= MOST) {
            throw new IllegalArgumentException("shards have the numbers 0 to " + (MOST - 1));
        }
    }

    /// The shard that has given an id of an account or a mailbox.
    public static int ofId(int id) {
        return id >>> ID_BITS;
    }

    /// The shard in whose log a position is.
    public static int ofPosition(long position) {
        return (int) (position >>> POSITION_BITS);
    }

    /// All positions of it are greater.
    long firstPosition() {
        return (long) number << POSITION_BITS;
    }

    /// All ids of it are greater.
    public int firstId() {
        return number << ID_BITS;
    }

    /// No id of it is greater.
    public int lastId() {
        return ((number + 1) << ID_BITS) - 1;
    }

    /// Whether the log of a database is this shard's.
    void check(long end) throws IOException {
        if (ofPosition(end) != number) {
            throw new IOException(
                    "this database is shard "
                            + ofPosition(end)
                            + " of its store, but is configured as shard "
                            + number);
        }
    }
}
