package dev.jebi.useragent.panes;

import dev.jebi.useragent.compose.AddressBook;
import dev.jebi.useragent.compose.Letter;
import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MailboxLine;
import dev.jebi.useragent.local.MessageRef;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// An account that is all in memory.
final class MemoryMail implements Mail {
    /// No other account.
    static final Accounts ALONE =
            new Accounts() {
                @Override
                public List<String> names() {
                    return List.of("a");
                }

                @Override
                public void open(String name, View now) {}
            };

    private final Path directory;
    private final Map<String, List<Envelope>> mailboxes = new LinkedHashMap<>();
    private final Map<String, Letter> drafts = new ConcurrentHashMap<>();
    private final List<Outgoing> outbox = new ArrayList<>();
    private final List<Letter> sent = new ArrayList<>();
    private Optional<Fullness> quota = Optional.empty();
    private final Map<Long, byte[]> octets = new ConcurrentHashMap<>();
    private volatile String signature = "";
    private Optional<String> trouble = Optional.empty();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private long next = 1;

    MemoryMail(Path directory) {
        this.directory = directory;
        for (String name : List.of("INBOX", "Sent", "Trash", "Archive", "Junk")) {
            mailboxes.put(name, new ArrayList<>());
        }
    }

    synchronized void offline(boolean now) {
        trouble = now ? Optional.of("the server does not answer") : Optional.empty();
    }

    /// From now on whatever needs the server fails with these words of it.
    synchronized void trouble(String words) {
        trouble = Optional.of(words);
    }

    /// From now on no message is had until the gate opens.
    void gate(CountDownLatch shut) {
        gate = shut;
    }

    /// A mailbox of any name, with a message as it came.
    synchronized void deliver(String name, Envelope message, byte[] whole) {
        mailbox(name).add(message);
        octets.put(message.id(), whole);
    }

    synchronized void quota(long used, long limit) {
        quota = Optional.of(new Fullness(used, limit));
    }

    synchronized void deliver(String from, String subject, long thread) {
        long uid = next++;
        Instant date = Instant.ofEpochSecond(1_790_000_000L + uid * 60);
        mailbox("INBOX").add(envelope(uid, from, subject, thread == 0 ? uid : thread, date));
    }

    static Envelope envelope(long uid, String from, String subject, long thread, Instant date) {
        return new Envelope(
                new MessageRef("INBOX", uid),
                uid,
                thread,
                List.of(),
                false,
                date,
                date,
                1_000,
                new Envelope.Words(
                        from, "al@a.test", "", subject, "<" + uid + "@a.test>", "", "", ""));
    }

    private List<Envelope> mailbox(String name) {
        return mailboxes.computeIfAbsent(name, _ -> new ArrayList<>());
    }

    synchronized List<Letter> sent() {
        return List.copyOf(sent);
    }

    synchronized List<Envelope> in(String mailbox) {
        return List.copyOf(mailboxes.getOrDefault(mailbox, List.of()));
    }

    private void reach() throws IOException {
        if (trouble.isPresent()) {
            throw new IOException(trouble.get());
        }
    }

    @Override
    public String name() {
        return "al@a.test";
    }

    @Override
    public String author() {
        return "Al <al@a.test>";
    }

    @Override
    public String signature() {
        return signature;
    }

    /// What stands below letters from now on.
    void signature(String words) {
        signature = words;
    }

    @Override
    public List<String> addresses() {
        return List.of("al@a.test");
    }

    @Override
    public synchronized List<MailboxLine> mailboxes() {
        return mailboxes.entrySet().stream()
                .map(e ->
                        new MailboxLine(
                                e.getKey(),
                                e.getKey().equals("INBOX")
                                        ? "inbox"
                                        : e.getKey().toLowerCase(java.util.Locale.ROOT),
                                true,
                                "/",
                                e.getValue().size(),
                                (int) e.getValue().stream().filter(m -> !m.seen()).count()))
                .toList();
    }

    @Override
    public Rows rows(String mailbox) {
        return new Rows() {
            @Override
            public int count() {
                return in(mailbox).size();
            }

            @Override
            public List<Envelope> some(int from, int to) {
                List<Envelope> all = in(mailbox);
                return all.subList(Math.min(from, all.size()), Math.min(to, all.size()));
            }
        };
    }

