package dev.jebi.useragent.panes;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.compose.AddressBook;
import dev.jebi.useragent.compose.Addressing;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.compose.LetterMime;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.LocalMailbox;
import dev.jebi.useragent.local.LocalStore;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.local.Outbox;
import dev.jebi.useragent.online.LocalTexts;
import dev.jebi.useragent.online.Mailboxes;
import dev.jebi.useragent.online.Progress;
import dev.jebi.useragent.online.Sending;
import dev.jebi.useragent.reading.Line;
import dev.jebi.useragent.search.Matching;
import dev.jebi.useragent.search.QueryReader;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// An account of the file of accounts: what is known here from the local store, all else from its
/// servers. One connection is for what the person does, one for keeping in step, one for sending,
/// so that a long look for new mail never makes anybody wait. Any thread may use it.
final class AccountMail implements Mail {
    private static final Duration TAKE_BACK = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final int MOST_FOUND = 1_000;
    private static final int LEARNT_FROM = 2_000;

    private final Account account;
    private final LocalStore store;
    private final InstantSource clock;
    private final Path home;
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final Line doing;
    private final Line stepping;
    private final Line handing;
    private final Set<String> looked = new HashSet<>();
    private @Nullable AddressBook people;
    private Instant again = Instant.EPOCH;
    private volatile boolean closed;
    private volatile @Nullable Mailboxes watching;

    AccountMail(Account account, LocalStore store, InstantSource clock, Path home) {
        this.account = account;
        this.store = store;
        this.clock = clock;
        this.home = home;
        this.doing = new Line(Mailboxes.of(account, store), troubles);
        this.stepping = new Line(Mailboxes.of(account, store), troubles);
        this.handing = new Line(Mailboxes.of(account, store), troubles);
    }

    /// A connection, one thread at a time.
    private static final class Line {
        private final Mailboxes mailboxes;
        private final Queue<String> troubles;
        private final ReentrantLock turn = new ReentrantLock(true);

        /// @param troubles where what could not be done is told
        Line(Mailboxes mailboxes, Queue<String> troubles) {
            this.mailboxes = mailboxes;
            this.troubles = troubles;
        }

        interface Talk<T> {
            T with(Mailboxes mailboxes) throws IOException;
        }

        <T> T talk(Talk<T> talk) throws IOException {
            turn.lock();
            try {
                return talk.with(mailboxes);
            } finally {
                mailboxes.made().forEach(made -> made.told().ifPresent(troubles::add));
                turn.unlock();
            }
        }

        /// Leaves, unless somebody is talking: the process ends in any case.
        void close() {
            if (turn.tryLock()) {
                try {
                    mailboxes.close();
                } finally {
                    turn.unlock();
                }
            }
        }
    }

    @Override
    public String name() {
        return account.user();
    }

    @Override
    public String author() {
        return account.author();
    }

    @Override
    public String signature() {
        return account.signature();
    }

    @Override
    public List<String> addresses() {
        return account.addresses();
    }

    @Override
    public List<MailboxLine> mailboxes() throws IOException {
        List<MailboxLine> known = store.mailboxes();
        return known.isEmpty() ? List.of(new MailboxLine("INBOX", "inbox", true, "", 0, 0)) : known;
    }

    @Override
    public Rows rows(String mailbox) {
        LocalMailbox rows = store.mailbox(mailbox);
        return new Rows() {
            @Override
            public int count() throws IOException {
                return rows.count();
            }

            @Override
            public List<Envelope> some(int from, int to) throws IOException {
                return rows.rows(from, to);
            }

            @Override
            public Optional<Integer> place(MessageRef message) throws IOException {
                int place = rows.position(message.uid());
                return place >= 0 ? Optional.of(place) : Optional.empty();
            }

            @Override
            public void refresh() throws IOException {
                rows.refresh();
            }
        };
    }

    @Override
    public Synced sync(String mailbox) throws IOException {
        return stepping.talk(server -> {
            server.list();
            boolean first = looked.add(mailbox);
            Mailboxes.Depth depth = first ? Mailboxes.Depth.NEWEST : Mailboxes.Depth.HEADERS;
            Mailboxes.Synced synced = server.sync(mailbox, depth, Progress.NONE);
            AddressBook book = people();
            synced.fresh().forEach(row -> learn(book, row));
            book.write();
            boolean whole = store.mailbox(mailbox).state().whole();
            return new Synced(synced.fresh().size(), clock.instant(), !whole && first);
        });
    }

