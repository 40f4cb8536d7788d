package dev.jebi.useragent.local;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Surroundings;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What is kept here of one account, below `$XDG_DATA_HOME/jebi/mail`: its mailboxes as they were
/// last listed, their rows, the octets of messages, drafts and the outbox. Any thread may use it;
/// several processes may have the same one open.
public final class LocalStore {
    private static final int LONGEST_NAME = 120;
    private static final String INBOX = "INBOX";
    private static final String CHANGED = "changed";
    private static final String NOTE = ".note";

    private final Path directory;
    private final Map<String, LocalMailbox> open = new HashMap<>();

    private LocalStore(Path directory) {
        this.directory = directory;
    }

    /// The store of an account; its directory is made when something is written.
    public static LocalStore of(Surroundings surroundings, Account account) {
        return new LocalStore(
                surroundings
                        .stores()
                        .resolve(
                                key(account.user(), account.value("imap"), account.value("pop3"))));
    }

    /// The directory of who signs in where: another server is another store. No digest and no
    /// pattern here, both cost a list its quick start.
    static String key(String user, Optional<String> imap, Optional<String> pop3) {
        String server = "here";
        if (imap.isPresent()) {
            server = imap.get();
        } else if (pop3.isPresent()) {
            server = "pop3 ".concat(pop3.get());
        }
        long hash = 0xCBF2_9CE4_8422_2325L; // FNV-1a
        String all = user.concat("\n").concat(server);
        for (int i = 0; i < all.length(); i++) {
            hash = (hash ^ all.charAt(i)) * 0x100_0000_01B3L;
        }
        return fileName(user).concat("-").concat(Long.toHexString(hash));
    }

    public Path directory() {
        return directory;
    }

    /// The mailboxes as they were last listed.
    public List<MailboxLine> mailboxes() throws IOException {
        Path file = directory.resolve("mailboxes");
        var lines = new ArrayList<MailboxLine>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                MailboxLine.parse(line).ifPresent(lines::add);
            }
        }
        return lines;
    }

    /// Writes down the mailboxes as they are now listed.
    public void mailboxes(List<MailboxLine> lines) throws IOException {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append('\n'));
        Own.directory(directory);
        Path half = Files.createTempFile(directory, "mailboxes", ".new");
        Files.writeString(half, text);
        Files.move(
                half,
                directory.resolve("mailboxes"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// The mailbox that is for something, e.g. `sent`, `drafts`, `trash`, `junk`, `archive`.
    public Optional<String> mailboxFor(String use) throws IOException {
        return mailboxes().stream()
                .filter(m -> m.use().equals(use))
                .map(MailboxLine::name)
                .findFirst();
    }

    /// A mailbox, known or not.
    public LocalMailbox mailbox(String given) {
        String name = given.equalsIgnoreCase(INBOX) ? INBOX : given; // RFC 9051 §5.1
        synchronized (open) {
            LocalMailbox mailbox = open.get(name);
            if (mailbox == null) {
                Path place = directory.resolve("mailboxes.d").resolve(fileName(name));
                mailbox = new LocalMailbox(name, place);
                open.put(name, mailbox);
            }
            return mailbox;
        }
    }

    /// The octets of a message, if they are here.
    public Optional<Path> octets(Envelope message) {
        Path file = place(message.id());
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /// What writes the octets of a message.
    public interface Octets {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Keeps the octets of a message, whole or not at all.
    public Path keep(Envelope message, Octets octets) throws IOException {
        Path file = place(message.id());
        Path beside = Objects.requireNonNull(file.getParent());
        Own.directory(beside);
        Path half = Files.createTempFile(beside, "half", ".new");
        try {
            try (OutputStream out = Files.newOutputStream(half)) {
                octets.writeTo(out);
            }
            Files.move(
                    half,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
        return file;
    }

    /// Lets messages of a mailbox survive the power: their octets, and then the rows.
    public void force(String mailbox, List<Envelope> messages) throws IOException {
        for (Envelope message : messages) {
            Path file = place(message.id());
            try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.force(true);
            }
            Drafts.Durably.syncDirectory(Objects.requireNonNull(file.getParent()));
        }
        if (!messages.isEmpty()) {
            mailbox(mailbox).force();
        }
    }

    /// Forgets the octets of a message.
    public void forget(Envelope message) throws IOException {
        Files.deleteIfExists(place(message.id()));
    }

    private Path place(long id) {
        String name = StableId.text(id);
        return directory.resolve("octets").resolve(name.substring(11)).resolve(name + ".eml");
    }

    /// Where a message is: in one mailbox, in several when it was copied, or nowhere that is known.
    public List<Envelope> find(long id) throws IOException {
        return withNumber(Row.ID, id);
    }

    /// The messages of a conversation as far as its number tells, from all mailboxes.
    List<Envelope> conversation(long thread) throws IOException {
        return withNumber(Row.THREAD, thread);
    }

    private List<Envelope> withNumber(int offset, long number) throws IOException {
        var found = new ArrayList<Envelope>();
        for (MailboxLine line : mailboxes()) {
            found.addAll(mailbox(line.name()).withNumber(offset, number));
        }
        return found;
    }

    /// Notes that we have just changed something on a server.
    public void changed() throws IOException {
        Own.directory(directory);
        try (var channel =
                Own.file(
                        directory.resolve(CHANGED),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    /// When we last changed something on a server, in milliseconds since 1970; 0 for never. Asked
    /// at each list of mail.
    public long lastChanged() {
        return directory.resolve(CHANGED).toFile().lastModified();
    }

    /// Drafts that are not sent yet.
    public Drafts drafts() {
        return new Drafts(directory.resolve("drafts"));
    }

    /// Messages on their way out.
    public Outbox outbox() {
        return new Outbox(directory.resolve("outbox"));
    }

    /// Changes that wait until the server can be reached.
    public Later later() {
        return new Later(directory.resolve("later"));
    }

    /// Small texts that are kept, e.g. quotas as they were last told; nothing when there is none.
    public Optional<String> note(String name) throws IOException {
        Path file = directory.resolve(fileName(name) + NOTE);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /// Keeps a small text.
    public void note(String name, String text) throws IOException {
        Own.directory(directory);
        Path half = Files.createTempFile(directory, "note", ".new");
        Files.writeString(half, text);
        Files.move(
                half,
                directory.resolve(fileName(name) + NOTE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Adds to a small text; what was added is there even when the process ends at once.
    public void noteAlso(String name, String text) throws IOException {
        Own.directory(directory);
        try (var channel =
                Own.file(
                        directory.resolve(fileName(name) + NOTE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// A name that every file system takes, also one that makes no difference between `A` and `a`;
    /// two names never become the same one.
    static String fileName(String name) {
        var clean = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || c == '_'
                            || c == '-'
                            || c == '@'
                            || (c == '.' && !clean.isEmpty());
            if (plain) {
                clean.append(c);
            } else if (c >= 'A' && c <= 'Z') {
                clean.append('+').append((char) (c - 'A' + 'a'));
            } else {
                clean.append('%')
                        .append(Character.forDigit(c >> 4, 16))
                        .append(Character.forDigit(c & 15, 16));
            }
        }
        return clean.length() <= LONGEST_NAME
                ? clean.toString()
                : clean.substring(0, LONGEST_NAME) + "~" + StableId.text(StableId.of(name));
    }
}
