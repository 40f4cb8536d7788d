package dev.jebi.imapserver;

import dev.jebi.testkit.Randomly;

import java.util.ArrayList;
import java.util.List;

/// Random search keys and message sets, and what they mean. For one thread.
final class ModelSearch {
    private final Randomly random;
    private final ModelSession session;
    private final boolean modSeqs;

    ModelSearch(Randomly random, ModelSession session, boolean modSeqs) {
        this.random = random;
        this.session = session;
        this.modSeqs = modSeqs;
    }

    /// What a key says of a message.
    interface Test {
        boolean matches(long uid, ModelMailbox.Message message);
    }

    record Key(String text, Test test) {}

    /// A message set and the UIDs in it.
    record Set(String text, List<Long> uids) {}

    static Set set(Randomly random, ModelSession session, boolean uid) {
        var current = session.current();
        long known = uid ? session.mailbox.uidNext + 1 : session.view.entries.size();
        var parts = new ArrayList<String>();
        var uids = new ArrayList<Long>();
        for (int i = random.between(1, 3); i > 0; i--) {
            String one = random.oneIn(8) ? "*" : "" + random.between(1L, known);
            String other =
                    random.oneIn(2) ? one : random.oneIn(8) ? "*" : "" + random.between(1L, known);
            parts.add(one.equals(other) ? one : one + ":" + other);
            long last = uid ? (current.isEmpty() ? 0 : current.getLast()) : current.size();
            long a = one.equals("*") ? last : Long.parseLong(one);
            long b = other.equals("*") ? last : Long.parseLong(other);
            for (int at = 0; at < current.size(); at++) {
                long number = uid ? current.get(at) : at + 1;
                if (number >= Math.min(a, b) && number <= Math.max(a, b)) {
                    uids.add(current.get(at));
                }
            }
        }
        return new Set(String.join(",", parts), uids.stream().distinct().sorted().toList());
    }

    /// Whether a set of UIDs names one that may be gone; `*` is the highest there ever was.
    static boolean names(String set, long uid, ModelMailbox mailbox) {
        for (String part : set.split(",")) {
            var ends = part.split(":");
            long one = end(ends[0], mailbox);
            long other = end(ends[ends.length - 1], mailbox);
            if (uid >= Math.min(one, other) && uid <= Math.max(one, other)) {
                return true;
            }
        }
        return false;
    }

    private static long end(String end, ModelMailbox mailbox) {
        return end.equals("*") ? Math.max(1, mailbox.uidNext - 1) : Long.parseLong(end);
    }

    Key key(int depth) {
        return switch (random.between(0, depth == 0 ? 4 : 7)) {
            case 0 -> new Key("ALL", (uid, message) -> true);
            case 1, 2 -> flag();
            case 3 -> uids();
            case 4 -> modSeqs ? modSeq() : flag();
            case 5 -> {
                var key = key(depth - 1);
                yield new Key("NOT " + key.text, (uid, m) -> !key.test.matches(uid, m));
            }
            case 6 -> {
                var one = key(depth - 1);
                var other = key(depth - 1);
                yield new Key(
                        "OR " + one.text + " " + other.text,
                        (uid, m) -> one.test.matches(uid, m) || other.test.matches(uid, m));
            }
            default -> {
                var one = key(depth - 1);
                var other = key(depth - 1);
                yield new Key(
                        "(" + one.text + " " + other.text + ")",
                        (uid, m) -> one.test.matches(uid, m) && other.test.matches(uid, m));
            }
        };
    }

    private Key flag() {
        String flag = random.pick(ModelCommands.FLAGS);
        boolean not = random.oneIn(2);
        String key =
                flag.startsWith("\\")
                        ? (not ? "UN" : "") + flag.substring(1)
                        : (not ? "UNKEYWORD " : "KEYWORD ") + flag;
        return new Key(key, (uid, message) -> message.flags.contains(flag) != not);
    }

    private Key uids() {
        boolean uid = session.manner.uidOnly() || session.view.entries.isEmpty() || random.oneIn(2);
        var set = set(random, session, uid);
        return new Key((uid ? "UID " : "") + set.text, (each, message) -> set.uids.contains(each));
    }

    private Key modSeq() {
        var since = random.pick(List.copyOf(session.mailbox.modSeqs.entrySet()));
        return new Key(
                "MODSEQ " + since.getValue(), (uid, message) -> message.change >= since.getKey());
    }
}
