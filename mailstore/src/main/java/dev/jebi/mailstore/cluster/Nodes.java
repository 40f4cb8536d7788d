package dev.jebi.mailstore.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Who takes part, as the database knows it, by the database's clock. An incarnation is never given
/// again: a node that was taken for dead comes back as another.
final class Nodes {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);
    private static final String NOW =
            "cast(extract(epoch from current_timestamp) * 1000 as bigint)";

    private final String name;
    private final ClusterLimits limits;
    private final Replica replica;
    private volatile long incarnation;
    private volatile boolean others = true;

    /// Others have to find out that this node has ended: it could not tell what it leaves.
    private volatile boolean owing;

    Nodes(String name, ClusterLimits limits, Replica replica) {
        this.name = name;
        this.limits = limits;
        this.replica = replica;
    }

    /// This node.
    long incarnation() {
        return incarnation;
    }

    /// Whether there may be other nodes.
    boolean others() {
        return others;
    }

    /// Takes part from now on; records are kept for it until it has seen them.
    void register(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("update shared_log set last_node = last_node + 1 where id = 1");
            long mine;
            try (var rows = statement.executeQuery("select last_node from shared_log")) {
                rows.next();
                mine = rows.getLong(1);
            }
            try (var insert =
                    connection.prepareStatement(
                            "insert into node (incarnation, name, seen, heartbeat) values (?, ?, 0,"
                                    + " "
                                    + NOW
                                    + ")")) {
                insert.setLong(1, mine);
                insert.setString(2, name);
                insert.executeUpdate();
            }
            connection.commit();
            incarnation = mine;
            LOG.info("event=cluster.node incarnation={} name={}", mine, name);
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /// What has had this node's name before, and did not say that it ended.
    List<Long> before(Connection connection) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "select incarnation from node where name = ? and incarnation < ?")) {
            select.setString(1, name);
            select.setLong(2, incarnation);
            return incarnations(select);
        }
    }

    private static List<Long> incarnations(PreparedStatement select) throws SQLException {
        var all = new ArrayList<Long>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                all.add(rows.getLong(1));
            }
        }
        return all;
    }

    /// Says that this node is there, looks who is not, and forgets records that all have seen.
    ///
    /// @param judge whether the database was there for so long that silence means something
    void beat(Connection connection, long seen, boolean judge) throws SQLException, IOException {
        try (var update =
                connection.prepareStatement(
                        "update node set seen = ?, heartbeat = "
                                + NOW
                                + " where incarnation = ?")) {
            update.setLong(1, seen);
            update.setLong(2, incarnation);
            if (update.executeUpdate() == 0) {
                LOG.warn("event=cluster.node incarnation={} outcome=taken-for-dead", incarnation);
                register(connection);
                return;
            }
        }
        for (long dead : judge ? silent(connection) : List.<Long>of()) {
            LOG.warn("event=cluster.node incarnation={} outcome=dead", dead);
            replica.ended(dead);
            forget(connection, dead);
        }
        try (var trim = connection.createStatement();
                var rows = trim.executeQuery("select count(*), min(seen) from node")) {
            rows.next();
            others = rows.getInt(1) > 1;
            trim(connection, rows.getLong(2));
        }
    }

    private static void trim(Connection connection, long seen) throws SQLException {
        try (var delete = connection.prepareStatement("delete from log where lsn < ?")) {
            delete.setLong(1, seen);
            delete.executeUpdate();
        }
    }

    private List<Long> silent(Connection connection) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "select incarnation from node where incarnation <> ? and heartbeat < "
                                + NOW
                                + " - ?")) {
            select.setLong(1, incarnation);
            select.setLong(2, limits.deadAfter().toMillis());
            return incarnations(select);
        }
    }

    /// This node ends and could not say so in the log: it stays in the list until it is taken for
    /// dead, and its leases with it.
    void owe() {
        owing = true;
    }

    /// This node ends.
    void leave(Connection connection) throws SQLException {
        if (!owing) {
            forget(connection, incarnation);
        }
    }

    /// Takes part no more.
    void forget(Connection connection, long node) throws SQLException {
        try (var delete = connection.prepareStatement("delete from node where incarnation = ?")) {
            delete.setLong(1, node);
            delete.executeUpdate();
        }
    }
}
