package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.BlobMoved;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.index.BlobPlaces.Stored;
import dev.jebi.mailstore.journal.Journal;
import dev.jebi.mailstore.snapshot.Pace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Moves octets into segments of their own, and says so in records. For one thread.
final class Mover {
    private static final Logger LOG = LoggerFactory.getLogger(Mover.class);
    private static final int RECORD_BLOBS = 1_000;

    private final Journal journal;
    private final Committer committer;
    private final Pace pace;
    private final long most;
    private final List<Content> contents = new ArrayList<>();
    private final List<Stored> from = new ArrayList<>();
    private long length;
    private long moved;

    /// @param most octets of a segment, unless a message alone has more
    Mover(Journal journal, Committer committer, Pace pace, long most) {
        this.journal = journal;
        this.committer = committer;
        this.pace = pace;
        this.most = most;
    }

    /// Moves octets; those that are damaged stay where they are, as somebody may want to look at
    /// them.
    void move(Stored stored) throws IOException {
        var place = stored.place();
        long octets = place.headLength() + place.size();
        var whole = journal.read(StoredOctets.whole(place));
        if (!StoredOctets.intact(whole, place)) {
            LOG.error("event=octets-damaged blob={} position={}", stored.blob(), place.position());
            return;
        }
        if (length + octets > most) {
            flush();
        }
        contents.add(whole);
        from.add(stored);
        length += octets;
    }

    /// Writes what has been gathered.
    void flush() throws IOException {
        if (from.isEmpty()) {
            return;
        }
        var to = journal.move(contents, pace::wrote);
        var moves = new ArrayList<Change>();
        for (int i = 0; i < from.size(); i++) {
            var was = from.get(i).place();
            long position = to.get(i).position() + was.headLength();
            var place = new Place(position, was.headLength(), was.size());
            moves.add(new BlobMoved(from.get(i).blob(), place));
        }
        for (int at = 0; at < moves.size(); at += RECORD_BLOBS) {
            var some = List.copyOf(moves.subList(at, Math.min(at + RECORD_BLOBS, moves.size())));
            committer.commit(ChangeCodec.bound(some.size(), 0), _ -> some);
        }
        moved += length;
        contents.clear();
        from.clear();
        length = 0;
    }

    /// Octets that were moved.
    long moved() {
        return moved;
    }
}
