package dev.jebi.imapserver.command;

import java.util.List;

/// What stands between the brackets of `BODY[…]` (RFC 9051 §6.4.5).
///
/// @param path part numbers, none for the message itself
/// @param fields of HEADER.FIELDS and HEADER.FIELDS.NOT
public record Section(List<Integer> path, Text text, List<String> fields) {
    /// Which octets of the part.
    public enum Text {
        /// All of the part; of the message, with its header.
        WHOLE("[]"),
        /// The header section of a message.
        HEADER("HEADER"),
        /// Some of its fields.
        HEADER_FIELDS("HEADER.FIELDS"),
        /// All of its fields but some.
        HEADER_FIELDS_NOT("HEADER.FIELDS.NOT"),
        /// The body of a message.
        TEXT("TEXT"),
        /// The header section of a part.
        MIME("MIME");

        private final String word;

        Text(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// Whether this is the message as a whole.
    public boolean isWhole() {
        return path.isEmpty() && text == Text.WHOLE;
    }
}
