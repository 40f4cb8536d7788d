package dev.jebi.imapserver.command;

import dev.jebi.mailstore.MailboxName;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads GETMETADATA and SETMETADATA (RFC 5464 §5), and METADATA among what LIST returns (RFC
/// 9590).
final class MetadataParser {
    /// An entry's name is a key of the store, and a line of the response.
    private static final int MAX_NAME = 255;

    private final Tokens tokens;
    private int depth;
    private OptionalLong maxSize = OptionalLong.empty();

    MetadataParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// The options may stand before the mailbox, as the grammar has them, or behind it, as the
    /// examples of RFC 5464 §4.2.1 do.
    ImapCommand get() throws IOException {
        tokens.space();
        if (tokens.take('(')) {
            options();
            tokens.space();
        }
        var mailbox = mailbox();
        tokens.space();
        if (tokens.peek() != '(') {
            return new ImapCommand.GetMetadata(mailbox, query(List.of(entry())));
        }
        tokens.expect('(');
        if (optionAhead()) {
            options();
            tokens.space();
            return new ImapCommand.GetMetadata(mailbox, query(entries()));
        }
        return new ImapCommand.GetMetadata(mailbox, query(rest()));
    }

    /// What stands behind METADATA in the return options of LIST.
    MetadataQuery listed() throws IOException {
        tokens.space();
        if (tokens.peek() != '(') {
            return query(List.of(entry()));
        }
        tokens.expect('(');
        if (optionAhead()) {
            options();
            tokens.space();
            return query(entries());
        }
        return query(rest());
    }

    private MetadataQuery query(List<String> entries) {
        return new MetadataQuery(entries, depth, maxSize);
    }

    /// Entries begin with a slash, and options with a letter.
    private boolean optionAhead() {
        return Character.isLetter(tokens.peek());
    }

    /// Behind the opening parenthesis.
    private void options() {
        do {
            tokens.element();
            String option = tokens.keyword();
            tokens.space();
            switch (option) {
                case "MAXSIZE" -> maxSize = OptionalLong.of(tokens.number());
                case "DEPTH" -> depth = depth(tokens.keyword());
                default -> throw BadCommand.syntax("no such option of GETMETADATA: " + option);
            }
        } while (tokens.take(' '));
        tokens.expect(')');
    }

    private static int depth(String word) {
        return switch (word) {
            case "0" -> 0;
            case "1" -> 1;
            case "INFINITY" -> MetadataQuery.INFINITY;
            default -> throw BadCommand.syntax("DEPTH is 0, 1 or infinity");
        };
    }

    private List<String> entries() throws IOException {
        if (tokens.take('(')) {
            return rest();
        }
        return List.of(entry());
    }

    private List<String> rest() throws IOException {
        var entries = new ArrayList<String>();
        do {
            tokens.element();
            entries.add(entry());
        } while (tokens.take(' '));
        tokens.expect(')');
        return entries;
    }

    ImapCommand set() throws IOException {
        tokens.space();
        var mailbox = mailbox();
        tokens.space();
        tokens.expect('(');
        Map<String, Optional<byte[]>> entries = new LinkedHashMap<>();
        do {
            tokens.element();
            String name = entry();
            tokens.space();
            entries.put(name, tokens.value());
        } while (tokens.take(' '));
        tokens.expect(')');
        return new ImapCommand.SetMetadata(mailbox, entries);
    }

    /// Empty for the server.
    private Optional<MailboxName> mailbox() throws IOException {
        String text = tokens.astring();
        return text.isEmpty() ? Optional.empty() : Optional.of(tokens.mailboxOf(text));
    }

    /// RFC 5464 §3.2: begins with a slash, ends with none, has no two together, no wildcard and
    /// nothing but printable ASCII.
    private String entry() throws IOException {
        String name = Tokens.decode(tokens.astring(), StandardCharsets.UTF_8);
        boolean good =
                name.startsWith("/")
                        && !name.endsWith("/")
                        && !name.contains("//")
                        && name.length() <= MAX_NAME
                        && name.chars()
                                .allMatch(c -> c >= 0x20 && c < 0x7F && c != '*' && c != '%');
        String lower = name.toLowerCase(Locale.ROOT);
        boolean known =
                (lower + "/").startsWith("/private/") || (lower + "/").startsWith("/shared/");
        if (!good || !known) {
            throw BadCommand.syntax("not the name of an entry");
        }
        return name;
    }
}
