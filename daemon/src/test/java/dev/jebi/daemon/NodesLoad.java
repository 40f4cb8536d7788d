package dev.jebi.daemon;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Senders and user agents that go to any node that is there, and to another when it goes away,
/// each writing down what it is told.
final class NodesLoad {
    static final List<String> ACCOUNTS = List.of("u0", "u1", "u2");
    static final String PEER = "peer";
    private static final int SENDERS = 9;
    private static final int USER_AGENTS = 3;
    private static final int MESSAGES = 50;
    private static final long PAUSE_MILLIS = 50;
    private static final Pattern APPENDED = Pattern.compile("\\[APPENDUID \\d+ (\\d+)]");

    private final List<Node> nodes;
    private final Ledger ledger;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(SENDERS + USER_AGENTS);
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

    NodesLoad(List<Node> nodes, Ledger ledger) {
        this.nodes = nodes;
        this.ledger = ledger;
    }

    void start() {
        for (int i = 0; i < SENDERS; i++) {
            start(new Sender());
        }
        for (int i = 0; i < USER_AGENTS; i++) {
            start(new UserAgent(ACCOUNTS.get(i % ACCOUNTS.size())));
        }
    }

    /// What is begun is ended.
    ///
    /// @return what went wrong in the sessions, beside nodes that went away
    List<Throwable> stop() throws InterruptedException {
        stop.countDown();
        if (!ended.await(60, TimeUnit.SECONDS)) {
            faults.add(new IllegalStateException("sessions go on"));
        }
        return List.copyOf(faults);
    }

    private interface Visitor {
        void visit(JebiProcess server) throws IOException;
    }

    private void start(Visitor visitor) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (!stopping(0)) {
                            visit(visitor);
                        }
                    } catch (RuntimeException | AssertionError e) {
                        faults.add(e);
                    } finally {
                        ended.countDown();
                    }
                });
    }

    private void visit(Visitor visitor) {
        Optional<JebiProcess> server =
                nodes.get(ThreadLocalRandom.current().nextInt(nodes.size())).server();
        try {
            if (server.isPresent()) {
                visitor.visit(server.get());
            } else {
                stopping(PAUSE_MILLIS);
            }
        } catch (IOException _) {
            stopping(PAUSE_MILLIS); // killed: another may be there
        }
    }

    private boolean stopping(long millis) {
        try {
            return stop.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Sends a message again until it is taken.
    private final class Sender implements Visitor {
        private String id = "";
        private int number;

        @Override
        public void visit(JebiProcess server) throws IOException {
            try (var smtp = new Dialogue(server.at("smtp"))) {
                smtp.reply();
                smtp.command("EHLO load");
                for (int i = 0; i < MESSAGES && !stopping(0); i++) {
                    if (id.isEmpty()) {
                        id = ledger.id(recipient());
                        number = 0;
                    }
                    if (taken(smtp, ledger.mark(id, number++))) {
                        id = "";
                    } else {
                        stopping(PAUSE_MILLIS);
                    }
                }
                smtp.command("QUIT");
            }
        }

        private static String recipient() {
            int any = ThreadLocalRandom.current().nextInt(2 * ACCOUNTS.size());
            return any < ACCOUNTS.size() ? ACCOUNTS.get(any) : PEER;
        }

        private boolean taken(Dialogue smtp, String mark) throws IOException {
            String to = id.startsWith(PEER) ? "r@peer.test" : id.split("-", 2)[0] + "@a.test";
            smtp.command("MAIL FROM:<u0@a.test>");
            if (!smtp.command("RCPT TO:<" + to + ">").startsWith("250 ")
                    || !smtp.command("DATA").startsWith("354 ")) {
                smtp.command("RSET");
                return false;
            }
            ledger.sending(mark);
            smtp.send(Marked.message(mark) + ".");
            boolean taken = smtp.reply().startsWith("250 ");
            ledger.answered(mark, taken);
            return taken;
        }
    }

    /// Appends, and flags or expunges on this node what it has appended on another.
    private final class UserAgent implements Visitor {
        private record Mine(String mark, String uid) {}

        private final String account;
        private final ArrayDeque<Mine> mine = new ArrayDeque<>();
        private int turn;

        UserAgent(String account) {
            this.account = account;
        }

        @Override
        public void visit(JebiProcess server) throws IOException {
            try (var imap = new Dialogue(server.at("imap"))) {
                imap.line();
                if (!ok(imap, "LOGIN " + account + "@a.test secret") || !ok(imap, "SELECT INBOX")) {
                    stopping(PAUSE_MILLIS);
                    return;
                }
                while (!mine.isEmpty() && change(imap, mine.getFirst())) {
                    mine.removeFirst();
                }
                for (int i = 0; i < MESSAGES / 5 && !stopping(0); i++) {
                    append(imap);
                }
            }
        }

        private void append(Dialogue imap) throws IOException {
            String mark = ledger.mark(ledger.id(account), 0);
            ledger.sending(mark);
            String reply = Load.append(imap, Marked.message(mark));
            var appended = APPENDED.matcher(reply);
            boolean taken = appended.find();
            ledger.answered(mark, taken);
            if (taken) {
                mine.add(new Mine(mark, appended.group(1)));
            } else {
                stopping(PAUSE_MILLIS);
            }
        }

        /// @return false when this node knows it not yet, or cannot now
        private boolean change(Dialogue imap, Mine message) throws IOException {
            if (!shows(imap, message.uid())) {
                return false;
            }
            if (turn++ % 2 == 0) {
                boolean done = ok(imap, "UID STORE " + message.uid() + " +FLAGS.SILENT \\Flagged");
                if (done) {
                    ledger.flagged.add(message.mark());
                }
                return done;
            }
            ledger.expunging.add(message.mark());
            boolean done =
                    ok(imap, "UID STORE " + message.uid() + " +FLAGS.SILENT \\Deleted")
                            && ok(imap, "UID EXPUNGE " + message.uid());
            if (done) {
                ledger.expunged.add(message.mark());
            }
            return true;
        }

        private static boolean shows(Dialogue imap, String uid) throws IOException {
            imap.send("a UID FETCH " + uid + " (UID)");
            boolean shown = false;
            String line;
            while (!(line = imap.line()).startsWith("a ")) {
                shown |= line.contains("FETCH (UID " + uid);
            }
            return shown;
        }

        private static boolean ok(Dialogue imap, String command) throws IOException {
            imap.send("a " + command);
            String line;
            do {
                line = imap.line();
            } while (!line.startsWith("a "));
            return line.startsWith("a OK");
        }
    }
}
