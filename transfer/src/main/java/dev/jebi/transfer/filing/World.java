package dev.jebi.transfer.filing;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.sieve.SieveAction.Seen;
import dev.jebi.sieve.SieveEnvironment;
import dev.jebi.sieve.SieveScripts;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// What the script of one account can ask about while it looks at one message.
final class World implements SieveEnvironment {
    private final Surroundings around;
    private final Delivered delivered;
    private final Supplier<List<String>> own;

    /// What is the same for all messages.
    record Surroundings(
            MailStore store,
            StoredScripts scripts,
            Memory memory,
            String hostname,
            String separators,
            Supplier<Instant> clock) {}

    /// @param own the addresses of the account, looked up when a script asks
    World(Surroundings around, Delivered delivered, Supplier<List<String>> own) {
        this.around = around;
        this.delivered = delivered;
        this.own = own;
    }

    private AccountId account() {
        return delivered.account().id();
    }

    @Override
    public Instant now() {
        return around.clock.get();
    }

    @Override
    public ZoneId zone() {
        return ZoneId.systemDefault();
    }

    @Override
    public String detailSeparators() {
        return around.separators;
    }

    @Override
    public List<String> ownAddresses() {
        return own.get();
    }

    /// RFC 5183 §4.1.
    @Override
    public Optional<String> item(String name) {
        return switch (name) {
            case "domain" -> Optional.of(delivered.account().address().domain().name());
            case "host" -> Optional.of(around.hostname);
            case "location" -> Optional.of("MDA");
            case "name" -> Optional.of("Jebi");
            case "phase" -> Optional.of("during");
            case "remote-ip" -> Optional.of(delivered.peer());
            default -> Optional.empty();
        };
    }

    @Override
    public SieveScripts scripts() {
        return (location, name) ->
                switch (location) {
                    case PERSONAL -> around.scripts.text(Optional.of(account()), name);
                    case GLOBAL -> around.scripts.text(Optional.empty(), name);
                };
    }

    @Override
    public boolean mailboxExists(String mailbox) {
        return name(mailbox).flatMap(n -> around.store.mailbox(account(), n)).isPresent();
    }

    @Override
    public boolean mailboxIdExists(String id) {
        return byId(id).isPresent();
    }

    /// As IMAP's MAILBOXID has it (RFC 8474).
    Optional<MailboxInfo> byId(String id) {
        return around.store.mailboxes(account()).stream()
                .filter(info -> ("F" + info.id().value()).equals(id))
                .findFirst();
    }

    @Override
    public boolean specialUseExists(Optional<String> mailbox, String attribute) {
        return around.store.mailboxes(account()).stream()
                .filter(info ->
                        mailbox.flatMap(World::name)
                                .map(info.name()::equals)
                                .orElse(mailbox.isEmpty()))
                .anyMatch(info -> hasUse(info, attribute));
    }

    static boolean hasUse(MailboxInfo info, String attribute) {
        return info.specialUse()
                .filter(use -> use.attribute().equalsIgnoreCase(attribute))
                .isPresent();
    }

    @Override
    public boolean seen(Seen seen) throws IOException {
        return around.memory.seen(account(), seen);
    }

    /// Only a verdict is known: what was found to be junk is that for sure.
    @Override
    public OptionalDouble spam() {
        return delivered.junk() ? OptionalDouble.of(1) : OptionalDouble.empty();
    }

    /// Empty when it can be no name.
    static Optional<MailboxName> name(String text) {
        try {
            return Optional.of(new MailboxName(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
