package dev.jebi.transfer.archive;

import dev.jebi.mailstore.MailboxName;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// The names of mailboxes as names of files: letters and digits of every script as they are, all
/// else as `%` and two hexadecimal digits an octet, so that no name reaches out of its directory.
public final class ArchiveNames {
    /// What file systems take.
    private static final int MAX_OCTETS = 200;

    private ArchiveNames() {}

    /// The file name, without ending; empty when it would be longer than file systems take.
    public static Optional<String> file(MailboxName name) {
        var file = new StringBuilder();
        name.value()
                .codePoints()
                .forEach(c -> {
                    if (Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == '_') {
                        file.appendCodePoint(c);
                    } else {
                        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                            file.append('%')
                                    .append(HexFormat.of().withUpperCase().toHexDigits(octet));
                        }
                    }
                });
        return file.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_OCTETS
                ? Optional.of(file.toString())
                : Optional.empty();
    }

    /// The name of the mailbox; empty when a file has a name that is none.
    public static Optional<MailboxName> mailbox(String file) {
        try {
            var octets = new java.io.ByteArrayOutputStream();
            for (int i = 0; i < file.length(); i++) {
                if (file.charAt(i) == '%') {
                    octets.write(HexFormat.fromHexDigits(file, i + 1, i + 3));
                    i += 2;
                } else {
                    int c = file.codePointAt(i);
                    octets.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                    i += Character.charCount(c) - 1;
                }
            }
            return Optional.of(new MailboxName(octets.toString(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }
}
