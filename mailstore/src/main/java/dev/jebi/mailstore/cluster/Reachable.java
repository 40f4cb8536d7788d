package dev.jebi.mailstore.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Whether the database can be reached, as far as is known. While it cannot, nobody needs to wait
/// to be told so. Safe for use by several threads.
final class Reachable {
    private static final Logger LOG = LoggerFactory.getLogger(Reachable.class);

    private final AtomicReference<Optional<SQLException>> why =
            new AtomicReference<>(Optional.empty());

    /// It was asked for long enough.
    void lost(SQLException failure) {
        if (why.getAndSet(Optional.of(failure)).isEmpty()) {
            LOG.error("event=cluster.database outcome=unreachable", failure);
        }
    }

    /// It answers.
    void reached() {
        if (why.get().isPresent() && why.getAndSet(Optional.empty()).isPresent()) {
            LOG.info("event=cluster.database outcome=reachable");
        }
    }

    void check() throws StoreUnreachable {
        var failure = why.get();
        if (failure.isPresent()) {
            throw new StoreUnreachable(failure.get());
        }
    }
}
