package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Randomly;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A client that keeps what it is told of one mailbox, while others change it at the same moment:
/// by the answers to its commands, in IDLE, by NOTIFY, and when it comes back, by CONDSTORE or
/// QRESYNC. For one thread at a time.
final class CachingClient implements AutoCloseable {
    private static final int FULL = 40;
    private static final Pattern MODIFIED = Pattern.compile("(?:OK|NO) \\[MODIFIED ([^\\]]*)\\].*");

    /// How a client speaks.
    ///
    /// @param notified whether it is told between its commands as well (RFC 5465)
    record Manner(ModelSession.Manner cache, boolean notified, boolean compress) {
        static Manner any(Randomly random) {
            return new Manner(ModelSession.Manner.any(random), random.oneIn(3), random.oneIn(3));
        }
    }

    /// Whose mailboxes it looks at, and by which names.
    record Place(InetSocketAddress address, String login, List<String> mailboxes) {}

    private final Place place;
    private final Randomly random;
    private final Manner manner;
    private final boolean condstore;
    private final String mailbox;
    private ModelDialogue wire;
    private ModelView view;
    private boolean idling;

    CachingClient(Place place, String mailbox, Randomly random) throws IOException {
        this.place = place;
        this.mailbox = mailbox;
        this.random = random;
        this.manner = Manner.any(random);
        this.condstore = manner.cache.condstore();
        this.view = manner.cache.view();
        this.wire = connected();
        select("");
        complete();
    }

    private ModelDialogue connected() throws IOException {
        var dialogue = new ModelDialogue(place.address);
        ModelSession.ok(dialogue.ask("LOGIN " + place.login + " secret"));
        if (manner.compress) {
            dialogue.compress();
        }
        ModelSession.ok(dialogue.ask(manner.cache.enable()));
        if (manner.notified) {
            String items = condstore ? "(UID FLAGS MODSEQ)" : "(UID FLAGS)";
            String events = "MessageNew " + items + " MessageExpunge FlagChange";
            ModelSession.ok(dialogue.ask("NOTIFY SET (SELECTED (" + events + "))"));
        }
        return dialogue;
    }

    private void select(String parameters) throws IOException {
        view = manner.cache.view();
        ModelSession.ok(ask("SELECT \"" + mailbox + "\"" + parameters));
    }

    private ModelDialogue.Answer ask(String command) throws IOException {
        var answer = wire.ask(command);
        view.hear(answer);
        return answer;
    }

    /// One random command.
    void step() throws IOException {
        if (idling) {
            if (random.oneIn(4)) {
                done();
            }
            return;
        }
        if (view.entries.size() > FULL) {
            clear();
            return;
        }
        switch (random.between(0, 17)) {
            case 0, 1, 2 -> append();
            case 3, 4, 5, 6, 7 -> store();
            case 8, 9 -> fetch();
            case 10 -> ModelSession.ok(ask("NOOP"));
            case 11 -> ModelSession.ok(ask("EXPUNGE"));
            case 12 -> ModelSession.ok(ask("UID SEARCH DELETED"));
            case 13 -> move();
            case 14 -> comeBack();
            case 15, 16 -> complete();
            default -> {
                view.hear(wire.idle());
                idling = true;
            }
        }
    }

    private void done() throws IOException {
        idling = false;
        var answer = wire.done();
        view.hear(answer);
        ModelSession.ok(answer);
    }

    private void clear() throws IOException {
        ModelSession.ok(ask("UID STORE 1:* +FLAGS (\\Deleted)"));
        ModelSession.ok(ask("EXPUNGE"));
    }

    private void append() throws IOException {
        String flags = String.join(" ", ModelCommands.flags(random));
        ModelSession.ok(ask("APPEND \"" + mailbox + "\" (" + flags + ") {1+}\r\nx"));
    }

    private void move() throws IOException {
        String target = random.pick(place.mailboxes);
        ModelSession.ok(ask("UID MOVE " + uids() + " \"" + target + "\""));
    }

    /// Some of the messages whose UIDs are known.
    private String uids() {
        var known = new TreeSet<Long>();
        view.entries.forEach(entry -> known.add(entry.uid));
        known.remove(0L);
        if (known.isEmpty() || random.oneIn(6)) {
            return "1:*";
        }
        var all = List.copyOf(known);
        var some = new TreeSet<String>();
        for (int i = random.between(1, 4); i > 0; i--) {
            some.add(random.pick(all).toString());
        }
        return String.join(",", some);
    }

