package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.MailboxInfo;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// What is noted of mailboxes and of the server (RFC 5464): the shared entries of a mailbox in one
/// value of its owner's, the private ones of each account in one of theirs. Safe for use by several
/// threads.
public final class Annotations {
    /// The most octets of an entry's value; RFC 5464 §4.1 wants 1,024 at least.
    public static final int MAX_VALUE = 64 * 1024;

    /// The most shared, or private, entries of a mailbox; RFC 5464 §4.1 wants 10 at least.
    public static final int MAX_ENTRIES = 100;

    /// The most octets of all of them.
    public static final int MAX_TOGETHER = 512 * 1024;

    private static final String SHARED = "metadata";
    private static final String PRIVATE = "metadata-private";
    private static final String SERVER = "server";

    /// RFC 5464 §3.2: shared entries and private ones.
    private static final String PRIVATE_PREFIX = "/private/";

    private static final ReentrantLock CHANGING = new ReentrantLock();

    private final Register register;

    /// Of a store.
    public Annotations(Register register) {
        this.register = register;
    }

    /// An entry.
    ///
    /// @param name as whoever set it wrote it; names are compared without regard to case
    public record Annotation(String name, byte[] value) {}

    /// How a change ends.
    public sealed interface Outcome {
        /// All of it is done.
        record Done() implements Outcome {}

        /// A value has more than [#MAX_VALUE] octets; nothing is done.
        record TooLarge() implements Outcome {}

        /// There would be too many entries; nothing is done.
        record TooMany() implements Outcome {}
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isPrivate(String name) {
        return key(name).startsWith(PRIVATE_PREFIX);
    }

    /// Where the entries are.
    ///
    /// @param mailbox empty for the server's
    private static Name place(AccountId who, Optional<MailboxInfo> mailbox, boolean isPrivate) {
        if (isPrivate) {
            String key =
                    mailbox.map(m -> m.account().value() + "/" + m.id().value()).orElse(SERVER);
            return Name.of(who, PRIVATE, key);
        }
        return mailbox.map(m -> Name.of(m.account(), SHARED, "" + m.id().value()))
                .orElse(Name.of(SHARED, SERVER));
    }

    /// The entries that somebody sees, shared and their own, by name in lower case.
    ///
    /// @param mailbox empty for the server's
    public SortedMap<String, Annotation> of(AccountId who, Optional<MailboxInfo> mailbox)
            throws IOException {
        var all = read(place(who, mailbox, false));
        all.putAll(read(place(who, mailbox, true)));
        return all;
    }

    /// Sets entries, and removes those without a value; all or nothing.
    public Outcome set(
            AccountId who, Optional<MailboxInfo> mailbox, Map<String, Optional<byte[]>> entries)
            throws IOException {
        if (entries.values().stream()
                .anyMatch(value -> value.isPresent() && value.get().length > MAX_VALUE)) {
            return new Outcome.TooLarge();
        }
        CHANGING.lock();
        try {
            var puts = new ArrayList<Put>();
            for (boolean ofTheirs : new boolean[] {false, true}) {
                var wanted = new TreeMap<String, Optional<byte[]>>();
                entries.forEach((name, value) -> {
                    if (isPrivate(name) == ofTheirs) {
                        wanted.put(name, value);
                    }
                });
                if (!wanted.isEmpty() && !change(place(who, mailbox, ofTheirs), wanted, puts)) {
                    return new Outcome.TooMany();
                }
            }
            boolean _ = register.put(puts);
            return new Outcome.Done();
        } finally {
            CHANGING.unlock();
        }
    }

    private boolean change(Name place, Map<String, Optional<byte[]>> entries, List<Put> puts)
            throws IOException {
        var now = read(place);
        entries.forEach((name, value) -> {
            if (value.isPresent()) {
                now.put(key(name), new Annotation(name, value.get()));
            } else {
                now.remove(key(name));
            }
        });
        long octets = now.values().stream().mapToLong(one -> one.value.length).sum();
        if (now.size() > MAX_ENTRIES || octets > MAX_TOGETHER) {
            return false;
        }
        puts.add(now.isEmpty() ? Put.none(place) : Put.of(place, encode(now)));
        return true;
    }

    /// RFC 5464 §4.1: what is noted of INBOX stays with it when it is renamed, and the new mailbox
    /// has it too.
    public void copy(AccountId who, MailboxInfo from, MailboxInfo to) throws IOException {
        for (boolean ofTheirs : new boolean[] {false, true}) {
            var value = register.value(place(who, Optional.of(from), ofTheirs));
            if (value.isPresent()) {
                boolean _ = register.put(place(who, Optional.of(to), ofTheirs), value.get());
            }
        }
    }

    /// Forgets what is noted of a mailbox that was deleted (RFC 5464 §4.1). What others noted for
    /// themselves stays behind unseen: no mailbox has that number again.
    public void deleted(AccountId who, MailboxInfo mailbox) throws IOException {
        var puts = new ArrayList<Put>();
        for (boolean ofTheirs : new boolean[] {false, true}) {
            var place = place(who, Optional.of(mailbox), ofTheirs);
            if (register.value(place).isPresent()) {
                puts.add(Put.none(place));
            }
        }
        boolean _ = register.put(puts);
    }

    private TreeMap<String, Annotation> read(Name place) throws IOException {
        var entries = new TreeMap<String, Annotation>();
        var octets = register.value(place);
        if (octets.isEmpty()) {
            return entries;
        }
        var in = new DataInputStream(new ByteArrayInputStream(octets.get()));
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            entries.put(key(name), new Annotation(name, in.readNBytes(in.readInt())));
        }
        return entries;
    }

    private static byte[] encode(SortedMap<String, Annotation> entries) throws IOException {
        var octets = new ByteArrayOutputStream();
        var out = new DataOutputStream(octets);
        out.writeInt(entries.size());
        for (Annotation one : entries.values()) {
            out.writeUTF(one.name);
            out.writeInt(one.value.length);
            out.write(one.value);
        }
        return octets.toByteArray();
    }
}
