package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The embedded store keeps the contracts.
final class EmbeddedStoreTest {
    @TempDir Path directory;
    private MailStore store;

    @BeforeEach
    void open() throws IOException {
        store = EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private MailStore reopen() throws IOException {
        store.close();
        open();
        return store;
    }

    @Test
    void aSecondOpenerIsRefused() {
        assertThatThrownBy(() ->
                        EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system()))
                .isInstanceOf(StoreInUse.class)
                .hasMessageContaining(directory.toString());
    }

    /// The data directory may have been made by somebody who let everybody in.
    @Test
    void whatLiesInTheDirectoryIsForItsOwnerOnly() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var other = EmbeddedStore.open(open, StoreLimits.STANDARD, InstantSource.system())) {
            assertThat(other.directory().domains()).isEmpty();
        }
        for (String name : List.of("log", "meta", "snap", "trace", "store.properties")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(open.resolve(name))))
                    .as(name)
                    .endsWith("------");
        }
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        store.close();
        var file = directory.resolve("store.properties");
        Files.writeString(file, Files.readString(file).replace("format=1", "format=2"));
        assertThatThrownBy(() ->
                        EmbeddedStore.open(directory, StoreLimits.STANDARD, InstantSource.system()))
                .hasMessageContaining("newer");
    }

    @Test
    void subscriptionsAreInAnIndexThatIsMadeAgain() throws Exception {
        var bob = Stores.account(store, "bob");
        var name = new MailboxName("no/where");
        store.subscribe(bob.id(), name, true);
        store.subscribe(bob.id(), new MailboxName("Junk"), false);
        var before = store.subscriptions(bob.id());
        store.close();
        Files.delete(directory.resolve("meta").resolve("mail.mv.db"));
        open();
        assertThat(store.subscriptions(bob.id()))
                .isEqualTo(before)
                .contains(name)
                .doesNotContain(new MailboxName("Junk"));
    }

    @Test
    void valuesAreInAnIndexThatIsMadeAgain() throws Exception {
        var name = Register.Name.of("k", "x");
        store.register().put(name, new byte[] {7});
        store.register().put(Register.Name.of("k", "y"), new byte[] {8});
        store.register().remove(Register.Name.of("k", "y"));
        store.close();
        Files.delete(directory.resolve("meta").resolve("mail.mv.db"));
        open();
        assertThat(store.register().value(name)).contains(new byte[] {7});
        assertThat(store.register().values(Optional.empty(), "k", 9)).hasSize(1);
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
