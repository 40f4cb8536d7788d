package dev.jebi.useragent.compose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The people one writes to and hears from, kept from the mail itself. Those written to come before
/// those heard from; then counts how often and how lately. Any thread may use it.
public final class AddressBook {
    /// What is kept at most; who was not heard of for longest is forgotten first.
    private static final int MOST = 20_000;

    private static final Duration HALF_LIFE = Duration.ofDays(60);
    private static final double SENT = 8;

    /// Somebody.
    ///
    /// @param sent how often they were written to
    /// @param received how often they wrote
    public record Person(String name, String address, int sent, int received, Instant last) {
        /// As an address field has it.
        public String written() {
            return Addressing.written(name, address);
        }
    }

    private final Path file;
    private final InstantSource clock;
    private final Map<String, Person> people = new HashMap<>();
    private boolean changed;

    private AddressBook(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /// The book in a file; empty when it is not there.
    public static AddressBook in(Path file, InstantSource clock) throws IOException {
        var book = new AddressBook(file, clock);
        if (Files.exists(file)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            text.lines().forEach(book::read);
        }
        return book;
    }

    private void read(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length == 5 && parts[1].matches("\\d{1,9}") && parts[2].matches("\\d{1,9}")) {
            try {
                var last = Instant.ofEpochSecond(Long.parseLong(parts[3]));
                people.put(
                        parts[0],
                        new Person(
                                parts[4],
                                parts[0],
                                Integer.parseInt(parts[1]),
                                Integer.parseInt(parts[2]),
                                last));
            } catch (NumberFormatException | java.time.DateTimeException _) {
                changed = true; // a line that somebody broke is left out when the book is written
            }
        }
    }

    /// Takes note of those who were written to.
    public synchronized void sent(String addresses, Instant when) {
        Addressing.pieces(addresses).forEach(piece -> met(piece, when, 1, 0));
    }

    /// Takes note of who wrote.
    public synchronized void received(String addresses, Instant when) {
        Addressing.pieces(addresses).forEach(piece -> met(piece, when, 0, 1));
    }

    private void met(String piece, Instant when, int sent, int received) {
        String address = Addressing.bare(piece);
        if (!address.matches("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+") || robot(address)) {
            return;
        }
        String name =
                Addressing.name(piece)
                        .map(n -> n.replaceAll("\\p{Cntrl}", " "))
                        .filter(n -> !n.equalsIgnoreCase(address))
                        .orElse("");
        people.merge(
                address,
                new Person(name, address, sent, received, when),
                (old, now) ->
                        new Person(
                                now.name().isEmpty() ? old.name() : now.name(),
                                address,
                                old.sent() + sent,
                                old.received() + received,
                                old.last().isAfter(when) ? old.last() : when));
        changed = true;
    }

    /// Addresses that nobody reads.
    private static boolean robot(String address) {
        return address.matches(
                "(no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?)([+._-].*)?@.*");
    }

    /// Those whom what was typed may mean, the likeliest first.
    public synchronized List<Person> find(String typed, int most) {
        String wanted = typed.strip();
        if (wanted.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        record Ranked(Person person, int fit, double weight) {}
        var found = new ArrayList<Ranked>();
        for (Person person : people.values()) {
            int fit = fit(person, wanted);
            if (fit > 0) {
                found.add(new Ranked(person, fit, weight(person, now)));
            }
        }
        found.sort(
                Comparator.comparingInt(Ranked::fit)
                        .thenComparingDouble(Ranked::weight)
                        .reversed()
                        .thenComparing(r -> r.person().address()));
        return found.stream().limit(most).map(Ranked::person).toList();
    }

    /// 2 where a name, a word of it or the address begins so, 1 where it is in the middle.
    private static int fit(Person person, String typed) {
        boolean begins =
                Initials.begins(person.name(), typed)
                        || Initials.begins(person.address(), typed)
                        || Initials.initials(person.name(), typed);
        for (String word : person.name().split("[\\s,._-]+")) {
            begins |= Initials.begins(word, typed);
        }
        if (begins) {
            return 2;
        }
        boolean within =
                Initials.within(person.name(), typed) || Initials.within(person.address(), typed);
        return within ? 1 : 0;
    }

    private static double weight(Person person, Instant now) {
        double age = Math.max(Duration.between(person.last(), now).toHours(), 0);
        double recency = Math.pow(0.5, age / HALF_LIFE.toHours());
        double often = Math.log1p(person.sent() * SENT) + Math.log1p(person.received());
        return often * (0.2 + recency) + (person.sent() > 0 ? 1 : 0);
    }

    /// How many are in it.
    public synchronized int size() {
        return people.size();
    }

    /// Everybody in it.
    public synchronized Set<Person> everybody() {
        return Set.copyOf(people.values());
    }

    /// Writes the book, if it changed: whole or not at all, readable by its owner only.
    public synchronized void write() throws IOException {
        if (!changed) {
            return;
        }
        var text = new StringBuilder();
        people.values().stream()
                .sorted(Comparator.comparing(Person::last).reversed())
                .limit(MOST)
                .forEach(p ->
                        text.append(p.address())
                                .append('\t')
                                .append(p.sent())
                                .append('\t')
                                .append(p.received())
                                .append('\t')
                                .append(p.last().getEpochSecond())
                                .append('\t')
                                .append(p.name().replaceAll("\\p{Cntrl}", " "))
                                .append('\n'));
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path half = Files.createTempFile(directory, ".new", "");
        Files.writeString(half, text, StandardCharsets.UTF_8);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        changed = false;
    }
}
