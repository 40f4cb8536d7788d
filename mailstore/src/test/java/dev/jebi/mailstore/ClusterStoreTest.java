package dev.jebi.mailstore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

import java.io.IOException;

import javax.sql.DataSource;

/// One node of a cluster keeps the contracts, on a real PostgreSQL.
final class ClusterStoreTest {
    private DataSource database;
    private MailStore store;

    @BeforeEach
    void open() throws Exception {
        database = Postgres.database();
        store = Postgres.node(database, "one");
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    private MailStore reopen() throws IOException {
        store.close();
        store = Postgres.node(database, "one");
        return store;
    }

    @Nested
    final class Shared extends SharingContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Stored extends StoreContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Mailboxes extends MailboxContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Traced extends TraceContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Values extends RegisterContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Expunged extends KeptContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Accounts extends DirectoryContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }

    @Nested
    final class Queued extends QueueContract {
        @Override
        MailStore store() {
            return store;
        }

        @Override
        MailStore reopened() throws IOException {
            return reopen();
        }
    }
}
