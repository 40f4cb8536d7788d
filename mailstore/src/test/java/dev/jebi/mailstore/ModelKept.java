package dev.jebi.mailstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.mailstore.ModelMailbox.ModelMessage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The expunged messages of an account that can be restored, as they should be.
final class ModelKept {
    /// One of them, in the order in which they were expunged.
    record One(MailboxName mailbox, ModelMessage message) {}

    private final List<One> all = new ArrayList<>();

    void keep(MailboxName mailbox, ModelMessage message) {
        all.add(new One(mailbox, message));
    }

    /// Takes out what is restored.
    List<One> take(Predicate<One> which) {
        var taken = all.stream().filter(which).toList();
        all.removeIf(which);
        return taken;
    }

    static Flags restored(Flags flags) {
        var system = new HashSet<>(flags.system());
        system.remove(Flags.System.DELETED);
        return new Flags(Set.copyOf(system), flags.keywords());
    }

    void check(MailStore store, AccountId account) throws IOException {
        var kept = store.kept();
        var found = kept.list(account, KeptChoice.ALL, Optional.empty(), Integer.MAX_VALUE);
        assertThat(found).hasSameSizeAs(all);
        long octets = 0;
        for (int i = 0; i < all.size(); i++) {
            var is = found.get(found.size() - 1 - i);
            var should = all.get(i);
            assertThat(is.mailbox()).isEqualTo(should.mailbox());
            assertThat(is.flags()).isEqualTo(should.message().flags());
            assertThat(is.email().value()).isEqualTo(should.message().email());
            assertThat(Stores.octets(kept.content(account, is.id()).orElseThrow()))
                    .isEqualTo(should.message().octets());
            octets += is.size();
        }
        assertThat(kept.amount(account)).isEqualTo(new Kept.Amount(octets, all.size()));
    }
}
