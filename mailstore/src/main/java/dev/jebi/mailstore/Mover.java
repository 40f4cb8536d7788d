package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mailstore.change.Change;
import dev.jebi.mailstore.change.Change.BlobMoved;
import dev.jebi.mailstore.change.ChangeCodec;
import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.index.BlobPlaces.Stored;
import dev.jebi.mailstore.journal.Log;
import dev.jebi.mailstore.snapshot.Pace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Writes octets to the end of the journal once more, several in a record. For one thread.
final class Mover {
    private static final Logger LOG = LoggerFactory.getLogger(Mover.class);
    private static final int RECORD_BLOBS = 1_000;

    private final Log log;
    private final Committer committer;
    private final Pace pace;
    private final List<Content> contents = new ArrayList<>();
    private final List<Change> moves = new ArrayList<>();
    private long length;
    private long moved;

    Mover(Log log, Committer committer, Pace pace) {
        this.log = log;
        this.committer = committer;
        this.pace = pace;
    }

    /// Moves octets; those that are damaged stay where they are, as somebody may want to look at
    /// them.
    void move(Stored stored) throws IOException {
        var place = stored.place();
        long octets = place.headLength() + place.size();
        var whole = log.read(StoredOctets.whole(place));
        if (!StoredOctets.intact(whole, place)) {
            LOG.error("event=octets-damaged blob={} position={}", stored.blob(), place.position());
            return;
        }
        boolean full =
                length + octets > CompactionLimits.RECORD_OCTETS || moves.size() >= RECORD_BLOBS;
        if (full) {
            flush();
        }
        long position = length + place.headLength();
        contents.add(whole);
        moves.add(
                new BlobMoved(
                        stored.blob(), new Place(position, place.headLength(), place.size())));
        length += octets;
    }

    /// Writes what has been gathered.
    void flush() throws IOException {
        if (moves.isEmpty()) {
            return;
        }
        var changes = List.copyOf(moves);
        var body =
                contents.size() == 1
                        ? contents.getFirst()
                        : Content.concat(contents.toArray(Content[]::new));
        committer.commit(body, ChangeCodec.bound(changes.size(), 0), _ -> changes);
        long octets = length;
        moved += octets;
        contents.clear();
        moves.clear();
        length = 0;
        pace.wrote(octets);
    }

    /// Octets that were moved.
    long moved() {
        return moved;
    }
}
