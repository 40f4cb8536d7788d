package dev.jebi.imapserver.response;

import dev.jebi.mailstore.Flags;
import dev.jebi.mime.BodyPart;
import dev.jebi.mime.ImapEnvelope;
import dev.jebi.mime.ReadyHead;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;

/// A FETCH response that is written value by value, for commands that tell of many messages: the
/// same octets as of an [ImapResponse.Fetched], without an object for each value. For one thread.
public final class FetchLine {
    /// Messages differ in few combinations of flags: each is put into words once, up to so many.
    private static final int MAX_CACHED = 1_024;

    private static final int DAY = 86_400;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy", Locale.ENGLISH);

    private final Octets out;
    private final Map<Flags, byte[]> words = new IdentityHashMap<>();
    private char before = '(';
    private boolean rev2;
    private long day = Long.MIN_VALUE;
    private String date = "";

    FetchLine(Octets out) {
        this.out = out;
    }

    /// What is told of a message.
    public interface Teller {
        /// Tells it.
        void tell(FetchLine line) throws java.io.IOException;
    }

    void rev2(boolean on) {
        rev2 = on;
    }

    void begin(long number, boolean uid) {
        out.put("* ").put(number).put(uid ? " UIDFETCH " : " FETCH ");
        before = '(';
    }

    void end() {
        out.put(before == '(' ? "()" : ")");
    }

    private Octets next(String label) {
        out.put(before).put(label);
        before = ' ';
        return out;
    }

    /// UID
    public void uid(long uid) {
        next("UID ").put(uid);
    }

    /// FLAGS
    public void flags(Flags flags, boolean recent) {
        byte[] known = words.get(flags);
        if (known == null) {
            if (words.size() == MAX_CACHED) {
                words.clear();
            }
            known = flags.toString().getBytes(StandardCharsets.ISO_8859_1);
            words.put(flags, known);
        }
        next("FLAGS (").put(known, 0, known.length);
        if (recent) {
            out.put(known.length == 0 ? "\\Recent" : " \\Recent");
        }
        out.put(')');
    }

    /// RFC822.SIZE
    public void size(long octets) {
        next("RFC822.SIZE ").put(octets);
    }

    /// MODSEQ
    public void modSeq(long modSeq) {
        next("MODSEQ (").put(modSeq).put(')');
    }

    /// INTERNALDATE, from seconds since 1970.
    public void internalDate(long seconds) {
        date("INTERNALDATE \"", seconds);
    }

    /// SAVEDATE (RFC 8514 §4.2), likewise.
    public void saveDate(long seconds) {
        date("SAVEDATE \"", seconds);
    }

    private void date(String label, long seconds) {
        long then = Math.floorDiv(seconds, DAY);
        if (then != day) {
            day = then;
            date = DATE.format(LocalDate.ofEpochDay(then));
        }
        int time = Math.floorMod(seconds, DAY);
        next(label).put(date).put(' ');
        two(time / 3600).put(':');
        two(time / 60 % 60).put(':');
        two(time % 60).put(" +0000\"");
    }

    private Octets two(int number) {
        return out.put((char) ('0' + number / 10)).put((char) ('0' + number % 10));
    }

    /// EMAILID or THREADID (RFC 8474).
    public void identity(String label, String id) {
        next(label).put(" (").put(id).put(')');
    }

    /// ENVELOPE
    public void envelope(ReadyHead head) {
        head.envelope(next("ENVELOPE "));
    }

    /// ENVELOPE
    public void envelope(ImapEnvelope envelope) {
        StructureEncoder.envelope(next("ENVELOPE "), envelope);
    }

    /// BODYSTRUCTURE
    public void structure(ReadyHead head) {
        head.structure(next("BODYSTRUCTURE "));
    }

    /// BODY, or BODYSTRUCTURE where it is extended.
    public void structure(BodyPart part, boolean extended) {
        var label = next(extended ? "BODYSTRUCTURE " : "BODY ");
        new StructureEncoder(label, extended, rev2).part(part);
    }
}
