package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Randomly;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One client of the model test: how it speaks, what it remembers of mailboxes that it left, and
/// what must hold after each of its commands. For one thread.
final class ModelSession implements AutoCloseable {
    /// How a client speaks.
    record Manner(boolean condstore, boolean qresync, boolean uidOnly, boolean rev2) {
        static Manner any(Randomly random) {
            boolean qresync = random.oneIn(2);
            return new Manner(
                    qresync || random.oneIn(2), qresync, random.oneIn(4), random.oneIn(3));
        }

        String enable() {
            return "ENABLE X"
                    + (condstore ? " CONDSTORE" : "")
                    + (qresync ? " QRESYNC" : "")
                    + (uidOnly ? " UIDONLY" : "")
                    + (rev2 ? " IMAP4rev2" : "");
        }

        ModelView view() {
            return new ModelView(uidOnly, uidOnly || qresync, rev2);
        }
    }

    /// What a client keeps of a mailbox: all messages up to a UID, as of a mod-sequence.
    record Memory(long validity, long highest, long upTo, TreeMap<Long, Set<String>> messages) {}

    final Manner manner;
    final List<ModelMailbox> mailboxes;
    final ModelDialogue wire;
    private final Map<String, Memory> memories = new HashMap<>();
    ModelMailbox mailbox;
    ModelView view;
    boolean selected;
    boolean readOnly;
    boolean idling;

    /// The UIDs that this session's sequence numbers mean.
    List<Long> numbers = new ArrayList<>();

    /// Up to which UID the client has fetched all messages.
    long upTo;

    private long highestUid;

    ModelSession(
            InetSocketAddress address, String user, List<ModelMailbox> mailboxes, Manner manner)
            throws IOException {
        this.mailboxes = mailboxes;
        this.manner = manner;
        this.mailbox = mailboxes.getFirst();
        this.view = manner.view();
        this.wire = new ModelDialogue(address);
        ok(wire.ask("LOGIN " + user + " secret"));
        ok(wire.ask(manner.enable()));
    }

    static void ok(ModelDialogue.Answer answer) {
        assertThat(answer.end()).startsWith("OK");
    }

    /// Takes over what a client of the same person remembered.
    void remember(ModelSession before) {
        memories.putAll(before.memories);
    }

    /// Gives a command of the selected state whose answer is checked by what it told.
    ModelDialogue.Answer ask(String command) throws IOException {
        var answer = wire.ask(command);
        view.hear(answer);
        return answer;
    }

    /// The UIDs by number while a command runs: those of before, and what is new.
    List<Long> current() {
        var now = new ArrayList<>(numbers);
        now.addAll(mailbox.messages.tailMap(highestUid, false).keySet());
        return now;
    }

    /// What must hold when a command has ended.
    ///
    /// @param expunges whether expunges were to be told
    void settle(boolean expunges) throws IOException {
        settle(expunges, () -> {});
    }

    /// The same, where the client draws a conclusion of its own before.
    void settle(boolean expunges, Runnable conclusion) throws IOException {
        numbers = expunges ? mailbox.uids() : current();
        highestUid = Math.max(highestUid, mailbox.uidNext - 1);
        assertThat(Collections.disjoint(view.earlier, mailbox.messages.keySet())).isTrue();
        conclusion.run();
        check();
        if (upTo < mailbox.uidNext - 1 && (manner.qresync() || manner.uidOnly())) {
            fetchNew();
        }
    }

    /// What the client has of a message, by its number or its UID.
    Optional<ModelView.Entry> entry(long uid) {
        if (manner.uidOnly()) {
            return view.known(uid);
        }
        int at = numbers.indexOf(uid);
        return at < 0 ? Optional.empty() : Optional.of(view.entries.get(at));
    }

    private void check() {
        assertThat(view.entries).as("number of messages").hasSize(numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            var entry = view.entries.get(i);
            if (!manner.uidOnly() && entry.uid != 0) {
                assertThat(entry.uid).as("UID of number %s", i + 1).isEqualTo(numbers.get(i));
            }
            long uid = manner.uidOnly() ? entry.uid : numbers.get(i);
            check(entry, uid);
        }
    }

    private void check(ModelView.Entry entry, long uid) {
        if (uid != 0 && manner.uidOnly()) {
            assertThat(numbers).contains(uid);
        }
        var message = mailbox.messages.get(uid);
        if (message == null) {
            return;
        }
        if (entry.flags != null) {
            assertThat(entry.flags).as("flags of UID %s", uid).isEqualTo(message.flags);
        }
        if (entry.modSeq != 0 && manner.condstore()) {
            mailbox.told(message.change, entry.modSeq);
        }
    }

    /// As clients do when they hear of new messages; theirs are the UIDs above all they know.
    void fetchNew() throws IOException {
        long from = upTo + 1;
        ok(ask("UID FETCH " + from + ":* (UID FLAGS" + (manner.condstore() ? " MODSEQ)" : ")")));
        numbers = mailbox.uids();
        upTo = mailbox.uidNext - 1;
        check();
        for (var entry : view.entries) {
            assertThat(entry.uid).isNotZero();
            assertThat(entry.flags).isNotNull();
        }
    }