    @Override
    public void watch(Runnable changed) throws IOException {
        try (Mailboxes third = Mailboxes.of(account, store)) {
            watching = third;
            third.watch(
                    "INBOX",
                    new Mailboxes.Watcher() {
                        @Override
                        public void synced(Mailboxes.Synced change) {
                            changed.run();
                        }

                        @Override
                        public void interrupted(String why) {
                            changed.run(); // the next look tells that the server is away
                        }
                    },
                    () -> closed);
        }
    }

    @Override
    public Optional<Fullness> quota() throws IOException {
        return stepping.talk(server ->
                server.quota().stream()
                        .filter(line -> line.resource().equals("storage") && line.limit() > 0)
                        .findFirst()
                        .map(line -> new Fullness(line.used(), line.limit())));
    }

    @Override
    public byte[] octets(Envelope message) throws IOException {
        Optional<Path> here = store.octets(message);
        if (here.isPresent()) {
            return Files.readAllBytes(here.get());
        }
        return Files.readAllBytes(doing.talk(server -> server.octets(message, Progress.NONE)));
    }

    /// Those that are so already are left alone, now and when it is taken back.
    @Override
    public Undo flag(List<MessageRef> messages, String flag, boolean on) throws IOException {
        List<MessageRef> others =
                messages.stream()
                        .filter(m -> row(m).map(row -> row.has(flag) != on).orElse(true))
                        .toList();
        set(others, flag, on);
        return () -> set(others, flag, !on);
    }

    private void set(List<MessageRef> messages, String flag, boolean on) throws IOException {
        if (messages.isEmpty()) {
            return;
        }
        doing.talk(server ->
                server.flag(
                        messages, on ? List.of(flag) : List.of(), on ? List.of() : List.of(flag)));
    }

    @Override
    public Undo move(List<MessageRef> messages, String mailbox) throws IOException {
        List<Mailboxes.Moved> moved = doing.talk(server -> server.move(messages, mailbox));
        var left = new ArrayDeque<>(moved);
        return () -> back(left);
    }

    /// Moves back what is not back yet: after a failure it goes on where it was.
    private void back(Deque<Mailboxes.Moved> moved) throws IOException {
        while (!moved.isEmpty()) {
            Mailboxes.Moved one = moved.getFirst();
            MessageRef place =
                    one.to()
                            .orElseThrow(() ->
                                    new IOException(
                                            "the server did not tell where it went; look there"));
            doing.talk(server -> server.move(List.of(place), one.from().mailbox()));
            moved.removeFirst();
        }
    }

    @Override
    public Undo moveTo(List<MessageRef> messages, String use) throws IOException {
        String mailbox = doing.talk(server -> server.mailboxFor(use));
        return move(messages, mailbox);
    }

    @Override
    public void copy(List<MessageRef> messages, String mailbox) throws IOException {
        doing.talk(server -> server.copy(messages, mailbox));
    }

    @Override
    public List<Envelope> search(String mailbox, String words) throws IOException {
        var query = QueryReader.read(words);
        try {
            return doing.talk(server -> server.search(mailbox, query, MOST_FOUND));
        } catch (Failure failure) {
            if (!failure.passes()) {
                throw failure;
            }
            var texts = new LocalTexts(store);
            return store.mailbox(mailbox).search(new Matching(query, texts::of), MOST_FOUND);
        }
    }

    @Override
    public DraftFiles drafts() {
        return new StoredDrafts(store.drafts());
    }

