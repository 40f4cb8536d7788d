package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.imapserver.ModelSearch.Key;
import dev.jebi.testkit.Randomly;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The commands of the selected state, as a random client gives them, and what each must do and
/// tell. For one thread.
final class ModelCommands {
    static final List<String> FLAGS =
            List.of(
                    "\\seen",
                    "\\answered",
                    "\\flagged",
                    "\\deleted",
                    "\\draft",
                    "$a",
                    "$b",
                    "work");
    private static final Pattern CODE = Pattern.compile("OK \\[([A-Z]+) ([^\\]]*)\\].*");
    private static final Pattern MODIFIED = Pattern.compile("(?:OK|NO) \\[MODIFIED ([^\\]]*)\\].*");

    private final Randomly random;
    private final ModelSession session;

    ModelCommands(Randomly random, ModelSession session) {
        this.random = random;
        this.session = session;
    }

    /// Messages that a command names.
    ///
    /// @param uids of those that this session knows, or comes to know as the command begins
    record Named(String set, List<Long> uids, boolean uid) {
        String verb(String name) {
            return (uid ? "UID " : "") + name + " " + set;
        }
    }

    private Named named() {
        boolean uid = session.manner.uidOnly() || session.view.entries.isEmpty() || random.oneIn(2);
        return named(uid);
    }

    private Named named(boolean uid) {
        var set = ModelSearch.set(random, session, uid);
        return new Named(set.text(), set.uids(), uid);
    }

    /// What is still there of those, and whether something is not.
    private List<Long> there(Named named) {
        return named.uids().stream().filter(session.mailbox.messages::containsKey).toList();
    }

    private boolean refused(Named named) {
        return !named.uid() && there(named).size() < named.uids().size();
    }

    static Set<String> flags(Randomly random) {
        var flags = new TreeSet<String>();
        for (int i = random.between(0, 3); i > 0; i--) {
            flags.add(random.pick(FLAGS));
        }
        return flags;
    }

    private Map.Entry<Long, Long> since() {
        return random.pick(List.copyOf(session.mailbox.modSeqs.entrySet()));
    }

    private boolean knowsModSeqs() {
        return session.manner.condstore() && !session.mailbox.modSeqs.isEmpty();
    }

    void store() throws IOException {
        var named = named();
        char kind = random.pick('+', '-', '=');
        var flags = flags(random);
        boolean silent = random.oneIn(2);
        var failing = new ArrayList<Long>();
        String condition = "";
        if (knowsModSeqs() && random.oneIn(3)) {
            var since = since();
            condition = " (UNCHANGEDSINCE " + since.getValue() + ")";
            for (long uid : there(named)) {
                if (session.mailbox.message(uid).change > since.getKey()) {
                    failing.add(uid);
                }
            }
        }
        var done = new ArrayList<>(there(named));
        done.removeAll(failing);
        var current = session.current();
        var item =
                condition
                        + " "
                        + (kind == '=' ? "" : kind)
                        + (silent ? "FLAGS.SILENT (" : "FLAGS (")
                        + String.join(" ", flags)
                        + ")";
        boolean refused = refused(named);
        if (!session.readOnly) {
            session.mailbox.store(done, kind, flags);
        }
        var answer = session.ask(named.verb("STORE") + item);
        if (session.readOnly) {
            assertThat(answer.end()).startsWith("NO");
            session.settle(named.uid());
            return;
        }
        assertThat(answer.ok()).isEqualTo(!refused);
        assertThat(modified(answer)).isEqualTo(numbers(failing, current, named.uid()));
        session.settle(
                named.uid(),
                () -> {
                    if (silent) {
                        done.forEach(uid -> applied(uid, kind, flags));
                    }
                });
    }

    private void applied(long uid, char kind, Set<String> flags) {
        session.entry(uid).ifPresent(entry -> ModelView.applySilently(entry, kind, flags));
    }

    private static Set<Long> modified(ModelDialogue.Answer answer) {
        var code = MODIFIED.matcher(answer.end());
        return code.matches() ? new TreeSet<>(ModelView.set(code.group(1))) : Set.of();
    }

    private static Set<Long> numbers(List<Long> uids, List<Long> current, boolean uid) {
        var numbers = new TreeSet<Long>();
        uids.forEach(each -> numbers.add(uid ? each : current.indexOf(each) + 1L));
        return numbers;
    }

