package dev.jebi.transfer.archive;

import dev.jebi.mailstore.UniqueIds;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// By which unique ids POP3 clients know the messages of a Maildir, as the servers that wrote it
/// say: Dovecot in `dovecot-uidlist`, Courier in `courierpop3dsizelist`. Courier's are right where
/// both are there: Dovecot keeps what it took over from Courier in its own file. Immutable.
final class MaildirIds {
    private static final String DOVECOT = "dovecot-uidlist";
    private static final String COURIER = "courierpop3dsizelist";

    /// The largest file that is read, in octets: a million messages.
    private static final long MAX_OCTETS = 256L << 20;

    private final Map<String, String> ids;

    private MaildirIds(Map<String, String> ids) {
        this.ids = ids;
    }

    static MaildirIds none() {
        return new MaildirIds(Map.of());
    }

    /// Reads what a directory has of them; what is not understood is left out.
    static MaildirIds of(Path directory, UidlFormat format) throws IOException {
        var dovecot = text(directory.resolve(DOVECOT));
        if (dovecot.isPresent()) {
            return dovecot(dovecot.get(), format);
        }
        var courier = text(directory.resolve(COURIER));
        return courier.isPresent() ? courier(courier.get()) : none();
    }

    private static Optional<String> text(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.size(file) <= MAX_OCTETS
                ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /// The id of a file by its name without flags.
    Optional<String> of(String name) {
        return Optional.ofNullable(ids.get(name));
    }

    /// Version 3: `3 V<UIDVALIDITY> N<next UID> …`, then lines `<UID> <fields> :<file>`, where a
    /// field `P<id>` is an id that was given; version 1: `1 <UIDVALIDITY> <next UID>`, then `<UID>
    /// <file>`.
    private static MaildirIds dovecot(String text, UidlFormat format) {
        var ids = new HashMap<String, String>();
        var lines = text.lines().iterator();
        if (!lines.hasNext()) {
            return none();
        }
        String head = lines.next();
        boolean three = head.startsWith("3 ");
        long validity = three ? field(head, 'V') : number(word(head, 1));
        while (lines.hasNext()) {
            String line = lines.next();
            int name = three ? line.indexOf(" :") : line.indexOf(' ');
            long uid = number(word(line, 0));
            if (name < 0 || uid < 0 || validity < 0) {
                continue;
            }
            String file = MaildirName.unique(line.substring(name + (three ? 2 : 1)));
            String given = three ? given(line.substring(0, name)) : "";
            put(ids, file, given.isEmpty() ? format.of(uid, validity, file) : given);
        }
        return new MaildirIds(ids);
    }

    private static String given(String fields) {
        for (String field : fields.split(" ", -1)) {
            if (field.startsWith("P")) {
                return field.substring(1);
            }
        }
        return "";
    }

    private static long field(String line, char letter) {
        for (String field : line.split(" ", -1)) {
            if (!field.isEmpty() && field.charAt(0) == letter) {
                return number(field.substring(1));
            }
        }
        return -1;
    }

    /// `/<version> <next> <UIDVALIDITY>`, then `<file> <size> <number>:<UIDVALIDITY>[:<UTF-8>]`; in
    /// version 1 without UIDVALIDITY. Courier says `UID<number>-<UIDVALIDITY>`, and `UID<number>`.
    private static MaildirIds courier(String text) {
        var ids = new HashMap<String, String>();
        if (!text.startsWith("/")) {
            return none();
        }
        text.lines()
                .skip(1)
                .forEach(line -> {
                    int numbers = line.lastIndexOf(' ');
                    int size = numbers < 0 ? -1 : line.lastIndexOf(' ', numbers - 1);
                    if (size <= 0) {
                        return;
                    }
                    String[] parts = line.substring(numbers + 1).split(":", -1);
                    long number = number(parts[0]);
                    long validity = parts.length > 1 ? number(parts[1]) : 0;
                    if (number > 0 && validity >= 0) {
                        String id = "UID" + number + (validity == 0 ? "" : "-" + validity);
                        put(ids, MaildirName.unique(line.substring(0, size)), id);
                    }
                });
        return new MaildirIds(ids);
    }

    private static void put(Map<String, String> ids, String file, String id) {
        if (UniqueIds.valid(id)) {
            ids.put(file, id);
        }
    }

    private static String word(String line, int index) {
        String[] words = line.split(" ", index + 2);
        return index < words.length ? words[index] : "";
    }

    /// The number, or -1.
    private static long number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 18;
        for (int i = 0; i < text.length() && digits; i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits ? Long.parseLong(text) : -1;
    }
}
