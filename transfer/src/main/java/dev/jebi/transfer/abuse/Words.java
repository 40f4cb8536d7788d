package dev.jebi.transfer.abuse;

import dev.jebi.content.Content;
import dev.jebi.mailstore.search.MessageText;
import dev.jebi.mailstore.search.TextVisitor;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.ImapAddress;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words of a message, as places in [WordCounts]: those of the subject and of the author each
/// count as words of their own, names of hosts in links too. Bounded, whatever the message is. For
/// one thread.
final class Words implements TextVisitor {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 24;

    /// Chars of the body that are read, and words that are kept.
    private static final int CHARS = 64 << 10;

    private static final int MOST = 3_000;

    private final Set<Integer> places = new HashSet<>();
    private final StringBuilder word = new StringBuilder();
    private String kind = "";
    private int chars;

    private Words() {}

    /// The words of a message.
    static int[] of(Content content, MessageHead head) throws IOException {
        var words = new Words();
        var envelope = head.envelope();
        words.in("subject:", envelope.subject().map(HeaderText::decode).orElse(""));
        for (ImapAddress author : envelope.from()) {
            words.in("from:", author.name().map(HeaderText::decode).orElse(""));
            words.add("from:" + author.host().orElse("").toLowerCase(Locale.ROOT));
        }
        words.kind = "";
        boolean _ = MessageText.body(content, head.structure(), words);
        return words.places.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private void in(String where, String text) {
        kind = where;
        boolean _ = text(text);
    }

    @Override
    public boolean text(String text) {
        for (int i = 0; i < text.length() && !enough(); i++) {
            take(text.charAt(i));
        }
        end();
        return enough();
    }

    @Override
    public boolean text(Reader text) throws IOException {
        var chunk = new char[4_096];
        for (int n = text.read(chunk); n >= 0 && !enough(); n = text.read(chunk)) {
            for (int i = 0; i < n && !enough(); i++) {
                take(chunk[i]);
            }
        }
        end();
        return enough();
    }

    private boolean enough() {
        return chars >= CHARS || places.size() >= MOST;
    }

    private void take(char c) {
        chars++;
        if (Character.isLetterOrDigit(c) || c == '$' || c == '!') {
            word.append(Character.toLowerCase(c));
        } else if ((c == '.' || c == '-' || c == '\'') && !word.isEmpty()) {
            word.append(c); // within a host name, a price, a contraction
        } else {
            end();
        }
        if (word.length() > LONGEST * 4) {
            word.setLength(0); // nobody's word
        }
    }

    private void end() {
        int length = word.length();
        while (length > 0 && !Character.isLetterOrDigit(word.charAt(length - 1))) {
            length--;
        }
        if (length >= SHORTEST) {
            String text = word.substring(0, length);
            if (wide(text.charAt(0))) {
                pairs(text);
            } else if (length <= LONGEST) {
                add(kind + text);
            } else {
                add(kind + "long " + text.charAt(0) + " " + length / 10);
            }
        }
        word.setLength(0);
    }

    /// Of scripts whose words have endings or no gaps between them, pairs of characters are words.
    private void pairs(String text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            add(kind + text.substring(i, i + 2));
        }
    }

    private static boolean wide(char c) {
        var script = Character.UnicodeScript.of(c);
        return List.of(
                        Character.UnicodeScript.HANGUL,
                        Character.UnicodeScript.HAN,
                        Character.UnicodeScript.HIRAGANA,
                        Character.UnicodeScript.KATAKANA,
                        Character.UnicodeScript.THAI)
                .contains(script);
    }

    private void add(String text) {
        int hash = text.hashCode() * 0x9E3779B9; // Fibonacci's, so that all bits count
        places.add(hash >>> (32 - Integer.numberOfTrailingZeros(WordCounts.PLACES)));
    }
}
