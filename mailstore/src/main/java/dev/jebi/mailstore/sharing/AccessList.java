package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.AccountId;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who has which rights on a mailbox beside its owner (RFC 4314 §2). Immutable.
public record AccessList(Map<Key, Rights> entries) {
    /// Nobody has any.
    public static final AccessList EMPTY = new AccessList(Map.of());

    /// How many entries a list has at most.
    public static final int MOST = 500;

    /// Whom an entry is about.
    ///
    /// @param negative whether it takes the rights away, whoever grants them (RFC 4314 §2)
    public record Key(Identifier whom, boolean negative) {
        /// As IMAP writes it.
        public String name() {
            return (negative ? "-" : "") + whom.name();
        }
    }

    /// Keeps the order.
    public AccessList {
        entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /// The rights that an entry gives, or takes.
    public Rights of(Key key) {
        return entries.getOrDefault(key, Rights.NONE);
    }

    /// With another entry in place of the one about the same; without it where there are no rights.
    public AccessList with(Key key, Rights rights) {
        var now = new LinkedHashMap<>(entries);
        if (rights.isEmpty()) {
            now.remove(key);
        } else {
            now.put(key, rights);
        }
        return new AccessList(now);
    }

    /// One line for each entry: sign, kind, number, rights, name.
    byte[] encode() {
        var text = new StringBuilder();
        entries.forEach((key, rights) -> {
            text.append(key.negative ? '-' : '+');
            switch (key.whom) {
                case Identifier.Anyone _ -> text.append("a 0 ");
                case Identifier.Person person ->
                        text.append("p ").append(person.account().value()).append(' ');
                case Identifier.Group _ -> text.append("g 0 ");
            }
            text.append(rights.letters()).append(' ').append(key.whom.name()).append('\n');
        });
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static AccessList decode(byte[] octets) {
        var entries = new LinkedHashMap<Key, Rights>();
        for (String line : lines(octets)) {
            entry(line).ifPresent(entry -> entries.put(entry.getKey(), entry.getValue()));
        }
        return new AccessList(entries);
    }

    private static List<String> lines(byte[] octets) {
        var lines = new ArrayList<String>();
        new String(octets, StandardCharsets.UTF_8).lines().forEach(lines::add);
        return lines;
    }

    private static Optional<Map.Entry<Key, Rights>> entry(String line) {
        var words = line.split(" ", 4);
        if (words.length < 4 || words[0].length() < 2) {
            return Optional.empty();
        }
        Identifier whom =
                switch (words[0].charAt(1)) {
                    case 'p' ->
                            new Identifier.Person(
                                    new AccountId(Integer.parseInt(words[1])), words[3]);
                    case 'g' -> new Identifier.Group(words[3]);
                    default -> new Identifier.Anyone();
                };
        var key = new Key(whom, words[0].charAt(0) == '-');
        return Optional.of(Map.entry(key, Rights.parse(words[2])));
    }
}