    void select(ModelMailbox other, Randomly random) throws IOException {
        leave();
        mailbox = other;
        view = manner.view();
        readOnly = random.oneIn(6);
        String verb = (readOnly ? "EXAMINE " : "SELECT ") + other.name;
        var memory = memories.get(other.name);
        if (memory == null || random.oneIn(8)) {
            ok(ask(verb));
            begin();
            if (manner.qresync() || manner.uidOnly() || random.oneIn(2)) {
                fetchNew();
            }
        } else {
            ok(ask(verb + (manner.qresync() ? resync(memory, random) : "")));
            mailbox.toldValidity(view.validity);
            if (view.validity != memory.validity()) { // it is another one by now
                assertThat(view.earlier).isEmpty();
                begin();
                fetchNew();
            } else if (manner.qresync()) {
                resynchronised(memory);
            } else {
                begin();
                catchUp(memory);
            }
        }
        selected = true;
    }

    private void begin() {
        numbers = mailbox.uids();
        highestUid = mailbox.uidNext - 1;
        upTo = 0;
        assertThat(view.entries).as("EXISTS").hasSize(numbers.size());
        mailbox.toldValidity(view.validity);
        mailbox.told(mailbox.change, view.highest);
    }

    /// RFC 7162 §3.2.5: with all that the client knows, or part of it.
    private String resync(Memory memory, Randomly random) {
        var known = new ArrayList<>(memory.messages().keySet());
        boolean whole = random.oneIn(2);
        var command = new StringBuilder();
        command.append(" (QRESYNC (").append(memory.validity()).append(' ');
        command.append(memory.highest());
        if (!whole && memory.upTo() > 0) {
            command.append(" 1:").append(memory.upTo());
        }
        if (!manner.uidOnly() && !known.isEmpty() && random.oneIn(2)) {
            command.append(pairs(known, random));
        }
        return command.append("))").toString();
    }

    private void resynchronised(Memory memory) throws IOException {
        var after = new TreeMap<>(memory.messages());
        after.keySet().removeAll(view.earlier);
        numbers = mailbox.uids();
        highestUid = mailbox.uidNext - 1;
        upTo = memory.upTo();
        mailbox.told(mailbox.change, view.highest);
        take(after);
        settle(true);
        if (upTo < mailbox.uidNext - 1) {
            fetchNew();
        }
    }

    private static String pairs(List<Long> known, Randomly random) {
        var numbers = new ArrayList<String>();
        var uids = new ArrayList<String>();
        for (int i = 0; i < known.size(); i += random.between(1, 5)) {
            numbers.add("" + (i + 1));
            uids.add("" + known.get(i));
        }
        return " (" + String.join(",", numbers) + " " + String.join(",", uids) + ")";
    }

    /// The messages that the client knows are the first ones, in the order of their UIDs.
    private void take(TreeMap<Long, Set<String>> known) {
        var expected = new TreeSet<>(mailbox.messages.headMap(upTo, true).keySet());
        assertThat(known.keySet()).as("what is left of what was known").isEqualTo(expected);
        if (manner.uidOnly()) {
            var unknown = new TreeMap<>(known);
            view.entries.forEach(entry -> unknown.remove(entry.uid));
            unknown.forEach((uid, flags) -> {
                var entry = view.known(0).orElseThrow();
                entry.uid = uid;
                entry.flags = flags;
            });
            return;
        }
        int at = 0;
        for (var message : known.entrySet()) {
            var entry = view.entries.get(at++);
            assertThat(entry.uid == 0 || entry.uid == message.getKey()).isTrue();
            entry.uid = message.getKey();
            if (entry.flags == null) {
                entry.flags = message.getValue();
            }
        }
    }

    /// RFC 7162 §6: as clients with CONDSTORE and without QRESYNC do.
    private void catchUp(Memory memory) throws IOException {
        if (memory.upTo() == 0) {
            fetchNew();
            return;
        }
        String set = "1:" + memory.upTo();
        ok(ask("UID SEARCH UID " + set));
        var left = new TreeMap<>(memory.messages());
        left.keySet().retainAll(view.found.orElseThrow());
        ok(ask("UID FETCH " + set + " (FLAGS) (CHANGEDSINCE " + memory.highest() + ")"));
        upTo = memory.upTo();
        take(left);
        check();
        fetchNew();
    }

    /// Remembers what is known of the mailbox.
    void leave() {
        if (!selected) {
            return;
        }
        selected = false;
        var messages = new TreeMap<Long, Set<String>>();
        for (var entry : view.entries) {
            if (entry.uid != 0 && entry.uid <= upTo) {
                messages.put(entry.uid, Objects.requireNonNull(entry.flags));
            }
        }
        if (manner.condstore()) {
            memories.put(mailbox.name, new Memory(view.validity, view.highest, upTo, messages));
        } else {
            memories.remove(mailbox.name);
        }
    }

    @Override
    public void close() throws IOException {
        leave();
        wire.close();
    }
}
