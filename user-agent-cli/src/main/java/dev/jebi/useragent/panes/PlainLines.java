package dev.jebi.useragent.panes;

import dev.jebi.useragent.compose.Answer;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.Original;
import dev.jebi.useragent.compose.Review;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.reading.Line;
import dev.jebi.useragent.text.SafeText;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The panes for a screen reader: nothing is drawn, no cursor jumps; one line in, plain lines out.
/// One thread.
final class PlainLines {
    private static final int WIDTH = 72;
    private static final String HELP =
            """
            list           ten messages from here; list 50 from the 50th
            next           the next unread message
            read 3         message 3; read alone reads the one that is meant
            mailboxes      the mailboxes; open NAME opens one
            search WORDS   e.g. search from:kim
            reply, reply-all, forward, compose
            delete, archive, junk, flag, unread, move MAILBOX
            undo           takes the last of these back
            quota, sync, outbox, drafts, quit
            """;

    private final BufferedReader in;
    private final PrintWriter out;
    private final Mail mail;
    private final Settings settings;
    private final InstantSource clock;
    private final Deque<Mail.Undo> undo = new ArrayDeque<>();
    private ListPane list;
    private String mailbox = "INBOX";

    PlainLines(
            BufferedReader in, PrintWriter out, Mail mail, Settings settings, InstantSource clock)
            throws IOException {
        this.in = in;
        this.out = out;
        this.mail = mail;
        this.settings = settings;
        this.clock = clock;
        this.list = new ListPane(new Listing(mail.rows(mailbox)), ZoneId.systemDefault());
    }

    /// Runs until the person leaves.
    void run() throws IOException {
        say("jebi mail, " + mail.name() + "; help tells the commands");
        guarded(this::sync);
        while (true) {
            Optional<String> line = ask("> ");
            if (line.isEmpty()) {
                return;
            }
            String[] words = line.get().strip().split("\\s+", 2);
            if (words[0].equals("quit") || words[0].equals("q")) {
                guarded(() -> mail.sendDue());
                return;
            }
            guarded(() -> command(words[0], words.length > 1 ? words[1] : ""));
            guarded(() -> mail.sendDue());
        }
    }

    private interface Step {
        void run() throws IOException, MessagingException;
    }

    private void guarded(Step step) {
        try {
            step.run();
        } catch (IOException | MessagingException | RuntimeException e) {
            say("error: " + Stage.sentence(e));
        }
    }

    private void say(String words) {
        out.println(SafeText.line(words));
        out.flush();
    }

    private Optional<String> ask(String words) throws IOException {
        out.print(words);
        out.flush();
        return Optional.ofNullable(in.readLine());
    }

    private void command(String verb, String words) throws IOException, MessagingException {
        switch (verb.toLowerCase(Locale.ROOT)) {
            case "" -> {}
            case "help", "?" -> HELP.lines().forEach(this::say);
            case "list", "ls", "l" -> list(words);
            case "next", "n" -> next();
            case "read", "r" -> read(words);
            case "mailboxes", "folders" -> mailboxes();
            case "open", "go" -> open(words);
            case "search", "/" -> search(words);
            case "sync" -> sync();
            case "quota" -> quota();
            case "compose", "c" ->
                    write(Letter.blank(mail.author()).withTo(words), Optional.empty());
            case "reply" -> answer(Answer.To.AUTHOR);
            case "reply-all" -> answer(Answer.To.ALL);
            case "forward" -> forward();
            case "delete", "d" -> moveTo("trash");
            case "archive", "a" -> moveTo("archive");
            case "junk" -> moveTo("junk");
            case "move" -> did(mail.move(list.meant(), words.strip()), "moved to " + words);
            case "flag" -> flag("flagged");
            case "unread" -> flag("seen");
            case "undo", "z" -> undo();
            case "outbox" ->
                    mail.outbox().forEach(o -> say("waits: " + o.subject() + " " + o.trouble()));
            case "drafts" -> {
                for (String name : mail.drafts().names()) {
                    say(name + ": " + mail.drafts().read(name).subject());
                }
            }
            default -> {
                if (verb.matches("\\d{1,9}")) {
                    read(verb);
                } else {
                    say("there is no command " + verb + "; help tells them");
                }
            }
        }
    }

    private void sync() throws IOException {
        Mail.Synced synced = mail.sync(mailbox);
        list.refresh();
        say(mailbox + ", " + list.listing().size() + " messages, " + synced.fresh() + " new");
    }

    private void quota() throws IOException {
        say(mail.quota().map(q -> "storage " + q.percent() + " % full").orElse("no limit"));
    }

    private void list(String words) throws IOException {
        if (words.matches("\\d{1,9}")) {
            list.go(Integer.parseInt(words) - 1);
        }
        List<String> told = list.told(clock.instant());
        told.forEach(this::say);
        if (told.isEmpty()) {
            say("no messages");
        }
        list.go(list.cursor() + told.size());
    }

