package dev.jebi.sieve;

import dev.jebi.content.Content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// The mail store, the scripts and the settings that a test file of the public suite plays with.
final class SuiteWorld implements SieveEnvironment {
    final Map<String, List<Stored>> mailboxes = new TreeMap<>();
    final List<Sent> sent = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>();
    final Map<String, String> metadata = new HashMap<>();
    private final Set<SieveAction.Seen> seen = new HashSet<>();
    private final Path folder;
    Verdicts verdicts = new Verdicts(Optional.empty(), Optional.empty());

    /// A message in a mailbox.
    record Stored(Content content, List<String> flags) {}

    /// A message on its way.
    record Sent(String from, String to, Content content) {}

    /// What a spam and a virus check said.
    record Verdicts(Optional<Double> spam, Optional<Integer> virus) {}

    SuiteWorld(Path folder) {
        this.folder = folder;
        mailboxes.put("INBOX", new ArrayList<>());
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public String detailSeparators() {
        return settings.getOrDefault("recipient_delimiter", "+");
    }

    @Override
    public Optional<String> item(String name) {
        return switch (name) {
            case "domain" -> Optional.of("example.com");
            case "host" -> Optional.of("host.example.com");
            case "location" -> Optional.of("MS");
            case "phase" -> Optional.of("during");
            case "name" -> Optional.of("Jebi Sieve");
            case "version" -> Optional.of("1");
            case String _ -> Optional.empty();
        };
    }

    @Override
    public SieveScripts scripts() {
        return (location, name) -> {
            String place =
                    location == SieveScripts.Location.GLOBAL ? "included-global" : "included";
            Path file = folder.resolve(place).resolve(name + ".sieve");
            return Files.exists(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
                    : Optional.empty();
        };
    }

    @Override
    public boolean mailboxExists(String mailbox) {
        return mailboxes.containsKey(inbox(mailbox));
    }

    List<Stored> inbox() {
        return mailboxes.computeIfAbsent("INBOX", _ -> new ArrayList<>());
    }

    static String inbox(String mailbox) {
        return mailbox.regionMatches(true, 0, "INBOX", 0, 5)
                ? "INBOX" + mailbox.substring(5)
                : mailbox;
    }

    @Override
    public boolean specialUseExists(Optional<String> mailbox, String attribute) {
        return false;
    }

    @Override
    public Optional<String> metadata(Optional<String> mailbox, String annotation) {
        return Optional.ofNullable(
                metadata.get(mailbox.map(SuiteWorld::inbox).orElse("") + "\n" + annotation));
    }

    @Override
    public boolean seen(SieveAction.Seen id) {
        return seen.contains(id);
    }

    void remember(SieveAction.Seen id) {
        seen.add(id);
    }

    @Override
    public OptionalDouble spam() {
        return verdicts.spam().isPresent()
                ? OptionalDouble.of(verdicts.spam().get())
                : OptionalDouble.empty();
    }

    @Override
    public OptionalInt virus() {
        return verdicts.virus().isPresent()
                ? OptionalInt.of(verdicts.virus().get())
                : OptionalInt.empty();
    }

    @Override
    public boolean listExists(String list) {
        return settings.entrySet().stream()
                .anyMatch(s ->
                        s.getKey().endsWith("/name") && list.equals(ListNames.full(s.getValue())));
    }

    @Override
    public boolean listed(String list, String value) throws IOException {
        for (var setting : settings.entrySet()) {
            String key = setting.getKey();
            if (key.endsWith("/name") && list.equals(ListNames.full(setting.getValue()))) {
                String stem = key.substring(0, key.length() - "/name".length());
                String path = settings.getOrDefault(stem + "/dict/file/path", "");
                if (!path.isEmpty() && inDict(Path.of(path), value)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Dovecot's dict file: a key on one line, its value on the next.
    private static boolean inDict(Path file, String value) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i += 2) {
            String key = lines.get(i);
            if (key.substring(key.lastIndexOf('/') + 1).equalsIgnoreCase(value)) {
                return true;
            }
        }
        return false;
    }
}