    /// Numbers only where they cannot change before the command arrives.
    private Optional<String> numbers() {
        if (manner.notified
                || manner.cache.uidOnly()
                || view.entries.isEmpty()
                || random.oneIn(2)) {
            return Optional.empty();
        }
        return Optional.of(
                random.between(1, view.entries.size())
                        + ":"
                        + random.between(1, view.entries.size()));
    }

    private void fetch() throws IOException {
        var numbers = numbers();
        if (numbers.isPresent()) {
            ask("FETCH " + numbers.get() + " (UID FLAGS)"); // NO where some are gone
            return;
        }
        String modifiers = "";
        if (condstore && view.highest > 0 && random.oneIn(2)) {
            String vanished = manner.cache.qresync() && random.oneIn(2) ? " VANISHED" : "";
            modifiers = " (CHANGEDSINCE " + view.highest + vanished + ")";
        }
        ModelSession.ok(ask("UID FETCH " + uids() + " (UID FLAGS)" + modifiers));
    }

    private void store() throws IOException {
        char kind = random.pick('+', '-', '=');
        var flags = ModelCommands.flags(random);
        boolean silent = random.oneIn(2);
        var numbers = numbers();
        String condition = "";
        if (condstore && numbers.isEmpty() && view.highest > 0 && random.oneIn(4)) {
            condition = " (UNCHANGEDSINCE " + view.highest + ")";
        }
        String set = numbers.orElseGet(this::uids);
        var before = new HashMap<ModelView.Entry, Integer>();
        for (var entry : named(set, numbers.isPresent())) {
            before.put(entry, entry.tellings);
        }
        var answer =
                ask(
                        (numbers.isPresent() ? "STORE " : "UID STORE ")
                                + set
                                + condition
                                + " "
                                + (kind == '=' ? "" : kind)
                                + (silent ? "FLAGS.SILENT (" : "FLAGS (")
                                + String.join(" ", flags)
                                + ")");
        assertThat(answer.ok() || numbers.isPresent()).as(answer.end()).isTrue();
        if (silent) {
            var modified = MODIFIED.matcher(answer.end());
            var left = modified.matches() ? ModelView.set(modified.group(1)) : List.<Long>of();
            view.entries.stream() // what came meanwhile may have been meant
                    .filter(entry -> !before.containsKey(entry))
                    .forEach(entry -> entry.flags = null);
            before.forEach((entry, tellings) -> {
                if (!answer.ok() || entry.tellings > tellings) {
                    entry.flags = null; // whether that was before or after, nobody says
                } else if (!left.contains(entry.uid)) {
                    ModelView.applySilently(entry, kind, flags);
                }
            });
        }
    }

    private List<ModelView.Entry> named(String set, boolean numbers) {
        if (set.equals("1:*")) {
            return List.copyOf(view.entries);
        }
        if (numbers) {
            var ends = set.split(":", 2);
            int one = Integer.parseInt(ends[0]);
            int other = Integer.parseInt(ends[1]);
            return List.copyOf(
                    view.entries.subList(Math.min(one, other) - 1, Math.max(one, other)));
        }
        var uids = Set.copyOf(ModelView.set(set));
        return view.entries.stream().filter(entry -> uids.contains(entry.uid)).toList();
    }

    private static boolean complete(ModelView.Entry entry) {
        return entry.uid != 0 && entry.flags != null;
    }

    /// Where what the client does not know begins.
    private long upTo() {
        if (manner.cache.uidOnly()) {
            return view.entries.stream().allMatch(CachingClient::complete)
                    ? view.entries.stream().mapToLong(entry -> entry.uid).max().orElse(0)
                    : 0;
        }
        long upTo = 0;
        for (var entry : view.entries) {
            if (!complete(entry)) {
                break;
            }
            upTo = entry.uid;
        }
        return upTo;
    }

    /// Asks for what it does not know.
    private void complete() throws IOException {
        if (!view.entries.stream().allMatch(CachingClient::complete)) {
            String items = condstore ? " (UID FLAGS MODSEQ)" : " (UID FLAGS)";
            ModelSession.ok(ask("UID FETCH " + (upTo() + 1) + ":*" + items));
        }
    }

    private void comeBack() throws IOException {
        long upTo = upTo();
        var known = new TreeMap<Long, Set<String>>();
        for (var entry : view.entries) {
            if (entry.uid != 0 && entry.uid <= upTo) {
                known.put(entry.uid, Objects.requireNonNull(entry.flags));
            }
        }
        var memory = new ModelSession.Memory(view.validity, view.highest, upTo, known);
        if (random.oneIn(2)) {
            wire.close(); // as a telephone in a tunnel does
            wire = connected();
        } else {
            ModelSession.ok(ask("UNSELECT"));
        }
        if (manner.cache.qresync() && upTo > 0) {
            quickly(memory);
        } else {
            select("");
            if (condstore && upTo > 0) {
                bySequence(memory);
            }
        }
        complete();
    }