    void fetch() throws IOException {
        var named = named();
        String items = random.pick("FLAGS", "(UID FLAGS)", "(FLAGS RFC822.SIZE)", "UID");
        long after = -1;
        String modifier = "";
        if (knowsModSeqs() && random.oneIn(2)) {
            var since = since();
            after = since.getKey();
            boolean vanished = named.uid() && session.manner.qresync() && random.oneIn(2);
            modifier = " (CHANGEDSINCE " + since.getValue() + (vanished ? " VANISHED)" : ")");
        } else if (session.manner.condstore() && random.oneIn(2)) {
            items = "(FLAGS MODSEQ)";
        }
        boolean refused = refused(named);
        var answer = session.ask(named.verb("FETCH") + " " + items + modifier);
        assertThat(answer.ok()).isEqualTo(!refused);
        var told = new ArrayList<>(session.view.fetched);
        var earlier = new TreeSet<>(session.view.earlier);
        var now = new TreeSet<>(session.view.vanished);
        session.settle(named.uid());
        for (long uid : there(named)) {
            if (session.mailbox.message(uid).change > after) {
                assertThat(told).contains(session.entry(uid).orElseThrow());
            }
        }
        if (modifier.endsWith("VANISHED)")) {
            vanished(named, after, earlier, now);
        }
    }

    /// All that was named and is gone since then, but what this session was told of by VANISHED
    /// alone; where the server does not remember any more, other UIDs that are gone as well.
    private void vanished(Named named, long after, TreeSet<Long> earlier, TreeSet<Long> now) {
        var gone = new TreeSet<Long>();
        session.mailbox.expunged.forEach((uid, change) -> {
            if (change > after && ModelSearch.names(named.set(), uid, session.mailbox)) {
                gone.add(uid);
            }
        });
        gone.removeAll(now);
        assertThat(earlier).containsAll(gone);
        for (long uid : earlier) {
            assertThat(ModelSearch.names(named.set(), uid, session.mailbox)).isTrue();
        }
    }

    void search() throws IOException {
        boolean uid = session.manner.uidOnly() || random.oneIn(2);
        Key key = new ModelSearch(random, session, knowsModSeqs()).key(2);
        var current = session.current();
        var expected = new ArrayList<Long>();
        for (int i = 0; i < current.size(); i++) {
            long each = current.get(i);
            var message = session.mailbox.messages.get(each);
            if (message != null && key.test().matches(each, message)) {
                expected.add(uid ? each : i + 1L);
            }
        }
        var answer = session.ask((uid ? "UID SEARCH " : "SEARCH ") + key.text());
        ModelSession.ok(answer);
        assertThat(session.view.found.orElseThrow()).as(key.text()).isEqualTo(expected);
        session.settle(uid);
    }

    void expunge() throws IOException {
        boolean some = random.oneIn(2);
        var gone = session.mailbox.deleted();
        String command = "EXPUNGE";
        if (some) {
            var named = named(true);
            command = named.verb("EXPUNGE");
            gone = gone.stream().filter(named.uids()::contains).toList();
        }
        if (!session.readOnly) {
            session.mailbox.expunge(gone);
        }
        var answer = session.ask(command);
        assertThat(answer.ok()).isEqualTo(!session.readOnly);
        if (!session.readOnly && !gone.isEmpty() && session.manner.condstore()) {
            assertThat(answer.end()).startsWith("OK [HIGHESTMODSEQ ");
            session.mailbox.told(session.mailbox.change, session.view.highest);
        }
        session.settle(true);
    }

    void copy(boolean move) throws IOException {
        var named = named();
        var target = random.pick(session.mailboxes);
        var from = there(named);
        long first = target.uidNext;
        boolean refused = refused(named) || (move && session.readOnly);
        if (!refused && !from.isEmpty()) {
            if (move && target == session.mailbox) {
                target.moveWithin(from);
            } else {
                target.add(session.mailbox.flags(from));
                session.mailbox.expunge(move ? from : List.of());
            }
        }
        var answer = session.ask(named.verb(move ? "MOVE" : "COPY") + " " + target.name);
        assertThat(answer.ok()).isEqualTo(!refused);
        if (!refused && !from.isEmpty()) {
            var lines = new ArrayList<>(answer.told());
            lines.add(answer.end());
            var code = codes(lines, "COPYUID").split(" ");
            assertThat(ModelView.set(code[1])).isEqualTo(from);
            assertThat(ModelView.set(code[2]).getFirst()).isEqualTo(first);
            assertThat(ModelView.set(code[2])).hasSameSizeAs(from);
        }
        session.settle(true);
    }

    private static String codes(List<String> lines, String name) {
        for (String line : lines) {
            var code = CODE.matcher(line);
            if (code.matches() && code.group(1).equals(name)) {
                return code.group(2);
            }
        }
        throw new AssertionError("no " + name + " in " + lines);
    }

    void noop() throws IOException {
        ModelSession.ok(session.ask(random.pick("NOOP", "CHECK")));
        if (session.manner.rev2() || session.manner.qresync()) {
            assertThat(session.view.allWithUid).as("UID in what is told unasked").isTrue();
        }
        session.settle(true);
    }

    void close() throws IOException {
        boolean expunges = random.oneIn(2);
        ModelSession.ok(session.ask(expunges ? "CLOSE" : "UNSELECT"));
        if (expunges && !session.readOnly) {
            session.mailbox.expunge(session.mailbox.deleted());
        }
        session.leave();
    }
}
