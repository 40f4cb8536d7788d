package dev.jebi.transfer.addresses;

import dev.jebi.address.Address;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Entries and forwards as the register holds them: lines of a word and a value. A word that is not
/// known is passed over, for a newer program may have written it.
final class EntryText {
    private EntryText() {}

    static byte[] of(Entry entry) {
        var lines = new Lines();
        switch (entry) {
            case Entry.Alias _ -> lines.add("kind", "alias");
            case Entry.Group group -> {
                lines.add("kind", "group");
                lines.add("posting", group.posting().word());
            }
            case Entry.MailingList list -> {
                lines.add("kind", "list");
                lines.add("posting", list.posting().word());
                lines.add("title", list.title());
                list.owners().forEach(owner -> lines.add("owner", owner.toString()));
            }
        }
        lines.add("address", entry.address().toString());
        entry.targets().forEach(target -> lines.add("to", target.toString()));
        return lines.octets();
    }

    static byte[] of(Forward forward) {
        var lines = new Lines();
        lines.add("keep", Boolean.toString(forward.keep()));
        forward.targets().forEach(target -> lines.add("to", target.toString()));
        return lines.octets();
    }

    /// @throws IllegalArgumentException when these octets are no entry
    static Entry entry(byte[] octets) {
        var lines = new Lines(octets);
        var address = Address.parse(lines.one("address"));
        var targets = lines.addresses("to");
        return switch (lines.one("kind")) {
            case "alias" -> new Entry.Alias(address, targets);
            case "group" -> new Entry.Group(address, targets, posting(lines));
            case "list" ->
                    new Entry.MailingList(
                            address,
                            targets,
                            posting(lines),
                            lines.one("title"),
                            lines.addresses("owner"));
            default -> throw new IllegalArgumentException("no entry: " + lines.one("kind"));
        };
    }

    /// @throws IllegalArgumentException when these octets are no forward
    static Forward forward(byte[] octets) {
        var lines = new Lines(octets);
        return new Forward(lines.addresses("to"), Boolean.parseBoolean(lines.one("keep")));
    }

    private static Posting posting(Lines lines) {
        return Posting.of(lines.one("posting")).orElse(Posting.OWNERS); // the strictest
    }

    private static final class Lines {
        private final List<String> lines = new ArrayList<>();

        Lines() {}

        Lines(byte[] octets) {
            new String(octets, StandardCharsets.UTF_8).lines().forEach(lines::add);
        }

        void add(String word, String value) {
            lines.add(word + " " + value.replaceAll("\\R", " "));
        }

        byte[] octets() {
            return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        }

        List<String> all(String word) {
            return lines.stream()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .toList();
        }

        String one(String word) {
            return all(word).stream().findFirst().orElse("");
        }

        List<Address> addresses(String word) {
            return all(word).stream().map(Address::parse).toList();
        }
    }
}