    private void quickly(ModelSession.Memory memory) throws IOException {
        String some = random.oneIn(2) ? " 1:" + memory.upTo() : "";
        select(" (QRESYNC (" + memory.validity() + " " + memory.highest() + some + "))");
        var left = memory.messages();
        left.keySet().removeAll(view.earlier);
        left.keySet().removeAll(view.vanished);
        assertThat(view.entries).hasSizeGreaterThanOrEqualTo(left.size());
        int at = 0;
        for (var message : left.entrySet()) {
            long uid = message.getKey();
            var entry =
                    manner.cache.uidOnly()
                            ? view.known(uid).or(() -> view.known(0)).orElseThrow()
                            : view.entries.get(at++);
            assertThat(entry.uid == 0 || entry.uid == uid).as("UID %s", uid).isTrue();
            entry.uid = uid;
            entry.flags = entry.flags == null ? message.getValue() : entry.flags;
        }
    }

    private void bySequence(ModelSession.Memory memory) throws IOException {
        ModelSession.ok(ask("UID FETCH 1:* (UID)"));
        ModelSession.ok(
                ask(
                        "UID FETCH 1:"
                                + memory.upTo()
                                + " (FLAGS) (CHANGEDSINCE "
                                + memory.highest()
                                + ")"));
        for (var entry : view.entries) {
            entry.flags = entry.flags == null ? memory.messages().get(entry.uid) : entry.flags;
        }
    }

    /// Nobody changes anything now: what this client knows must come to be what there is, without
    /// its asking where it idles or is notified.
    void settle(Map<Long, Set<String>> truth) throws IOException {
        if (!idling && !manner.notified) {
            ModelSession.ok(ask("NOOP"));
        }
        while ((idling || manner.notified) && !agrees(truth)) {
            try {
                view.hear(wire.unasked());
            } catch (SocketTimeoutException e) {
                throw new AssertionError(told() + " is not " + truth + ", and no more is said", e);
            }
        }
        if (idling && random.oneIn(2)) {
            done();
        }
        if (!idling) {
            complete();
            assertThat(view.entries).allMatch(CachingClient::complete);
        }
        assertThat(agrees(truth)).as("%s is not %s", told(), truth).isTrue();
    }

    private Map<Long, String> told() {
        var told = new HashMap<Long, String>();
        view.entries.forEach(entry -> told.put(entry.uid, "" + entry.flags));
        return new TreeMap<>(told);
    }

    /// Whether nothing that it knows is otherwise.
    private boolean agrees(Map<Long, Set<String>> truth) {
        var uids = new ArrayList<>(truth.keySet());
        if (uids.size() != view.entries.size()) {
            return false;
        }
        for (int i = 0; i < uids.size(); i++) {
            var entry = view.entries.get(i);
            if (entry.uid != 0 && !known(entry.uid, uids, i)) {
                return false;
            }
            long uid = manner.cache.uidOnly() ? entry.uid : uids.get(i);
            if (uid != 0 && entry.flags != null && !entry.flags.equals(truth.get(uid))) {
                return false;
            }
        }
        return true;
    }

    private boolean known(long uid, List<Long> uids, int at) {
        return manner.cache.uidOnly() ? uids.contains(uid) : uids.get(at) == uid;
    }

    /// What there is, as one that has seen nothing yet is told.
    static Map<Long, Set<String>> truth(Place place, String mailbox) throws IOException {
        try (var dialogue = new ModelDialogue(place.address)) {
            var view = new ModelView(false, false, false);
            ModelSession.ok(dialogue.ask("LOGIN " + place.login + " secret"));
            for (String command :
                    List.of("EXAMINE \"" + mailbox + "\"", "UID FETCH 1:* (UID FLAGS)")) {
                var answer = dialogue.ask(command);
                ModelSession.ok(answer);
                view.hear(answer);
            }
            var messages = new TreeMap<Long, Set<String>>();
            view.entries.forEach(
                    entry -> messages.put(entry.uid, Objects.requireNonNull(entry.flags)));
            return messages;
        }
    }

    String transcript() {
        return mailbox + " " + manner + "\n" + wire.transcript();
    }

    String mailbox() {
        return mailbox;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