    @Override
    public Outgoing send(String draft, Letter letter, Optional<MessageRef> answered)
            throws IOException {
        try {
            var values = new Properties();
            boolean utf8 =
                    (letter.from() + letter.to() + letter.cc() + letter.bcc())
                            .chars()
                            .anyMatch(c -> c >= 0x80);
            values.setProperty(
                    "mail.mime.allowutf8", String.valueOf(utf8 && international(letter)));
            var ready = new LetterMime(Session.getInstance(values), clock, home).of(letter);
            var octets = new ByteArrayOutputStream();
            ready.message().writeTo(octets);
            boolean reply = letter.answered().isPresent();
            Optional<String> answers =
                    answered.flatMap(this::row)
                            .map(row -> row.name() + (reply ? " answered" : " $Forwarded"));
            var order =
                    new Outbox.Order(
                            Addressing.parse(letter.from()).getFirst().getAddress(),
                            ready.recipients().stream().map(InternetAddress::getAddress).toList(),
                            true,
                            Optional.of(draft),
                            answers);
            Instant due = clock.instant().plus(TAKE_BACK);
            var waiting = store.outbox().put(octets.toByteArray(), letter.subject(), order, due);
            people().sent(letter.to() + "," + letter.cc() + "," + letter.bcc(), clock.instant());
            people().write();
            return outgoing(waiting);
        } catch (MessagingException | Addressing.BadAddress e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static boolean international(Letter letter) throws Addressing.BadAddress {
        for (String field : List.of(letter.from(), letter.to(), letter.cc(), letter.bcc())) {
            for (InternetAddress address : Addressing.parse(field)) {
                if (address.getAddress().chars().anyMatch(c -> c >= 0x80)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Optional<Envelope> row(MessageRef message) {
        try {
            return store.mailbox(message.mailbox()).row(message.uid());
        } catch (IOException _) {
            return Optional.empty(); // it is answered without being marked so
        }
    }

    private static Outgoing outgoing(Outbox.Waiting waiting) {
        return new Outgoing(
                waiting.name(),
                waiting.subject(),
                waiting.order().recipients(),
                waiting.due(),
                waiting.trouble(),
                waiting.accepted(),
                waiting.order().draft());
    }

    @Override
    public List<Outgoing> outbox() throws IOException {
        return store.outbox().all().stream().map(AccountMail::outgoing).toList();
    }

    @Override
    public boolean takeBack(Outgoing message) throws IOException {
        return store.outbox().takeBack(message.name());
    }

    @Override
    public int sendDue() throws IOException {
        String trouble = troubles.poll();
        if (trouble != null) {
            throw new IOException(trouble);
        }
        Instant now = clock.instant();
        var due = new ArrayList<Outbox.Waiting>();
        for (Outbox.Waiting waiting : store.outbox().all()) {
            boolean tried = !waiting.trouble().isEmpty();
            if (!waiting.due().isAfter(now) && (!tried || !now.isBefore(again))) {
                due.add(waiting);
            }
        }
        if (due.isEmpty()) {
            return 0;
        }
        return handing.talk(server -> send(due, new Sending(account, store, server)));
    }

    private int send(List<Outbox.Waiting> due, Sending sending) throws IOException {
        int sent = 0;
        String told = "";
        for (Outbox.Waiting waiting : due) {
            switch (sending.send(waiting)) {
                case Sending.Outcome.Sent(_, var refused, _, var trouble) -> {
                    sent++;
                    told = refused.isEmpty() ? told : "refused: " + String.join(", ", refused);
                    told = trouble.isEmpty() ? told : "sent, but no copy is kept yet: " + trouble;
                    again = trouble.isEmpty() ? again : clock.instant().plus(AGAIN);
                }
                case Sending.Outcome.Kept(_, var failure) -> {
                    again = clock.instant().plus(AGAIN);
                    told = failure.sentence() + "; it waits in the outbox";
                }
                case Sending.Outcome.Refused(_, var failure) ->
                        told = failure.sentence() + "; the draft is kept";
                case Sending.Outcome.Gone _ -> {} // somebody else sends it
            }
        }
        if (!told.isEmpty()) {
            throw new IOException(told);
        }
        return sent;
    }

    @Override
    public synchronized AddressBook people() throws IOException {
        if (people == null) {
            people = AddressBook.in(store.directory().resolve("people"), clock);
            if (people.size() == 0) {
                for (MailboxLine line : mailboxes()) {
                    if (line.use().equals("sent") || line.use().equals("inbox")) {
                        learn(people, line);
                    }
                }
            }
        }
        return people;
    }

    private void learn(AddressBook book, MailboxLine line) throws IOException {
        store.mailbox(line.name()).newest(LEARNT_FROM).forEach(row -> learn(book, row));
    }

    private void learn(AddressBook book, Envelope row) {
        String from = Addressing.bare(row.from());
        boolean own = addresses().stream().map(Addressing::bare).anyMatch(from::equals);
        if (own) {
            book.sent(row.words().to() + "," + row.words().cc(), row.date());
        } else {
            book.received(row.from(), row.date());
        }
    }

    @Override
    public void close() {
        closed = true;
        Mailboxes third = watching;
        if (third != null) {
            Thread.ofVirtual()
                    .name("panes-watch-end")
                    .start(third::interrupt); // it asks the server
        }
        doing.close();
        stepping.close();
        handing.close();
    }
}
