package dev.jebi.imapserver.command;

import dev.jebi.imapserver.command.FetchItem.Octets;
import dev.jebi.imapserver.command.FetchItem.Partial;
import dev.jebi.imapserver.command.FetchItem.Plain;
import dev.jebi.imapserver.command.Section.Text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads what FETCH asks (RFC 9051 §9 `fetch-att`).
final class FetchParser {
    private static final List<FetchItem> FAST =
            List.of(Plain.FLAGS, Plain.INTERNAL_DATE, Plain.SIZE);

    private final Tokens tokens;

    FetchParser(Tokens tokens) {
        this.tokens = tokens;
    }

    List<FetchItem> items() throws IOException {
        var items = new ArrayList<FetchItem>();
        if (!tokens.take('(')) {
            item(items, true);
            return items;
        }
        do {
            tokens.element();
            item(items, false);
        } while (tokens.take(' '));
        tokens.expect(')');
        return items;
    }

    /// One more item of a list.
    void listed(List<FetchItem> items) throws IOException {
        item(items, false);
    }

    private void item(List<FetchItem> items, boolean alone) throws IOException {
        String word = tokens.keyword();
        switch (word) {
            case "ALL", "FAST", "FULL" -> macro(word, items, alone);
            case "FLAGS" -> items.add(Plain.FLAGS);
            case "UID" -> items.add(Plain.UID);
            case "INTERNALDATE" -> items.add(Plain.INTERNAL_DATE);
            case "RFC822.SIZE" -> items.add(Plain.SIZE);
            case "ENVELOPE" -> items.add(Plain.ENVELOPE);
            case "BODYSTRUCTURE" -> items.add(Plain.BODY_STRUCTURE);
            case "MODSEQ" -> items.add(Plain.MODSEQ);
            case "SAVEDATE" -> items.add(Plain.SAVE_DATE);
            case "EMAILID" -> items.add(Plain.EMAIL_ID);
            case "THREADID" -> items.add(Plain.THREAD_ID);
            case "PREVIEW" -> items.add(preview());
            case "RFC822" -> items.add(rfc822(word, Text.WHOLE, false));
            case "RFC822.HEADER" -> items.add(rfc822(word, Text.HEADER, true));
            case "RFC822.TEXT" -> items.add(rfc822(word, Text.TEXT, false));
            case "BODY" -> items.add(tokens.peek() == '[' ? body(false) : Plain.BODY);
            case "BODY.PEEK" -> items.add(body(true));
            case "BINARY" -> items.add(binary(false));
            case "BINARY.PEEK" -> items.add(binary(true));
            case "BINARY.SIZE" -> items.add(binarySize());
            default -> throw BadCommand.syntax("no such item to fetch: " + word);
        }
    }

    /// RFC 8970 §6
    private FetchItem preview() {
        if (tokens.take(" (")) {
            do {
                String word = tokens.keyword();
                if (!word.equals("LAZY")) {
                    throw BadCommand.syntax("no such way to preview: " + word);
                }
            } while (tokens.take(' '));
            tokens.expect(')');
        }
        return Plain.PREVIEW;
    }

    private static void macro(String word, List<FetchItem> items, boolean alone) {
        if (!alone) { // RFC 9051 §6.4.5: a macro stands by itself
            throw BadCommand.syntax(word + " stands alone, without parentheses");
        }
        items.addAll(FAST);
        if (!word.equals("FAST")) {
            items.add(Plain.ENVELOPE);
        }
        if (word.equals("FULL")) {
            items.add(Plain.BODY);
        }
    }

    private static FetchItem rfc822(String label, Text text, boolean peek) {
        return new Octets(label, new Section(List.of(), text, List.of()), peek, Optional.empty());
    }

    private FetchItem body(boolean peek) throws IOException {
        tokens.expect('[');
        var section = section();
        var partial = partial();
        return new Octets(label(section, partial), section, peek, partial);
    }

    /// RFC 3516 §7
    private FetchItem binary(boolean peek) throws IOException {
        var path = part();
        var partial = partial();
        String label = label("BINARY[", path) + ']';
        String origin = partial.map(p -> "<" + p.offset() + ">").orElse("");
        return new FetchItem.Binary(label + origin, path, peek, partial);
    }

    private FetchItem binarySize() throws IOException {
        var path = part();
        return new FetchItem.BinarySize(label("BINARY.SIZE[", path) + ']', path);
    }

    /// `section-binary`
    private List<Integer> part() throws IOException {
        tokens.expect('[');
        var section = section();
        if (section.text() != Text.WHOLE) {
            throw BadCommand.syntax("BINARY takes part numbers alone");
        }
        return section.path();
    }

    private static String label(String word, List<Integer> path) {
        return word + path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    /// What stands behind the opening bracket, and the closing one.
    Section section() throws IOException {
        var path = new ArrayList<Integer>();
        boolean word = tokens.peek() != ']';
        while (word && Character.isDigit(tokens.peek())) {
            tokens.element();
            path.add((int) Math.min(tokens.positive(), Integer.MAX_VALUE));
            word = tokens.take('.');
        }
        var text = word ? text(!path.isEmpty()) : Text.WHOLE;
        var fields = new ArrayList<String>();
        if (text == Text.HEADER_FIELDS || text == Text.HEADER_FIELDS_NOT) {
            fields(fields);
        }
        tokens.expect(']');
        return new Section(List.copyOf(path), text, List.copyOf(fields));
    }

    private Text text(boolean part) {
        String word = tokens.keyword();
        for (Text text : Text.values()) {
            // RFC 9051 §9: MIME only behind a part number
            if (text.word().equals(word) && (part || text != Text.MIME)) {
                return text;
            }
        }
        throw BadCommand.syntax("no such section: " + word);
    }

    private void fields(List<String> fields) throws IOException {
        tokens.space();
        tokens.expect('(');
        do {
            tokens.element();
            String field = tokens.astring();
            if (field.isEmpty() || !field.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != ':')) {
                throw BadCommand.syntax("not the name of a header field");
            }
            fields.add(field);
        } while (tokens.take(' '));
        tokens.expect(')');
    }

    private Optional<Partial> partial() {
        if (!tokens.take('<')) {
            return Optional.empty();
        }
        long offset = tokens.number();
        tokens.expect('.');
        long octets = tokens.number();
        tokens.expect('>');
        if (octets == 0) { // RFC 9051 §9: nz-number
            throw BadCommand.syntax("a partial fetch of nothing");
        }
        return Optional.of(new Partial(offset, octets));
    }

    /// What the response calls a section: as asked, without PEEK and with the origin alone.
    private static String label(Section section, Optional<Partial> partial) {
        var label = new StringBuilder("BODY[");
        section.path().forEach(number -> label.append(number).append('.'));
        if (section.text() != Text.WHOLE) {
            label.append(section.text().word());
        } else if (!section.path().isEmpty()) {
            label.setLength(label.length() - 1);
        }
        if (!section.fields().isEmpty()) {
            label.append(" (");
            section.fields().forEach(field -> label.append(astring(field)).append(' '));
            label.setCharAt(label.length() - 1, ')');
        }
        label.append(']');
        partial.ifPresent(p -> label.append('<').append(p.offset()).append('>'));
        return label.toString();
    }

    private static String astring(String field) {
        return field.chars().allMatch(c -> Tokens.atomChar((char) c))
                ? field
                : '"' + field.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
