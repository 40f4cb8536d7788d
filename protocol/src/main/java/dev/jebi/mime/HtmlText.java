package dev.jebi.mime;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.Set;

/// The text of HTML: tags, comments, scripts and styles left out, character references read, white
/// space folded. Made for search; what it gives is text and never safe HTML. For one thread.
final class HtmlText extends Reader {
    private static final int CHUNK = 8192;
    private static final int LONGEST_TAG = 16;

    /// Tags that stand within a word.
    private static final Set<String> INLINE =
            Set.of(
                    "a", "abbr", "b", "big", "em", "font", "i", "ins", "del", "mark", "o:p", "q",
                    "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr");

    private final Reader html;
    private final char[] chunk = new char[CHUNK];
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder name = new StringBuilder();
    private State state = State.TEXT;
    private String skipped = "";
    private char quote;
    private char last;
    private boolean blank = true;
    private boolean ended;
    private int taken;

    private enum State {
        TEXT,
        REFERENCE,
        TAG_NAME,
        TAG,
        QUOTED,
        COMMENT
    }

    HtmlText(Reader html) {
        this.html = html;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        while (taken == text.length()) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int n = Math.min(length, text.length() - taken);
        text.getChars(taken, taken + n, into, offset);
        taken += n;
        return n;
    }

    @Override
    public void close() throws IOException {
        html.close();
    }

    private void fill() throws IOException {
        text.setLength(0);
        taken = 0;
        int n = html.read(chunk, 0, chunk.length);
        if (n < 0) {
            ended = true;
            if (state == State.REFERENCE) {
                reference();
            }
        }
        for (int i = 0; i < n; i++) {
            put(chunk[i]);
        }
    }

    private void put(char c) {
        switch (state) {
            case TEXT -> text(c);
            case REFERENCE -> inReference(c);
            case TAG_NAME -> inTagName(c);
            case TAG -> inTag(c);
            case QUOTED -> {
                if (c == quote) {
                    state = State.TAG;
                    last = c;
                }
            }
            case COMMENT -> inComment(c);
        }
    }

    private void text(char c) {
        if (c == '<') {
            state = State.TAG_NAME;
            name.setLength(0);
        } else if (c == '&') {
            state = State.REFERENCE;
            name.setLength(0);
        } else {
            emit(c);
        }
    }

    private void emit(int codePoint) {
        if (!skipped.isEmpty()) {
            return;
        }
        boolean space = codePoint <= ' ' || codePoint == 0xA0;
        if (!space) {
            text.appendCodePoint(codePoint);
        } else if (!blank) {
            text.append(' ');
        }
        blank = space;
    }

    private void inReference(char c) {
        boolean inside = Character.isLetterOrDigit(c) || c == '#';
        if (!inside || name.length() >= LONGEST_TAG) {
            reference();
            state = State.TEXT;
            if (c != ';') {
                text(c);
            }
        } else {
            name.append(c);
        }
    }

    private void reference() {
        int codePoint = HtmlReferences.codePoint(name.toString());
        if (codePoint >= 0) {
            emit(codePoint);
        } else {
            emit('&');
            name.chars().forEach(this::emit);
        }
    }

    private void inTagName(char c) {
        if (name.isEmpty() && !Character.isLetter(c) && "/!?".indexOf(c) < 0) {
            state = State.TEXT; // a less-than sign
            emit('<');
            text(c);
        } else if (name.toString().equals("!--")) {
            state = State.COMMENT;
            name.setLength(0);
            name.append("--"); // "<!-->" is a whole comment
            inComment(c);
        } else if (c == '>' || c <= ' ' || name.length() == LONGEST_TAG) {
            state = State.TAG;
            last = 0;
            inTag(c);
        } else {
            name.append(c);
        }
    }

    private void inTag(char c) {
        if (c == '>') {
            tag(name.toString().toLowerCase(Locale.ROOT));
            state = State.TEXT;
        } else if ((c == '"' || c == '\'') && last == '=') {
            quote = c;
            state = State.QUOTED;
        } else if (c > ' ') {
            last = c;
        }
    }

    private void inComment(char c) {
        if (c == '>' && name.length() >= 2) {
            state = State.TEXT;
        } else if (c != '-') {
            name.setLength(0);
        } else if (name.length() < 2) {
            name.append(c);
        }
    }

    private void tag(String told) {
        boolean end = told.startsWith("/");
        String element = told.replace("/", "");
        if (end && element.equals(skipped)) {
            skipped = "";
        } else if (!end && (element.equals("script") || element.equals("style"))) {
            skipped = element;
        }
        if (!INLINE.contains(element)) {
            emit(' ');
        }
    }
}
