package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What [Register] promises.
abstract class RegisterContract {
    private static final Name SYSTEM = Name.of("policy", "a.test");

    /// The store, empty at first.
    abstract MailStore store();

    /// The store after it was closed and opened again.
    abstract MailStore reopened() throws Exception;

    private Register register() {
        return store().register();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Optional<String> text(Name name) throws Exception {
        return register().value(name).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private static List<String> keys(SortedMap<String, byte[]> values) {
        return List.copyOf(values.keySet());
    }

    @Test
    void aValueIsThereUntilItIsRemoved() throws Exception {
        var bob = Stores.account(store(), "bob");
        var script = Name.of(bob.id(), "sieve", "work ü 💡");
        assertThat(text(script)).isEmpty();
        assertThat(register().put(script, octets("keep;"))).isTrue();
        assertThat(text(script)).contains("keep;");
        assertThat(text(Name.of("sieve", "work ü 💡"))).isEmpty();
        register().put(script, octets("stop;"));
        assertThat(text(script)).contains("stop;");
        reopened();
        assertThat(text(script)).contains("stop;");
        register().remove(script);
        assertThat(text(script)).isEmpty();
        reopened();
        assertThat(text(script)).isEmpty();
    }

    @Test
    void aValueIsNobodyElsesArray() throws Exception {
        byte[] mine = octets("abc");
        register().put(SYSTEM, mine);
        mine[0] = 'x';
        register().value(SYSTEM).orElseThrow()[1] = 'x';
        assertThat(text(SYSTEM)).contains("abc");
        reopened();
        register().value(SYSTEM).orElseThrow()[1] = 'x';
        register().values(Optional.empty(), "policy", 9).values().forEach(v -> v[2] = 'x');
        assertThat(text(SYSTEM)).contains("abc");
    }

    @Test
    void thereIsRoomForAMegabyteAndNoMore() throws Exception {
        var large = new byte[Register.MAX_OCTETS];
        large[7] = 9;
        register().put(SYSTEM, large);
        reopened();
        assertThat(register().value(SYSTEM)).contains(large);
        assertThatThrownBy(() -> Put.of(SYSTEM, new byte[Register.MAX_OCTETS + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        var five = new ArrayList<Put>();
        for (int i = 0; i < 5; i++) {
            five.add(Put.of(Name.of("k", "" + i), large));
        }
        assertThatThrownBy(() -> register().put(five)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Name.of("No Kind", "k"))
                .isInstanceOf(IllegalArgumentException.class);
        var longest = Name.of("a".repeat(40), "ü".repeat(Register.MAX_KEY));
        register().put(longest, octets("x"));
        reopened();
        assertThat(text(longest)).contains("x");
    }

    @Test
    void valuesComeInTheOrderOfKeysAndInPages() throws Exception {
        var puts = new ArrayList<Put>();
        for (int i = 0; i < 50; i++) {
            puts.add(Put.of(Name.of("list", "k%02d".formatted(49 - i)), octets("" + i)));
        }
        puts.add(Put.of(Name.of("list-more", "k"), octets("other")));
        register().put(puts);
        for (int again = 0; again < 3; again++) {
            assertThat(keys(register().values(Optional.empty(), "list", 1_000)))
                    .hasSize(50)
                    .startsWith("k00", "k01")
                    .endsWith("k49");
            assertThat(keys(register().values(Optional.empty(), "list", 2)))
                    .containsExactly("k00", "k01");
            assertThat(keys(register().values(Optional.empty(), "list", "k47", 9)))
                    .containsExactly("k48", "k49");
            reopened();
        }
        register().remove(Name.of("list", "k01"));
        register().put(Name.of("list", "k00x"), octets("new"));
        assertThat(keys(register().values(Optional.empty(), "list", 3)))
                .containsExactly("k00", "k00x", "k02");
        assertThat(keys(register().values(Optional.empty(), "list", "k00", 1)))
                .containsExactly("k00x");
    }

    @Test
    void severalArePutTogetherOrNotAtAll() throws Exception {
        var bob = Stores.account(store(), "bob");
        var ann = Stores.account(store(), "ann");
        var mine = Name.of(bob.id(), "k", "x");
        var hers = Name.of(ann.id(), "k", "x");
        assertThat(register().put(List.of(Put.of(mine, octets("1")), Put.of(hers, octets("2")))))
                .isTrue();
        store().directory().removeAccount(ann.address());
        assertThat(register().put(List.of(Put.of(mine, octets("3")), Put.of(hers, octets("4")))))
                .isFalse();
        assertThat(text(mine)).contains("1");
    }

    @Test
    void withAnAccountGoItsValues() throws Exception {
        var bob = Stores.account(store(), "bob");
        var name = Name.of(bob.id(), "k", "x");
        register().put(name, octets("1"));
        assertThat(text(name)).contains("1");
        store().directory().removeAccount(bob.address());
        assertThat(text(name)).isEmpty();
        assertThat(register().values(Optional.of(bob.id()), "k", 9)).isEmpty();
        Stores.account(store(), "bob");
        reopened();
        assertThat(text(name)).isEmpty();
    }

    @Test
    void whatHasExpiredIsNotShown() throws Exception {
        var now = Instant.now(java.time.Clock.systemUTC());
        var past = Name.of("e", "past");
        var future = Name.of("e", "future");
        register()
                .put(
                        List.of(
                                Put.of(past, octets("1"), now.minusSeconds(1)),
                                Put.of(future, octets("2"), now.plusSeconds(3_600))));
        for (int again = 0; again < 2; again++) {
            assertThat(text(past)).isEmpty();
            assertThat(text(future)).contains("2");
            assertThat(keys(register().values(Optional.empty(), "e", 1))).containsExactly("future");
            reopened(); // which sweeps
        }
        register().put(past, octets("again"));
        assertThat(text(past)).contains("again");
    }

    @Test
    void itIsAsAMapIs() throws Exception {
        Randomly.runs(
                8,
                "register.seed",
                random -> {
                    String kind = "m" + random.between(0, 1_000_000);
                    var model = new TreeMap<String, String>();
                    for (int step = 0; step < 60; step++) {
                        var puts = new ArrayList<Put>();
                        for (int i = random.between(0, 3); i >= 0; i--) {
                            String key = "k" + random.between(0, 12);
                            var name = Name.of(kind, key);
                            if (random.oneIn(4)) {
                                puts.add(Put.none(name));
                                model.remove(key);
                            } else {
                                puts.add(Put.of(name, octets(key + step)));
                                model.put(key, key + step);
                            }
                        }
                        register().put(puts);
                        String one = "k" + random.between(0, 12);
                        assertThat(text(Name.of(kind, one)))
                                .isEqualTo(Optional.ofNullable(model.get(one)));
                        int atMost = random.between(1, 14);
                        assertThat(keys(register().values(Optional.empty(), kind, atMost)))
                                .isEqualTo(model.keySet().stream().limit(atMost).toList());
                    }
                });
    }
}