    private void next() throws IOException, MessagingException {
        Optional<Integer> line = list.nextUnread();
        if (line.isEmpty()) {
            say("everything is read");
        } else {
            list.go(line.get());
            read("");
        }
    }

    private void read(String words) throws IOException, MessagingException {
        if (words.matches("\\d{1,9}")) {
            list.go(Integer.parseInt(words) - 1);
        }
        Optional<Envelope> current = list.current();
        if (current.isEmpty()) {
            say("no message");
            return;
        }
        Envelope envelope = current.get();
        var manner = new Opened.Manner(false, false);
        Opened opened = Opened.of(envelope, mail.octets(envelope), WIDTH, manner);
        opened.lines(true).stream().map(Line::plain).forEach(this::say);
        if (!envelope.seen()) {
            mail.flag(List.of(envelope.ref()), "seen", true);
            list.refresh();
        }
    }

    private void mailboxes() throws IOException {
        for (MailboxLine line : mail.mailboxes()) {
            say(line.name() + ", " + line.messages() + " messages, " + line.unseen() + " unread");
        }
    }

    private void open(String name) throws IOException {
        mailbox = name.strip();
        list.show(new Listing(mail.rows(mailbox)), false);
        sync();
    }

    private void search(String words) throws IOException {
        List<Envelope> found = mail.search(mailbox, words);
        list.show(new Listing(Rows.of(found)), false);
        say(found.size() + " messages; open " + mailbox + " goes back");
        list("");
        list.go(0);
    }

    private void moveTo(String use) throws IOException {
        did(mail.moveTo(list.meant(), use), "moved to " + use);
    }

    private void flag(String flag) throws IOException {
        Optional<Envelope> current = list.current();
        if (current.isPresent()) {
            boolean on = !current.get().has(flag);
            did(mail.flag(list.meant(), flag, on), (on ? "" : "not ") + flag);
        }
    }

    private void did(Mail.Undo back, String told) throws IOException {
        undo.addLast(back);
        list.refresh();
        say(told + "; undo takes it back");
    }

    private void undo() throws IOException {
        Mail.Undo last = undo.pollLast();
        if (last == null) {
            say("there is nothing to take back");
        } else {
            last.back();
            list.refresh();
            say("taken back");
        }
    }

    private void answer(Answer.To kind) throws IOException, MessagingException {
        Optional<Envelope> current = list.current();
        if (current.isPresent()) {
            Letter letter = answers().reply(original(current.get()), kind);
            write(letter, Optional.of(current.get().ref()));
        }
    }

    private void forward() throws IOException, MessagingException {
        Optional<Envelope> current = list.current();
        if (current.isPresent()) {
            write(answers().forward(original(current.get())), Optional.empty());
        }
    }

    private Answer answers() {
        return new Answer(
                mail.author(), mail.addresses(), ZoneId.systemDefault(), settings.korean());
    }

    private Original original(Envelope envelope) throws IOException, MessagingException {
        var octets = new ByteArrayInputStream(mail.octets(envelope));
        return Original.of(new MimeMessage((Session) null, octets));
    }

    /// Asks for what is missing, then for the text; what is quoted follows it.
    private void write(Letter begun, Optional<MessageRef> answered) throws IOException {
        String draft = mail.drafts().fresh();
        mail.drafts().keep(draft, begun.signed(mail.signature()));
        Letter letter = begun;
        if (letter.to().isBlank()) {
            letter = letter.withTo(ask("to: ").orElse(""));
        }
        if (letter.subject().isBlank()) {
            letter = letter.withSubject(ask("subject: ").orElse(""));
        }
        say("write the text; a dot on a line of its own ends it");
        var lines = new ArrayList<String>();
        for (Optional<String> line = ask(""); line.isPresent(); line = ask("")) {
            if (line.get().equals(".")) {
                break;
            }
            lines.add(line.get());
            mail.drafts().keep(draft, signed(letter, lines, begun));
        }
        letter = signed(letter, lines, begun);
        mail.drafts().keep(draft, letter);
        var review = Review.of(letter, settings.home());
        review.hindrances().forEach(words -> say("cannot be sent: " + words));
        review.warnings().forEach(words -> say("warning: " + words));
        say("to " + letter.to() + ", " + letter.subject());
        String sends = review.hindrances().isEmpty() ? ask("send? [y/n] ").orElse("n") : "n";
        if (!sends.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            say("kept as the draft " + draft);
            return;
        }
        Mail.Outgoing outgoing = mail.send(draft, letter, answered);
        undo.addLast(() -> {
            if (!mail.takeBack(outgoing)) {
                throw new IOException("it is sent already");
            }
        });
        say("sending in ten seconds; undo takes it back");
    }

    private Letter signed(Letter letter, List<String> lines, Letter begun) {
        return letter.withBody(text(lines, begun)).signed(mail.signature());
    }

    private static String text(List<String> lines, Letter begun) {
        String quoted = begun.body().isBlank() ? "" : begun.body().stripTrailing() + "\n\n";
        return quoted + String.join("\n", lines) + "\n";
    }
}
