package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.mailstore.s3.BucketAddress;
import dev.jebi.mailstore.s3.S3Peer;
import dev.jebi.mailstore.s3.Wayward;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

/// A node whose octets are in a bucket keeps the contracts.
final class S3StoreTest {
    @TempDir private Path directory;
    private final S3Peer peer = S3Peer.running();
    private DataSource database;
    private Wayward way;
    private String address;
    private MailStore store;

    @BeforeEach
    void open() throws Exception {
        database = Postgres.database();
        way = new Wayward(peer.port());
        address = S3Peer.url(BucketAddress.parse(peer.bucket()).bucket(), way.port());
        store = node();
    }

    /// A node with nothing on its disk yet.
    private MailStore node() throws IOException {
        var contents =
                new ContentSettings(
                        Optional.of(BucketAddress.parse(address)),
                        Optional.of(peer.keys()),
                        directory.resolve(UUID.randomUUID().toString()),
                        1 << 20);
        return ClusterStore.open(
                database,
                new ClusterSettings(
                        "jdbc:postgresql:",
                        Optional.empty(),
                        Optional.empty(),
                        "one",
                        Optional.of(contents.opening(InstantSource.system()))),
                Postgres.LIMITS,
                StoreLimits.STANDARD,
                InstantSource.system());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        way.close();
    }

    private MailStore reopen() throws IOException {
        store.close();
        store = node();
        return store;
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

    @Test
    void aBucketOutOfReachIsAFaultThatPasses() throws Exception {
        var bob = Stores.account(store, "bob");
        Stores.deliver(store, "before", bob);
        way.be(Wayward.Mood.SHUT);
        var stranger = node();
        assertThatThrownBy(() -> Stores.deliver(store, "during", bob))
                .isInstanceOf(IOException.class);
        try (var inbox = Stores.inbox(stranger, bob)) {
            assertThat(inbox.info().exists()).isEqualTo(1);
            assertThatThrownBy(() -> inbox.content(new Uid(1))).isInstanceOf(IOException.class);
            way.be(Wayward.Mood.OPEN);
            // connections of the time before are kept, and each is found out by using it
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() ->
                            Stores.octets(inbox.content(new Uid(1)).orElseThrow())
                                    .contains("Subject: before"));
        } finally {
            stranger.close();
        }
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> {
                    Stores.deliver(store, "after", bob);
                    return true;
                });
        try (var inbox = Stores.inbox(store, bob)) {
            List<String> subjects = new ArrayList<>();
            for (long uid : inbox.uids()) {
                subjects.add(
                        Stores.octets(inbox.content(new Uid(uid)).orElseThrow()).split("\r")[0]);
            }
            assertThat(subjects).containsExactly("Subject: before", "Subject: after");
        }
    }
}
