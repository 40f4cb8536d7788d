package dev.jebi.transfer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.Uid;
import dev.jebi.transfer.archive.MailboxImport.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Imports and exports of a mailbox, whole and interrupted.
final class MailboxArchiveTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));
    private static final ArchiveLimits SMALL = new ArchiveLimits(1 << 20, 1_000, 7, 10_000);
    private static final int COUNT = 100;

    @TempDir private Path directory;

    private MailStore store;
    private Account account;
    private Path mbox;

    MailboxArchiveTest() {
        // JUnit fills the fields
    }

    @BeforeEach
    void open() throws IOException {
        store = EmbeddedStore.open(directory.resolve("store"), StoreLimits.STANDARD, CLOCK);
        store.directory().addDomain(new Domain("a.test"));
        account =
                store.directory()
                        .addAccount(new Address("ann", new Domain("a.test")), "secret", 0, 0)
                        .orElseThrow();
        mbox = directory.resolve("in.mbox");
        var text = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            // pairs of the same octets: they must stay two
            text.append("From a Sun Nov 22 10:00:07 2026\nStatus: RO\nSubject: ")
                    .append(i / 2)
                    .append("\n\nbody\n\n");
        }
        Files.writeString(mbox, text);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Mailbox inbox() throws IOException {
        return store.open(account.id(), MailboxName.INBOX).orElseThrow();
    }

    private Pace quiet() {
        return new Pace(CLOCK, _ -> {});
    }

    private MailboxImport.Result bring(Path state) throws IOException {
        try (var mailbox = inbox()) {
            return new MailboxImport(mailbox, state, "in.mbox", SMALL, CLOCK)
                    .run(position -> MboxReader.open(mbox, position, directory, SMALL), quiet());
        }
    }

    private List<String> subjects() throws IOException {
        try (var mailbox = inbox()) {
            var all = new ArrayList<String>();
            for (long uid : mailbox.uids()) {
                var octets = mailbox.content(new Uid(uid)).orElseThrow().octets();
                all.add(new String(octets, StandardCharsets.ISO_8859_1).lines().toList().get(1));
            }
            return all;
        }
    }

    private static List<String> expected(int count) {
        var all = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            all.add("Subject: " + i / 2);
        }
        return all;
    }

    @Test
    void anInterruptedImportGoesOnWithoutDoublingAnything() throws IOException {
        Path state = directory.resolve("import.state");
        for (int run = 0; run < 4; run++) {
            // a batch gets in, but the note of it does not
            assertThatThrownBy(() -> bringUntil(state, 10)).isInstanceOf(IOException.class);
        }
        assertThat(subjects()).hasSizeGreaterThan(20);
        assertThat(bring(state).imported()).isEqualTo(COUNT);
        assertThat(subjects()).isEqualTo(expected(COUNT));
        assertThat(state).doesNotExist();
    }

    /// Imports until so many messages are read, then fails as a killed process does.
    private void bringUntil(Path state, int messages) throws IOException {
        try (var mailbox = inbox()) {
            new MailboxImport(mailbox, state, "in.mbox", SMALL, CLOCK)
                    .run(
                            position ->
                                    new Failing(
                                            MboxReader.open(mbox, position, directory, SMALL),
                                            messages),
                            quiet());
        }
    }

    private static final class Failing implements ArchiveReader {
        private final ArchiveReader reader;
        private int left;

        Failing(ArchiveReader reader, int left) {
            this.reader = reader;
            this.left = left;
        }

        @Override
        public java.util.Optional<Archived> next() throws IOException {
            left--;
            return reader.next();
        }

        @Override
        public String position() throws IOException {
            if (left < 0) {
                throw new IOException("killed before the batch was noted");
            }
            return reader.position();
        }

        @Override
        public double share() {
            return reader.share();
        }

        @Override
        public long passedOver() {
            return reader.passedOver();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    @Test
    void anImportStopsAtTheQuotaAndGoesOnWhenThereIsRoom() throws IOException {
        Path state = directory.resolve("import.state");
        store.directory().quota(account.address(), 0, 33);
        var first = bring(state);
        assertThat(first.ending()).isEqualTo(Ending.OVER_QUOTA);
        assertThat(first.imported()).isEqualTo(33);
        store.directory().quota(account.address(), 0, 0);
        var second = bring(state);
        assertThat(second.ending()).isEqualTo(Ending.DONE);
        assertThat(subjects()).isEqualTo(expected(COUNT));
    }

    @Test
    void anExportThatIsImportedIsTheSameMailbox() throws IOException {
        bring(directory.resolve("import.state"));
        Path out = directory.resolve("out.mbox");
        try (var mailbox = inbox()) {
            var result =
                    new MailboxExport(mailbox, directory.resolve("export.state"), "out")
                            .run(mark -> MboxWriter.open(out, mark), quiet());
            assertThat(result.exported()).isEqualTo(COUNT);
        }
        store.create(account.id(), new MailboxName("Copy"), java.util.Optional.empty());
        try (var copy = store.open(account.id(), new MailboxName("Copy")).orElseThrow();
                var inbox = inbox()) {
            new MailboxImport(copy, directory.resolve("s"), "out", SMALL, CLOCK)
                    .run(position -> MboxReader.open(out, position, directory, SMALL), quiet());
            long[] from = inbox.uids();
            long[] to = copy.uids();
            assertThat(to).hasSameSizeAs(from);
            for (int i = 0; i < from.length; i++) {
                var one = inbox.message(new Uid(from[i])).orElseThrow();
                var other = copy.message(new Uid(to[i])).orElseThrow();
                assertThat(other.flags()).isEqualTo(one.flags());
                assertThat(other.internalDate()).isEqualTo(one.internalDate());
                assertThat(copy.content(other.uid()).orElseThrow().octets())
                        .isEqualTo(inbox.content(one.uid()).orElseThrow().octets());
            }
        }
    }
}
