package dev.jebi.mailstore;

import dev.jebi.mailstore.Register.Name;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Accounts that want to see what was expunged as a mailbox, and under which name. Safe for use by
/// several threads.
public final class KeptViews {
    /// The most messages that are shown, the newest.
    public static final int MOST = 10_000;

    private static final String KIND = "kept-mailbox";

    private final MailStore store;
    private final InstantSource clock;
    private final AtomicLong lastValidity = new AtomicLong();

    /// Of a store.
    public KeptViews(MailStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private static Name name(AccountId account) {
        return Name.of(account, KIND, KIND);
    }

    /// The name of the mailbox, where the account wants one.
    public Optional<MailboxName> of(AccountId account) throws IOException {
        return store.register()
                .value(name(account))
                .map(octets -> new MailboxName(new String(octets, StandardCharsets.UTF_8)));
    }

    /// Says under which name it is shown; empty for not at all.
    public void set(AccountId account, Optional<MailboxName> as) throws IOException {
        boolean _ =
                as.isPresent()
                        ? store.register()
                                .put(
                                        name(account),
                                        as.get().value().getBytes(StandardCharsets.UTF_8))
                        : store.register().remove(name(account));
    }

    /// Opens it: what is kept now, UIDs from 1 on, UIDVALIDITY of this moment, which no other
    /// opening has.
    public Mailbox open(AccountId account, MailboxName as) throws IOException {
        List<KeptMessage> messages =
                store.kept().list(account, KeptChoice.ALL, Optional.empty(), MOST).reversed();
        long now = clock.instant().getEpochSecond();
        long validity = lastValidity.updateAndGet(last -> Math.max(last + 1, now));
        var info = KeptMailbox.info(account, as, validity, messages);
        return new KeptMailbox(store.kept(), messages, info, store::open);
    }

    /// Whether a mailbox is such a one.
    public static boolean is(MailboxInfo mailbox) {
        return mailbox.id().value() < 0;
    }
}
