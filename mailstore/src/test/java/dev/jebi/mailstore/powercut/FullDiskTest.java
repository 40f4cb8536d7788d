package dev.jebi.mailstore.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.index.DiskFull;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;

/// A store whose disk has no room, when it is opened and while it works.
final class FullDiskTest {
    private final PowerDisk disk = new PowerDisk(Image.empty(), () -> 0);
    private final Randomly random = new Randomly(1);

    @BeforeEach
    void h2KnowsTheDisk() {
        H2Power.register();
    }

    private MailStore open(Mount mount) throws IOException {
        return Trace.open(mount, random);
    }

    private Map<Fact.Key, Fact.Value> filled(boolean inOrder) throws IOException {
        try (var mount = new Mount(disk)) {
            var store = open(mount);
            var worker = new Worker(store, disk, new Model(), "w", random);
            var account = worker.account("bob");
            for (int i = 0; i < 20; i++) {
                store.accept(Mails.incoming("m" + i, Set.of(account), 1, random));
            }
            var facts = new Reading(store).all().facts();
            if (!inOrder) {
                mount.kill();
            }
            store.close();
            return facts;
        }
    }

    @Test
    void withoutAnyRoomAStartMovesNothingAndTheNextOneIsAsBefore() throws Exception {
        for (boolean inOrder : new boolean[] {true, false}) {
            var facts = filled(inOrder);
            for (long room : new long[] {0, 100, 5_000, 50_000}) {
                disk.capacity(disk.used() + room);
                try (var mount = new Mount(disk)) {
                    tried(mount, facts);
                    assertThat(Files.exists(mount.root().resolve("data/store/meta/damaged")))
                            .as("%d octets of room", room)
                            .isFalse();
                }
            }
            disk.capacity(disk.used() + (100 << 20));
            try (var mount = new Mount(disk);
                    var store = open(mount)) {
                assertThat(new Reading(store).all().facts()).isEqualTo(facts);
                assertThat(Files.exists(mount.root().resolve("data/store/meta/damaged"))).isFalse();
            }
        }
    }

    /// Opens it, where there is room to open it; all is there then.
    private void tried(Mount mount, Map<Fact.Key, Fact.Value> facts) throws IOException {
        try (var store = open(mount)) {
            assertThat(new Reading(store).all().facts()).isEqualTo(facts);
        } catch (DiskFull e) {
            assertThat(e).hasMessageContaining("is full");
        }
    }
}
