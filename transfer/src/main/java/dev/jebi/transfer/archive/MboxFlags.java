package dev.jebi.transfer.archive;

import dev.jebi.content.Content;
import dev.jebi.mailstore.Flags;
import dev.jebi.mime.HeaderSection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The flags of a message in an mbox file: the fields `Status`, `X-Status` and `X-Keywords` of the
/// old programs, `X-Mozilla-Status` and `X-Mozilla-Keys` of Thunderbird.
final class MboxFlags {
    private static final int MOZILLA_READ = 0x1;
    private static final int MOZILLA_REPLIED = 0x2;
    private static final int MOZILLA_MARKED = 0x4;
    private static final int MOZILLA_EXPUNGED = 0x8;

    private MboxFlags() {}

    /// What the header says.
    ///
    /// @param expunged whether Thunderbird has deleted it and not yet compacted the file
    record Read(Flags flags, boolean expunged) {}

    static Read read(Content content) throws IOException {
        var header = HeaderSection.of(content.octets(0, ArchiveLimits.FLAG_HEADER_OCTETS));
        var words = new ArrayList<String>();
        header.first("Status").ifPresent(status -> status(status, words));
        header.first("X-Status").ifPresent(status -> status(status, words));
        header.first("X-Keywords").ifPresent(keys -> keywords(keys, words));
        header.first("X-Mozilla-Keys").ifPresent(keys -> keywords(keys, words));
        int mozilla = header.first("X-Mozilla-Status").map(MboxFlags::hexadecimal).orElse(0);
        add(words, "\\Seen", (mozilla & MOZILLA_READ) != 0);
        add(words, "\\Answered", (mozilla & MOZILLA_REPLIED) != 0);
        add(words, "\\Flagged", (mozilla & MOZILLA_MARKED) != 0);
        return new Read(Flags.of(words), (mozilla & MOZILLA_EXPUNGED) != 0);
    }

    static void status(String letters, List<String> words) {
        add(words, "\\Seen", letters.contains("R"));
        add(words, "\\Answered", letters.contains("A"));
        add(words, "\\Flagged", letters.contains("F"));
        add(words, "\\Deleted", letters.contains("D"));
        add(words, "\\Draft", letters.contains("T"));
    }

    static void keywords(String text, List<String> words) {
        for (String word : text.strip().split("\\s+", -1)) {
            // what IMAP could not write as an atom (RFC 9051 §9) is no keyword
            boolean atom = !word.isEmpty() && word.chars().allMatch(MboxFlags::atomChar);
            add(words, word, atom);
        }
    }

    private static boolean atomChar(int c) {
        return c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0;
    }

    private static void add(List<String> words, String word, boolean set) {
        if (set) {
            words.add(word);
        }
    }

    private static int hexadecimal(String text) {
        try {
            return Integer.parseInt(text.strip(), 16);
        } catch (NumberFormatException _) {
            return 0; // not Thunderbird's
        }
    }

    /// The letters of `Status`.
    static String status(Flags flags) {
        return flags.has(Flags.System.SEEN) ? "RO" : "O";
    }

    /// The letters of `X-Status`.
    static String moreStatus(Flags flags) {
        return (flags.has(Flags.System.ANSWERED) ? "A" : "")
                + (flags.has(Flags.System.FLAGGED) ? "F" : "")
                + (flags.has(Flags.System.DRAFT) ? "T" : "")
                + (flags.has(Flags.System.DELETED) ? "D" : "");
    }

    static Optional<String> keywords(Flags flags) {
        return flags.keywords().isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" ", flags.keywords()));
    }
}