    @Override
    public synchronized Synced sync(String mailbox) throws IOException {
        reach();
        return new Synced(0, Instant.EPOCH, false);
    }

    @Override
    public void watch(Runnable changed) {}

    @Override
    public synchronized Optional<Fullness> quota() {
        return quota;
    }

    @Override
    public byte[] octets(Envelope message) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        byte[] whole = octets.get(message.id());
        if (whole != null) {
            return whole.clone();
        }
        String text =
                "From: "
                        + message.from()
                        + "\r\nTo: al@a.test\r\nSubject: "
                        + message.subject()
                        + "\r\nMessage-ID: "
                        + message.words().messageId()
                        + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nbody of "
                        + message.subject()
                        + "\r\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized Undo flag(List<MessageRef> messages, String flag, boolean on)
            throws IOException {
        reach();
        for (List<Envelope> mailbox : mailboxes.values()) {
            mailbox.replaceAll(e -> messages.contains(e.ref()) ? flagged(e, flag, on) : e);
        }
        return () -> flag(messages, flag, !on);
    }

    private static Envelope flagged(Envelope e, String flag, boolean on) {
        var flags = new ArrayList<>(e.flags());
        flags.remove(flag);
        if (on) {
            flags.add(flag);
        }
        return e.with(flags);
    }

    @Override
    public synchronized Undo move(List<MessageRef> messages, String mailbox) throws IOException {
        reach();
        if (!mailboxes.containsKey(mailbox)) {
            throw new IOException("there is no mailbox " + mailbox);
        }
        var moved = new ArrayList<MessageRef>();
        String from = messages.getFirst().mailbox();
        for (Envelope e : in(from)) {
            if (messages.contains(e.ref())) {
                var place = new MessageRef(mailbox, next++);
                mailbox(from).remove(e);
                mailbox(mailbox).add(e.at(place));
                moved.add(place);
            }
        }
        return () -> move(moved, from);
    }

    @Override
    public Undo moveTo(List<MessageRef> messages, String use) throws IOException {
        return move(
                messages,
                use.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + use.substring(1));
    }

    @Override
    public void copy(List<MessageRef> messages, String mailbox) throws IOException {
        reach();
    }

    @Override
    public List<Envelope> search(String mailbox, String words) {
        return in(mailbox).stream().filter(e -> e.subject().contains(words)).toList();
    }

    @Override
    public DraftFiles drafts() {
        return new DraftFiles() {
            @Override
            public String fresh() {
                return "d" + drafts.size();
            }

            @Override
            public List<String> names() {
                return List.copyOf(drafts.keySet());
            }

            @Override
            public Letter read(String name) {
                return drafts.getOrDefault(name, Letter.blank(""));
            }

            @Override
            public void keep(String name, Letter letter) {
                drafts.put(name, letter);
            }

            @Override
            public void remove(String name) {
                drafts.remove(name);
            }

            @Override
            public Path file(String name) {
                return directory.resolve(name);
            }

            @Override
            public Path files(String name) throws IOException {
                return Files.createDirectories(directory.resolve(name + ".files"));
            }
        };
    }

    @Override
    public synchronized Outgoing send(String draft, Letter letter, Optional<MessageRef> answered) {
        var outgoing =
                new Outgoing(
                        draft,
                        letter.subject(),
                        List.of(letter.to()),
                        Instant.MAX,
                        "",
                        false,
                        Optional.of(draft));
        outbox.add(outgoing);
        sent.add(letter);
        return outgoing;
    }

    @Override
    public synchronized List<Outgoing> outbox() {
        return List.copyOf(outbox);
    }

    @Override
    public synchronized boolean takeBack(Outgoing message) {
        return outbox.remove(message);
    }

    @Override
    public int sendDue() {
        return 0;
    }

    @Override
    public AddressBook people() throws IOException {
        AddressBook book = AddressBook.in(directory.resolve("people"), InstantSource.system());
        book.sent("김승환 <kim@a.test>", Instant.EPOCH);
        return book;
    }

    @Override
    public void close() {}
}
