package dev.jebi.mailstore.cluster;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// What engines do in different ways; everything else is SQL that all of them understand.
enum Dialect {
    /// PostgreSQL: wakes others by NOTIFY, and lets nobody hold a lock who has stopped working.
    POSTGRESQL {
        @Override
        void check(Connection connection) throws SQLException, IOException {
            try (var statement = connection.createStatement();
                    var rows =
                            statement.executeQuery(
                                    """
                                    select current_setting('server_encoding'),
                                        current_setting('fsync')
                                    """)) {
                rows.next();
                if (!rows.getString(1).equals("UTF8")) {
                    throw new IOException(
                            "the database has the encoding "
                                    + rows.getString(1)
                                    + "; make one with encoding UTF8");
                }
                if (!rows.getString(2).equals("on")) {
                    LOG.warn("event=cluster.database fsync=off outcome=not-durable");
                }
            }
        }

        @Override
        List<String> session() {
            return List.of(
                    // what is acknowledged is on disk, whatever the role or database has as default
                    """
                    select set_config('synchronous_commit', 'on', false)
                    where current_setting('synchronous_commit') in ('off', 'local')
                    """,
                    "set idle_in_transaction_session_timeout = '10s'",
                    "set lock_timeout = '8s'");
        }

        @Override
        List<String> schema() {
            // octets of messages do not get smaller by its compression, only slower
            return List.of(
                    BY_LOCATION,
                    "alter table content_part alter column octets set storage external",
                    "alter table head alter column octets set storage external");
        }

        @Override
        void listen(Connection connection) throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
            }
        }

        @Override
        void tell(Connection connection, long node) throws SQLException {
            try (var statement = connection.prepareStatement("select pg_notify(?, ?)")) {
                statement.setString(1, CHANNEL);
                statement.setString(2, Long.toString(node));
                statement.execute();
            }
        }

        @Override
        boolean await(Connection connection, Duration atMost) throws SQLException {
            var heard =
                    connection
                            .unwrap(PGConnection.class)
                            .getNotifications(Math.max(1, Math.toIntExact(atMost.toMillis())));
            return heard != null && heard.length > 0;
        }
    },

    /// Any other: others look by themselves.
    PLAIN;

    private static final Logger LOG = LoggerFactory.getLogger(Dialect.class);
    private static final String CHANNEL = "jebi_log";

    /// For the sweeper; an embedded store has none and needs none.
    private static final String BY_LOCATION =
            "create index if not exists blob_by_location on blob (location)";

    static Dialect of(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                ? POSTGRESQL
                : PLAIN;
    }

    /// Looks whether the database can hold a store.
    ///
    /// @throws IOException when it cannot; a sentence says why
    void check(Connection connection) throws SQLException, IOException {
        // nothing is known that it could lack
    }

    /// What a session that writes begins with.
    List<String> session() {
        return List.of();
    }

    /// What is said once of the tables.
    List<String> schema() {
        return List.of(BY_LOCATION);
    }

    void listen(Connection connection) throws SQLException {
        // nobody tells
    }

    /// Has the others look when this transaction is committed.
    void tell(Connection connection, long node) throws SQLException {
        // they look by themselves
    }

    /// Waits until somebody tells of records.
    ///
    /// @return whether somebody did; false at once where nobody ever does
    boolean await(Connection connection, Duration atMost) throws SQLException {
        return false;
    }
}
