package dev.jebi.mailstore;

import dev.jebi.mailstore.Register.Name;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The unique ids by which POP3 clients know messages (RFC 1939 §7): UIDVALIDITY and UID, unless
/// the message came from another server with an id that clients know already. Those are in the
/// register: lines of a UID and an id, some thousand UIDs in each value. Safe for use by several
/// threads, but only one may put at a time for an account.
public final class UniqueIds {
    private static final String KIND = "pop3-uidl";

    /// UIDs of a value: with ids of 70 octets it is a third of what a value may be.
    private static final int UIDS = 4_096;

    /// Values that are read at once.
    private static final int PAGE = 64;

    private static final Pattern FORM = Pattern.compile("[!-~]{1,70}");

    private final Register register;

    /// The ids of a store.
    public UniqueIds(Register register) {
        this.register = register;
    }

    /// Whether this can be a unique id: 1 to 70 printable characters (RFC 1939 §7).
    public static boolean valid(String id) {
        return FORM.matcher(id).matches();
    }

    /// The ids of a mailbox as they are now.
    public static final class OfMailbox {
        private final long uidValidity;
        private final Map<Long, String> brought = new HashMap<>();
        private final Set<String> taken = new java.util.HashSet<>();

        private OfMailbox(long uidValidity) {
            this.uidValidity = uidValidity;
        }

        /// An id that two messages brought is the first one's.
        private void add(Map<Long, String> ids) {
            ids.forEach((uid, id) -> {
                if (taken.add(id)) {
                    brought.put(uid, id);
                }
            });
        }

        /// The id of a message. What other servers call a message may look like what we do: then
        /// ours gets longer.
        public String of(long uid) {
            var known = brought.isEmpty() ? null : brought.get(uid);
            if (known != null) {
                return known;
            }
            String own = uidValidity + "." + uid;
            while (taken.contains(own)) {
                own += "j";
            }
            return own;
        }

        /// How many came from other servers.
        public int brought() {
            return brought.size();
        }
    }

    /// The ids of an account's mailbox.
    public OfMailbox of(AccountId account, long uidValidity) throws IOException {
        var ids = new OfMailbox(uidValidity);
        String prefix = prefix(uidValidity);
        String after = ""; // not the prefix: the register remembers the whole listing alone
        SortedMap<String, byte[]> page;
        do {
            page = register.values(Optional.of(account), KIND, after, PAGE);
            for (var value : page.entrySet()) {
                if (value.getKey().startsWith(prefix)) {
                    ids.add(read(value.getValue()));
                }
                after = value.getKey();
            }
        } while (page.size() == PAGE && (after.compareTo(prefix) < 0 || after.startsWith(prefix)));
        return ids;
    }

    /// Gives messages the ids that clients know them by; others keep theirs.
    ///
    /// @return how many were taken; the rest are no ids
    public int put(AccountId account, long uidValidity, Map<Uid, String> ids) throws IOException {
        var values = new TreeMap<String, Map<Long, String>>();
        int taken = 0;
        for (var entry : ids.entrySet()) {
            if (valid(entry.getValue())) {
                long uid = entry.getKey().value();
                values.computeIfAbsent(key(uidValidity, uid), _ -> new TreeMap<>())
                        .put(uid, entry.getValue());
                taken++;
            }
        }
        for (var value : values.entrySet()) {
            var name = Name.of(account, KIND, value.getKey());
            var old = register.value(name);
            var all = new TreeMap<Long, String>();
            if (old.isPresent()) {
                all.putAll(read(old.get()));
            }
            all.putAll(value.getValue());
            register.put(name, write(all));
        }
        return taken;
    }

    private static String prefix(long uidValidity) {
        return "%010d.".formatted(uidValidity);
    }

    private static String key(long uidValidity, long uid) {
        return prefix(uidValidity) + "%010d".formatted(uid / UIDS);
    }

    private static byte[] write(SequencedMap<Long, String> ids) {
        var text = new StringBuilder();
        ids.forEach((uid, id) -> text.append(uid).append(' ').append(id).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static SequencedMap<Long, String> read(byte[] octets) {
        var ids = new TreeMap<Long, String>();
        new String(octets, StandardCharsets.US_ASCII)
                .lines()
                .forEach(line -> {
                    int blank = line.indexOf(' ');
                    ids.put(Long.parseLong(line.substring(0, blank)), line.substring(blank + 1));
                });
        return ids;
    }
}
