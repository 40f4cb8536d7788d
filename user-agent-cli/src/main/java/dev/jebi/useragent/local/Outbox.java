package dev.jebi.useragent.local;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Messages on their way out. One waits until its time, can be taken back until it is claimed, and
/// goes when the server has accepted it and its copy stands in Sent. Survives the power; several
/// processes may work on it, each message is claimed by one.
public final class Outbox {
    private static final String MESSAGE = ".eml";
    private static final String SLIP = ".slip";
    private static final String CLAIMED = ".claimed";

    /// A message that is on its way.
    ///
    /// @param name `o` and eight digits
    /// @param due from when on it is sent; until then it can be taken back
    /// @param accepted whether the server has it, so that only the copy in Sent is missing
    /// @param trouble why the last attempt failed, or nothing
    /// @param subject for lists
    /// @param order what goes with it
    public record Waiting(
            String name,
            Instant due,
            boolean accepted,
            String trouble,
            String subject,
            Order order) {}

    /// What is to be done with a message.
    ///
    /// @param from the reverse-path
    /// @param recipients addresses, of Bcc too
    /// @param copy whether a copy goes to Sent
    /// @param draft the draft that goes when all is done
    /// @param answers the message that becomes `answered` (or `$Forwarded`) when this one is sent,
    ///   as a stable id with the flag behind a blank
    public record Order(
            String from,
            List<String> recipients,
            boolean copy,
            Optional<String> draft,
            Optional<String> answers) {}

    private final Path directory;

    Outbox(Path directory) {
        this.directory = directory;
    }

    /// Puts a message; when this returns it survives the power.
    public Waiting put(byte[] octets, String subject, Order order, Instant due) throws IOException {
        Own.directory(directory);
        String name = "o" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        var waiting = new Waiting(name, due, false, "", subject, order);
        Drafts.Durably.write(directory.resolve(name + MESSAGE), octets);
        write(waiting);
        return waiting;
    }

    /// All that wait, the oldest first.
    public List<Waiting> all() throws IOException {
        var found = new ArrayList<Waiting>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(SLIP)) {
                        read(name.substring(0, name.length() - SLIP.length()))
                                .ifPresent(found::add);
                    }
                }
            }
        }
        found.sort(Comparator.comparing(Waiting::due));
        return found;
    }

    /// Whether nothing waits. Asked at each list of mail, hence without streams and lambdas.
    public boolean isEmpty() {
        String[] names = directory.toFile().list();
        if (names != null) {
            for (String name : names) {
                if (name.endsWith(SLIP)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// A message that waits.
    public Optional<Waiting> read(String name) throws IOException {
        var values = new Properties();
        try {
            values.load(new StringReader(Files.readString(directory.resolve(name + SLIP))));
            return Optional.of(
                    new Waiting(
                            name,
                            Instant.parse(values.getProperty("due")),
                            Boolean.parseBoolean(values.getProperty("accepted")),
                            values.getProperty("trouble", ""),
                            values.getProperty("subject", ""),
                            new Order(
                                    values.getProperty("from"),
                                    List.of(values.getProperty("to").split(" ", -1)),
                                    Boolean.parseBoolean(values.getProperty("copy")),
                                    Optional.ofNullable(values.getProperty("draft")),
                                    Optional.ofNullable(values.getProperty("answers")))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// The octets of a message that waits.
    public byte[] octets(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name + MESSAGE));
    }

    /// Takes a message back before anybody claims it.
    ///
    /// @return whether it was still there to be taken
    public boolean takeBack(String name) throws IOException {
        Optional<Claim> claim = claim(name);
        if (claim.isEmpty()) {
            return false;
        }
        try (Claim _ = claim.get()) {
            boolean waits = !read(name).map(Waiting::accepted).orElse(true);
            if (waits) {
                remove(name);
            }
            return waits;
        }
    }

    /// Claims a message for sending; nobody else sends it or takes it back until that is closed. A
    /// claim ends with its process.
    public Optional<Claim> claim(String name) throws IOException {
        return Claim.of(directory.resolve(name + CLAIMED))
                .filter(claim -> claim.over(directory.resolve(name + SLIP)));
    }

    /// Writes down how an attempt ended; whoever has claimed it may.
    public void write(Waiting waiting) throws IOException {
        var values = new Properties();
        values.setProperty("due", waiting.due().toString());
        values.setProperty("accepted", Boolean.toString(waiting.accepted()));
        values.setProperty("trouble", waiting.trouble());
        values.setProperty("subject", waiting.subject());
        values.setProperty("from", waiting.order().from());
        values.setProperty("to", String.join(" ", waiting.order().recipients()));
        values.setProperty("copy", Boolean.toString(waiting.order().copy()));
        waiting.order().draft().ifPresent(d -> values.setProperty("draft", d));
        waiting.order().answers().ifPresent(a -> values.setProperty("answers", a));
        var text = new StringWriter();
        values.store(text, null);
        Path half = directory.resolve(waiting.name() + ".new");
        Drafts.Durably.write(half, text.toString().getBytes(StandardCharsets.UTF_8));
        Files.move(
                half,
                directory.resolve(waiting.name() + SLIP),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Drafts.Durably.syncDirectory(directory);
    }

    /// Forgets a message; whoever has claimed it may.
    public void remove(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name + SLIP)); // first: without it nothing is sent
        Files.deleteIfExists(directory.resolve(name + MESSAGE));
        Files.deleteIfExists(directory.resolve(name + CLAIMED));
        Drafts.Durably.syncDirectory(directory);
    }
}
