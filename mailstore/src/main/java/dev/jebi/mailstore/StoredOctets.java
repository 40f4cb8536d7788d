package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.Log;
import dev.jebi.mailstore.journal.OctetsGone;
import dev.jebi.mime.MessageHead;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// How a message stands in the log: its head, then the CRC32C of head and message, then the
/// message. The CRC goes where the octets go, and counts as the end of the head, which nobody who
/// reads a head looks at.
final class StoredOctets {
    /// Messages up to this size are checked whenever they are read: 10 microseconds. Whoever wants
    /// a few octets of a larger one should not have to wait until all of it was read.
    static final int CHECKED_ON_READ = 64 << 10;

    /// As much as stays near the processor between being read and being summed.
    private static final int STEP = 8 << 10;

    private StoredOctets() {}

    /// Where octets stand now; empty when they are nobody's any more.
    interface Where {
        /// Asks whoever knows.
        Optional<Place> now() throws IOException;
    }

    /// What is wanted of octets.
    interface Reading<T> {
        /// Reads them there.
        T at(Place place) throws IOException;
    }

    /// Reads octets that compaction may be moving.
    ///
    /// @param first where they stood when somebody last looked
    /// @throws OctetsGone when they are not where they should be, and have not been moved on
    static <T> T reread(Place first, Where where, Reading<T> reading) throws IOException {
        Place place = first;
        while (true) {
            try {
                return reading.at(place);
            } catch (OctetsGone e) {
                var now = where.now();
                if (now.isEmpty() || now.get().equals(place)) {
                    throw e;
                }
                place = now.get();
            }
        }
    }

    /// The octets that stand before a message.
    static byte[] head(MessageHead head, Content message) throws IOException {
        byte[] octets = Heads.encode(head);
        var crc = new CRC32C();
        crc.update(octets);
        update(crc, message, 0, message.size());
        return ByteBuffer.allocate(octets.length + Integer.BYTES)
                .put(octets)
                .putInt((int) crc.getValue())
                .array();
    }

    private static void update(CRC32C crc, Content of, long from, long size) throws IOException {
        var step = ByteBuffer.allocate((int) Math.min(STEP, size));
        for (long at = 0; at < size; at += step.limit()) {
            step.clear().limit((int) Math.min(STEP, size - at));
            if (of.read(from + at, step) < step.limit()) {
                throw new EOFException("content is shorter than its size");
            }
            crc.update(step.flip());
        }
    }

    /// Head and message in a row.
    static ContentLocation whole(Place place) {
        return new ContentLocation(
                place.position() - place.headLength(), place.headLength() + place.size());
    }

    /// Whether head and message are what was stored.
    static boolean intact(Content whole, Place place) throws IOException {
        int head = place.headLength() - Integer.BYTES;
        if (head < 0) {
            return false;
        }
        var crc = new CRC32C();
        update(crc, whole, 0, head);
        update(crc, whole, place.headLength(), place.size());
        return ByteBuffer.wrap(whole.octets(head, Integer.BYTES)).getInt() == (int) crc.getValue();
    }

    /// A message, checked when it is small.
    ///
    /// @throws DamagedMessage when it is not what was stored
    static Content message(Log log, Place place) throws IOException {
        check(log, place);
        return log.read(new ContentLocation(place.position(), place.size()));
    }

    /// Checks a message that is small.
    ///
    /// @throws DamagedMessage when it is not what was stored
    static void check(Log log, Place place) throws IOException {
        if (place.size() <= CHECKED_ON_READ) {
            var whole = log.read(whole(place));
            if (!intact(whole, place)) {
                throw new DamagedMessage(place.position());
            }
        }
    }
}
