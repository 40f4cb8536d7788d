package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.imapserver.response.FetchLine;
import dev.jebi.imapserver.response.ImapEncoder;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.mailstore.UidSet;
import dev.jebi.wire.Wire;

import java.io.IOException;

/// What a session says, onto its wire. For one thread.
final class Responder implements ImapEncoder.Output {
    /// Of one VANISHED response: a line has less than 8 KiB.
    private static final int VANISHED_RANGES = 350;

    private final Outlet outlet;
    private final ImapEncoder encoder = new ImapEncoder(this);

    /// Where it goes.
    interface Outlet {
        /// As [Wire#write(byte[], int, int)].
        void write(byte[] octets, int length) throws IOException;

        /// As [Wire#write(Content)].
        void write(Content content) throws IOException;

        /// As [Wire#flush].
        void flush() throws IOException;
    }

    private record Onto(Wire wire) implements Outlet {
        @Override
        public void write(byte[] octets, int length) throws IOException {
            wire.write(octets, 0, length);
        }

        @Override
        public void write(Content content) throws IOException {
            wire.write(content);
        }

        @Override
        public void flush() throws IOException {
            wire.flush();
        }
    }

    Responder(Wire wire) {
        this(new Onto(wire));
    }

    Responder(Outlet outlet) {
        this.outlet = outlet;
    }

    /// Whether mailbox names go out as UTF-8 from now on.
    void utf8(boolean utf8) {
        encoder.utf8(utf8);
    }

    /// Whether structures go out as IMAP4rev2 has them.
    void rev2(boolean rev2) {
        encoder.rev2(rev2);
    }

    /// As it was told.
    boolean rev2() {
        return encoder.rev2();
    }

    void send(ImapResponse response) throws IOException {
        encoder.write(response);
    }

    void fetched(int number, FetchLine.Teller teller) throws IOException {
        encoder.fetched(number, false, teller);
    }

    void uidFetched(long uid, FetchLine.Teller teller) throws IOException {
        encoder.fetched(uid, true, teller);
    }

    /// Tells which messages have vanished, in lines of bearable length (RFC 7162 §4).
    void vanished(boolean earlier, UidSet uids) throws IOException {
        var ranges = uids.ranges();
        for (int from = 0; from < ranges.size(); from += VANISHED_RANGES) {
            int to = Math.min(from + VANISHED_RANGES, ranges.size());
            send(new ImapResponse.Vanished(earlier, UidSet.ofRanges(ranges.subList(from, to))));
        }
    }

    /// Passes on to the wire all that was said.
    void drain() throws IOException {
        encoder.drain();
    }

    /// Sends all that was said, at once.
    void flush() throws IOException {
        encoder.drain();
        try {
            outlet.flush();
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }

    @Override
    public void octets(byte[] octets, int length) {
        try {
            outlet.write(octets, length);
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }

    /// A fault of the content's own ends the session as well: its size has already been told.
    @Override
    public void content(Content content) {
        try {
            outlet.write(content);
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }
}
