package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.mailstore.cluster.StoreUnreachable;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A real server that stops and comes back: nodes refuse meanwhile, and go on by themselves.
@Tag("long")
final class ClusterRestartTest {
    @TempDir Path directory;

    @Test
    void nodesGoOnWhenTheServerIsBack() throws Exception {
        var server = Postgres.server(directory.resolve("pg"), 0);
        int port = server.getPort();
        var database = Postgres.empty(server);
        try (var one = Postgres.impatient(database, "one");
                var two = Postgres.impatient(database, "two")) {
            var bob = Stores.account(one, "bob");
            Stores.deliver(one, "before", bob);
            Awaitility.await().until(() -> exists(two, bob) == 1);
            try (var inbox = Stores.inbox(two, bob)) {
                server.close();
                for (var node : List.of(one, two)) {
                    assertThatThrownBy(() -> Stores.deliver(node, "lost", bob))
                            .isInstanceOf(StoreUnreachable.class);
                }
                assertThatThrownBy(() -> inbox.content(new Uid(1)).orElseThrow().octets())
                        .isInstanceOf(StoreUnreachable.class);
                server = Postgres.server(directory.resolve("pg"), port);
                for (var node : List.of(one, two)) {
                    Awaitility.await().until(() -> delivers(node, bob));
                }
                Awaitility.await().until(() -> inbox.uids().length == 3);
                assertThat(Stores.octets(inbox.content(new Uid(1)).orElseThrow()))
                        .startsWith("Subject: before");
            }
        } finally {
            close(server);
        }
    }

    private static void close(EmbeddedPostgres server) throws IOException {
        server.close();
    }

    private static long exists(MailStore node, Account bob) {
        return node.mailbox(bob.id(), MailboxName.INBOX).orElseThrow().exists();
    }

    private static boolean delivers(MailStore node, Account bob) {
        try {
            Stores.deliver(node, "after", bob);
            return true;
        } catch (IOException _) {
            return false; // not yet
        }
    }
}
