package dev.jebi.mailstore.search;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/// The terms of a document: of each gram the kind of its text and its octets, and a mark for each
/// kind of text that had too much. For one thread.
final class GramTokens extends TokenStream {
    /// Set in the first octet of a mark.
    private static final int MARK = 0x80;

    private final MessageGrams message;
    private final BytesTermAttribute attribute = addAttribute(BytesTermAttribute.class);
    private final BytesRef term = new BytesRef(1 + Grams.MOST_OCTETS);
    private int next;

    GramTokens(MessageGrams message) {
        this.message = message;
    }

    @Override
    public void reset() {
        clearAttributes(); // the end of the last document has changed them
        next = 0;
    }

    @Override
    public boolean incrementToken() {
        var grams = message.grams();
        int at = next++;
        if (at < grams.count()) {
            long gram = grams.gram(at);
            write(GramSet.kind(gram), gram, term);
        } else if (at < grams.count() + message.always().size()) {
            mark(mark(at - grams.count()), term);
        } else {
            return false;
        }
        attribute.setBytesRef(term);
        return true;
    }

    private TextKind mark(int index) {
        return message.always().stream().skip(index).findFirst().orElseThrow();
    }

    static void write(TextKind kind, long gram, BytesRef into) {
        into.bytes[0] = (byte) (kind.ordinal() + 1);
        into.length = Grams.write(gram, into.bytes, 1);
    }

    static void mark(TextKind kind, BytesRef into) {
        into.bytes[0] = (byte) (kind.ordinal() + 1 | MARK);
        into.length = 1;
    }

    static BytesRef term() {
        return new BytesRef(1 + Grams.MOST_OCTETS);
    }
}
