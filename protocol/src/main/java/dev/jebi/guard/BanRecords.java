package dev.jebi.guard;

import java.io.IOException;
import java.util.List;

/// Where bans outlast the process. Safe for use by several threads.
public interface BanRecords {
    /// Nowhere.
    BanRecords NONE =
            new BanRecords() {
                @Override
                public List<Ban> all() {
                    return List.of();
                }

                @Override
                public void put(Ban ban) {
                    // it lasts as long as the process
                }

                @Override
                public void remove(Block target) {
                    // nothing is there
                }
            };

    /// All that hold.
    List<Ban> all() throws IOException;

    /// Writes one down, in place of the one with the same target.
    void put(Ban ban) throws IOException;

    /// Strikes the one with this target.
    void remove(Block target) throws IOException;
}
