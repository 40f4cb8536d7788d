package dev.jebi.mailstore.index;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.jebi.mailstore.change.Logged;
import dev.jebi.mailstore.journal.Directories;

import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.h2.engine.Constants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The database. Reading is safe for several threads; [#apply] and [#reopen] are for one.
public final class Index implements IndexReader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Index.class);
    private static final String FILE = "mail";
    private static final int READERS = 4;

    /// There while the index is open or was not closed.
    private static final String OPEN_MARK = "open";

    /// There when a reader found the index damaged.
    private static final String SUSPECT_MARK = "suspect";

    private final Path directory;
    private final String url;

    /// Writing excludes all others: the database is closed and opened again.
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    private final AtomicLong dropped = new AtomicLong();

    private Connection writer;
    private volatile HikariDataSource readers;

    private Index(Path directory, String url, Connection writer, HikariDataSource readers) {
        this.directory = directory;
        this.url = url;
        this.writer = writer;
        this.readers = readers;
    }

    /// Opens the index in a directory, or makes an empty one; after an unclean end its counts are
    /// checked against its rows.
    ///
    /// @param store the id of the store that it must belong to
    /// @throws DamagedIndex when it cannot be used and has to be rebuilt
    /// @throws DiskFull when there is no room to open it
    public static Index open(Path directory, String store) throws IOException {
        Files.createDirectories(directory);
        OrderedPath.register();
        String url = url(directory);
        if (Files.exists(directory.resolve(SUSPECT_MARK))) {
            throw new DamagedIndex("a reader found the index damaged");
        }
        boolean unclean = Files.exists(directory.resolve(OPEN_MARK));
        Connection writer = null;
        try {
            if (!unclean) {
                mark(directory, OPEN_MARK);
            }
            writer = connect(url);
            if (!Schema.isCurrent(writer)) {
                Schema.migrate(url);
            }
            IndexReading.claim(writer, store);
            if (unclean) {
                IndexReading.check(writer);
            }
            return new Index(directory, url, writer, pool(url));
        } catch (SQLException | FlywayException | IllegalStateException e) {
            abandon(writer);
            if (DiskFull.isCause(e, directory)) {
                throw new DiskFull(directory, e);
            }
            throw new DamagedIndex("the index cannot be used: " + e.getMessage(), e);
        }
    }

    /// Makes a mark, durably: what it tells must not outlive it.
    private static void mark(Path directory, String name) throws IOException {
        Path file = directory.resolve(name);
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw DiskFull.isCause(e) ? new DiskFull(file, e) : e;
        }
        Directories.sync(directory);
    }

    /// The store's own lock keeps other processes away, so that H2 needs none.
    static String url(Path directory) {
        return "jdbc:h2:ordered:"
                + scheme(directory)
                + directory.toAbsolutePath().resolve(FILE).toString().replace(";", "\\;")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;FILE_LOCK=NO"
                + ";TRACE_LEVEL_FILE=0"; // no second log, and none that fills a full disk
    }

    /// A directory that is on no disk is in an H2 file system of the same scheme.
    private static String scheme(Path directory) {
        var files = directory.getFileSystem();
        return files.equals(FileSystems.getDefault()) ? "" : files.provider().getScheme() + ":";
    }

    private static Connection connect(String url) throws SQLException {
        var connection = DriverManager.getConnection(url, "", "");
        connection.setAutoCommit(false);
        return connection;
    }

    private static HikariDataSource pool(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("");
        config.setPassword("");
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(0);
        config.setReadOnly(true);
        config.setPoolName("jebi-index");
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /// Lets go of a database that is no good, so that its file can be moved.
    private static void abandon(@Nullable Connection writer) {
        if (writer == null) {
            return;
        }
        try (writer;
                var statement = writer.createStatement()) {
            statement.execute("shutdown immediately");
        } catch (SQLException e) {
            LOG.debug("event=index-abandon outcome=failed", e);
        }
    }

    /// The files that make up the index in a directory, to be moved aside in this order when it is
    /// damaged: what tells so goes last.
    public static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Override
    public <T> T read(Reading<T> reading) throws IOException {
        gate.readLock().lock();
        try (var connection = readers.getConnection()) {
            return reading.from(connection);
        } catch (SQLException e) {
            boolean damaged =
                    e.getErrorCode() == ErrorCode.FILE_CORRUPTED_1
                            || e.getErrorCode() == ErrorCode.GENERAL_ERROR_1;
            if (damaged && !DiskFull.isCause(e, directory)) {
                suspect(e);
            }
            throw new IOException("the index cannot be read: " + e.getMessage(), e);
        } finally {
            gate.readLock().unlock();
        }
    }

    /// Has the next start make the index again.
    private void suspect(SQLException why) {
        LOG.error("event=index-damaged directory={}", directory, why);
        try {
            Files.writeString(directory.resolve(SUSPECT_MARK), String.valueOf(why.getMessage()));
            Directories.sync(directory);
        } catch (IOException e) {
            LOG.error("event=index-damaged directory={} mark=failed", directory, e);
        }
    }

    /// Hands over the whole state as it is now, while records are applied.
    public void export(StateSink sink) throws IOException {
        gate.readLock().lock();
        try (var connection = connect(url)) {
            atOneMoment(connection);
            new IndexExport(connection, sink).run();
            connection.rollback();
        } catch (SQLException e) {
            throw new IOException("the index cannot be read: " + e.getMessage(), e);
        } finally {
            gate.readLock().unlock();
        }
    }

    /// Reads what was at one moment, on a connection of its own, while records are applied.
    <T> T atOneMoment(Reading<T> reading) throws IOException {
        gate.readLock().lock();
        try (var connection = connect(url)) {
            atOneMoment(connection);
            T read = reading.from(connection);
            connection.rollback();
            return read;
        } catch (SQLException e) {
            throw new IOException("the index cannot be read: " + e.getMessage(), e);
        } finally {
            gate.readLock().unlock();
        }
    }

    /// Has transactions see one moment: REPEATABLE READ of PostgreSQL does, H2 has a level of its
    /// own for it.
    private static void atOneMoment(Connection connection) throws SQLException {
        boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
        connection.setTransactionIsolation(
                h2 ? Constants.TRANSACTION_SNAPSHOT : Connection.TRANSACTION_REPEATABLE_READ);
    }

    /// Fills an empty index with a whole state.
    ///
    /// @param lsn the position that the state belongs to
    public void load(long lsn, StateSource source) throws IOException {
        try {
            new IndexLoad(writer).run(lsn, source);
        } catch (SQLException e) {
            throw new IOException("the index cannot be filled: " + e.getMessage(), e);
        }
    }

    /// Makes it fit itself again after changes were lost.
    ///
    /// @param seen the bit of a message's flags that says so
    /// @param deleted likewise
    /// @param lsn behind what was lost
    public void recount(int seen, int deleted, long lsn) throws IOException {
        try {
            new IndexRecount(writer).run(new IndexRecount.Bits(seen, deleted), lsn);
            writer.commit();
        } catch (SQLException e) {
            throw new IOException("the index cannot be counted again: " + e.getMessage(), e);
        }
    }

    /// Applies records, all or none, and remembers that they are applied.
    void apply(List<Logged> records) throws SQLException {
        gate.readLock().lock();
        try {
            var batch = new IndexBatch(writer);
            for (Logged record : records) {
                for (var change : record.changes()) {
                    batch.take(change);
                }
            }
            batch.write(records.getLast().lsn());
            writer.commit();
            dropped.addAndGet(batch.dropped());
        } catch (SQLException | RuntimeException e) {
            try {
                writer.rollback();
            } catch (SQLException more) {
                e.addSuppressed(more);
            }
            throw e;
        } finally {
            gate.readLock().unlock();
        }
    }

    /// Whether there is room to write.
    boolean hasRoom() {
        try {
            return DiskFull.hasRoom(directory);
        } catch (IOException e) {
            LOG.debug("event=index-room outcome=unknown", e);
            return true; // then writing tells
        }
    }

    /// How many octets of messages have lost a reference since this was opened.
    public long dropped() {
        return dropped.get();
    }

    /// Connects again after a failure, such as a full disk.
    ///
    /// @return the position that is applied
    long reopen() throws SQLException {
        gate.writeLock().lock();
        try {
            abandon(writer);
            readers.close();
            writer = connect(url);
            readers = pool(url);
            return IndexReading.appliedLsn(writer);
        } finally {
            gate.writeLock().unlock();
        }
    }

    /// Octets of the database's file.
    public long octets() throws IOException {
        return Files.size(directory.resolve(FILE + ".mv.db"));
    }

    /// Writes the database's file anew, without what it no longer needs: H2 never gives that back
    /// by itself while it is open. Readers and the applier wait meanwhile, nobody else does.
    ///
    /// @return false when somebody reads for so long that this had to be left
    public boolean compact() throws IOException {
        try {
            if (!gate.writeLock().tryLock(1, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            readers.close();
            try (var statement = writer.createStatement()) {
                statement.execute("shutdown compact");
            } finally {
                writer = connect(url);
                readers = pool(url);
            }
            return true;
        } catch (SQLException e) {
            throw new IOException("the index cannot be compacted: " + e.getMessage(), e);
        } finally {
            gate.writeLock().unlock();
        }
    }

    /// Closes the database cleanly.
    @Override
    public void close() throws IOException {
        readers.close();
        try (var connection = writer;
                var statement = connection.createStatement()) {
            ExpungedRows.prune(writer);
            writer.commit();
            statement.execute("shutdown");
        } catch (SQLException e) {
            if (DiskFull.isCause(e)) {
                throw new DiskFull(directory, e);
            }
            throw new IOException("the index was not closed cleanly: " + e.getMessage(), e);
        }
        Files.deleteIfExists(directory.resolve(OPEN_MARK));
    }
}
