package dev.jebi.useragent.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// A row as it stands in the file: 64 octets, its texts elsewhere.
///
/// ```
///  0 uid   4 size   8 marks  16 date  24 received  32 id  40 thread  48 words: where  56 how long
/// ```
final class Row {
    static final int OCTETS = 64;
    static final int UID = 0;
    static final int MARKS = 8;
    static final int ID = 32;
    static final int THREAD = 40;
    static final int WORDS_AT = 48;
    static final int WORDS_LENGTH = 56;

    /// The bits of what every mailbox knows; keywords follow from bit [#FIRST_KEYWORD] on.
    static final List<String> SYSTEM = List.of("seen", "answered", "flagged", "deleted", "draft");

    static final long SEEN = 1;
    static final long ATTACHMENT = 1L << 6;
    static final int FIRST_KEYWORD = 8;

    /// The longest text of a field that a list needs.
    private static final int LONGEST = 2_000;

    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final char SEPARATOR = '\0';

    private Row() {}

    static long uid(ByteBuffer rows, int at) {
        return rows.getInt(at + UID) & UNSIGNED;
    }

    /// Writes a row at the buffer's position.
    static void put(ByteBuffer rows, Envelope row, long marks, long wordsAt, int wordsLength) {
        rows.putInt((int) row.uid());
        rows.putInt((int) Math.min(row.size(), UNSIGNED));
        rows.putLong(marks | (row.attachment() ? ATTACHMENT : 0));
        rows.putLong(row.date().toEpochMilli());
        rows.putLong(row.received().toEpochMilli());
        rows.putLong(row.id());
        rows.putLong(row.thread());
        rows.putLong(wordsAt);
        rows.putInt(wordsLength);
        rows.putInt(0);
    }

    /// Reads the row at an offset.
    static Envelope get(String mailbox, ByteBuffer rows, int at, List<String> flags, String words) {
        return new Envelope(
                new MessageRef(mailbox, uid(rows, at)),
                rows.getLong(at + ID),
                rows.getLong(at + THREAD),
                flags,
                (rows.getLong(at + MARKS) & ATTACHMENT) != 0,
                Instant.ofEpochMilli(rows.getLong(at + 16)),
                Instant.ofEpochMilli(rows.getLong(at + 24)),
                rows.getInt(at + 4) & UNSIGNED,
                words(words));
    }

    /// The texts as they stand in the file.
    static byte[] octets(Envelope.Words words) {
        var text = new StringBuilder();
        for (String one :
                new String[] {
                    words.from(),
                    words.to(),
                    words.cc(),
                    words.subject(),
                    words.messageId(),
                    words.references(),
                    words.replyTo(),
                    words.list()
                }) {
            String clean = one.indexOf(SEPARATOR) < 0 ? one : one.replace(SEPARATOR, ' ');
            text.append(clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean);
            text.append(SEPARATOR);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Envelope.Words words(String text) {
        var parts = new String[Envelope.Words.COUNT];
        int from = 0;
        for (int i = 0; i < parts.length; i++) {
            int to = text.indexOf(SEPARATOR, from);
            parts[i] = to < 0 ? "" : text.substring(from, to);
            from = to < 0 ? text.length() : to + 1;
        }
        return new Envelope.Words(
                parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7]);
    }
}
