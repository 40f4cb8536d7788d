package dev.jebi.sieve;

import dev.jebi.address.Address;
import dev.jebi.mime.FieldName;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A `mailto:` URI (RFC 6068) as a notification method (RFC 5436 §2).
///
/// @param to whom it goes, those of `to` fields too
/// @param cc further ones
/// @param headers other fields by name and value, in order; what makes no sense or harm is left out
/// @param body when it says one
record MailtoUri(
        List<MailtoUri.Recipient> to,
        List<MailtoUri.Recipient> cc,
        List<MailtoUri.Field> headers,
        Optional<String> body) {
    /// RFC 3986 §2.2: what a URI has only in its percent form.
    private static final String NEVER = "#<>\"{}|\\^`";

    private static final int MOST_RECIPIENTS = 32;
    private static final int MOST_FIELDS = 32;

    /// Somebody it goes to.
    ///
    /// @param text the address as it is written, perhaps with a name
    record Recipient(Address address, String text) {}

    /// A field.
    record Field(String name, String value) {}

    /// Reads a URI; empty when it is no right one.
    static Optional<MailtoUri> parse(String uri) {
        if (!uri.regionMatches(true, 0, "mailto:", 0, "mailto:".length())) {
            return Optional.empty();
        }
        String rest = uri.substring("mailto:".length());
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        String query = question < 0 ? "" : rest.substring(question + 1);
        if (rest.chars().anyMatch(c -> c <= ' ' || c == 127 || NEVER.indexOf(c) >= 0)) {
            return Optional.empty();
        }
        var reading = new Reading();
        boolean right = reading.addresses(path, reading.to) && reading.fields(query);
        if (!right || reading.to.size() + reading.cc.size() > MOST_RECIPIENTS) {
            return Optional.empty();
        }
        return Optional.of(
                new MailtoUri(
                        List.copyOf(reading.to),
                        List.copyOf(reading.cc),
                        List.copyOf(reading.headers),
                        reading.body));
    }

    /// What has been read so far.
    private static final class Reading {
        private final List<Recipient> to = new ArrayList<>();
        private final List<Recipient> cc = new ArrayList<>();
        private final List<Field> headers = new ArrayList<>();
        private Optional<String> body = Optional.empty();

        boolean addresses(String list, List<Recipient> into) {
            if (list.isEmpty()) {
                return true;
            }
            // RFC 6068 §2 has commas between addresses bare; scripts are seen to write %2C
            for (String part : decoded(list).orElse("").split(",", -1)) {
                Optional<Address> address = SieveAddress.parse(part);
                if (address.isEmpty()) {
                    return false;
                }
                if (!named(to, address.get()) && !named(cc, address.get())) {
                    into.add(new Recipient(address.get(), part.strip()));
                }
            }
            return true;
        }

        private static boolean named(List<Recipient> recipients, Address address) {
            return recipients.stream().anyMatch(r -> r.address().equals(address));
        }

        boolean fields(String query) {
            if (query.isEmpty()) {
                return true;
            }
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals <= 0 || headers.size() == MOST_FIELDS) {
                    return false;
                }
                Optional<String> name = decoded(pair.substring(0, equals));
                Optional<String> value = decoded(pair.substring(equals + 1));
                if (name.isEmpty()
                        || value.isEmpty()
                        || !FieldName.valid(name.get())
                        || !field(name.get(), pair.substring(equals + 1), value.get())) {
                    return false;
                }
            }
            return true;
        }

        private boolean field(String name, String raw, String value) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "to" -> addresses(raw, to);
                case "cc" -> addresses(raw, cc);
                case "bcc" -> true; // nobody is told behind the others' backs
                case "body" -> {
                    body = Optional.of(value);
                    yield true;
                }
                case String _ -> {
                    headers.add(new Field(name, value));
                    yield true;
                }
            };
        }
    }

    private static Optional<String> decoded(String text) {
        var octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 1 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            octets.write(high << 4 | low);
            i += 2;
        }
        return Optional.of(octets.toString(StandardCharsets.UTF_8));
    }
}
