package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.MailboxId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/// Mailboxes into which only smaller messages may be uploaded than into others (RFC 7889). What is
/// delivered is not asked. Safe for use by several threads.
public final class AppendLimits {
    private static final String KIND = "append-limit";
    private static final int MOST = 10_000;

    private final Register register;

    /// Of a store.
    public AppendLimits(Register register) {
        this.register = register;
    }

    /// The most octets of a message for that mailbox, where it has a limit of its own.
    public OptionalLong of(MailboxId mailbox) throws IOException {
        var octets = all().get("" + mailbox.value());
        return octets == null
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(new String(octets, StandardCharsets.US_ASCII)));
    }

    /// Whether some mailbox has a limit of its own.
    public boolean any() throws IOException {
        return !all().isEmpty();
    }

    /// One listing, which stays in memory, however many mailboxes are asked for.
    private SortedMap<String, byte[]> all() throws IOException {
        return register.values(Optional.empty(), KIND, MOST);
    }

    private static Name name(MailboxId mailbox) {
        return Name.of(KIND, "" + mailbox.value());
    }

    /// Forgets the limit of a mailbox that was deleted.
    public void deleted(MailboxId mailbox) throws IOException {
        if (of(mailbox).isPresent()) {
            set(mailbox, OptionalLong.empty());
        }
    }

    /// Gives a mailbox a limit of its own, or takes it away.
    public void set(MailboxId mailbox, OptionalLong octets) throws IOException {
        var value =
                octets.isPresent()
                        ? Put.of(
                                name(mailbox),
                                ("" + octets.getAsLong()).getBytes(StandardCharsets.US_ASCII))
                        : Put.none(name(mailbox));
        boolean _ = register.put(List.of(value));
    }
}
