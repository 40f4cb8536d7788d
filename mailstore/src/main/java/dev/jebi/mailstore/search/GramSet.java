package dev.jebi.mailstore.search;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/// The different grams of a message, each with the kind of text that it stands in. Bounded: of a
/// kind of text that has too much it knows only that. For one message after the other and one
/// thread.
final class GramSet implements TextVisitor {
    /// Where the kind begins in a gram's number.
    private static final int KIND = 52;

    private static final int FEW = 1 << 13;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final int mostGrams;
    private final long mostChars;
    private long[] grams = new long[FEW / 2];
    private long[] table = new long[FEW];
    private int count;
    private int first;
    private long chars;
    private long kind;
    private boolean tooMuch;

    /// The last chars of the text so far; -1 where it has none.
    private int last;

    private int lastButOne;

    /// @param mostGrams different grams of a kind of text
    /// @param mostChars of a kind of text
    GramSet(int mostGrams, long mostChars) {
        this.mostGrams = mostGrams;
        this.mostChars = mostChars;
    }

    void clear() {
        if (table.length > FEW * 4) {
            grams = new long[FEW / 2];
            table = new long[FEW];
        } else {
            Arrays.fill(table, 0);
        }
        count = 0;
    }

    /// What is shown from now on is of this kind.
    void begin(TextKind next) {
        kind = (long) (next.ordinal() + 1) << KIND;
        first = count;
        chars = 0;
        tooMuch = false;
    }

    /// Whether the texts of this kind were too much: none of its grams count then.
    boolean end() {
        if (tooMuch) {
            count = first; // they stay in the table: no other kind of text looks them up
        }
        return tooMuch;
    }

    /// Puts them in order: the memory of what is gathered of each gram is then walked through in
    /// nearly one direction.
    void sort() {
        Arrays.sort(grams, 0, count);
    }

    int count() {
        return count;
    }

    long gram(int index) {
        return grams[index];
    }

    static TextKind kind(long gram) {
        return KINDS[(int) (gram >>> KIND) - 1];
    }

    private static final TextKind[] KINDS = TextKind.values();

    @Override
    public boolean text(String text) {
        start();
        return add(Folding.fold(text)) || finish();
    }

    @Override
    public boolean text(Reader text) throws IOException {
        start();
        return FoldedText.read(text, this::add) || finish();
    }

    private void start() {
        last = -1;
        lastButOne = -1;
    }

    private boolean add(String folded) {
        chars += folded.length();
        if (tooMuch || chars > mostChars) {
            tooMuch = true;
            return true;
        }
        int two = lastButOne;
        int one = last;
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (two >= 0 && Grams.length((char) two) == 3) {
                put(kind | 3L << 48 | (long) two << 32 | (long) one << 16 | c);
            }
            if (one >= 0 && Grams.length((char) one) == 2) {
                put(kind | 2L << 48 | (long) one << 32 | (long) c << 16);
            }
            two = one;
            one = c;
        }
        lastButOne = two;
        last = one;
        return tooMuch;
    }

    /// The grams that the end of the text cuts short.
    private boolean finish() {
        if (lastButOne >= 0 && Grams.length((char) lastButOne) == 3) {
            put(kind | 2L << 48 | (long) lastButOne << 32 | (long) last << 16);
        }
        if (last >= 0) {
            put(kind | 1L << 48 | (long) last << 32);
        }
        return tooMuch;
    }

    private void put(long gram) {
        int mask = table.length - 1;
        int at = (int) ((gram * SPREAD) >>> 40) & mask;
        for (long there = table[at]; there != 0; there = table[at]) {
            if (there == gram) {
                return;
            }
            at = at + 1 & mask;
        }
        if (count - first >= mostGrams) {
            tooMuch = true;
            return;
        }
        table[at] = gram;
        if (count == grams.length) {
            grow();
        }
        grams[count++] = gram;
    }

    private void grow() {
        grams = Arrays.copyOf(grams, grams.length * 2);
        var wider = new long[table.length * 2];
        int mask = wider.length - 1;
        for (long gram : table) {
            if (gram != 0) {
                int at = (int) ((gram * SPREAD) >>> 40) & mask;
                while (wider[at] != 0) {
                    at = at + 1 & mask;
                }
                wider[at] = gram;
            }
        }
        table = wider;
    }
}
