package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.index.BlobPlaces;
import dev.jebi.mailstore.index.BlobPlaces.Stored;
import dev.jebi.mailstore.index.IndexAudit;
import dev.jebi.mailstore.journal.ContentLocation;
import dev.jebi.mailstore.journal.OctetsGone;
import dev.jebi.mailstore.journal.SegmentSize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// One look at everything: each record of the journal, the octets of each message, and whether the
/// index agrees with itself. For one thread; the store goes on meanwhile.
final class Verifying {
    private static final int BLOBS_PER_LINE = 100_000;

    private final Compaction.Parts parts;
    private final Inventory inventory;
    private final Consumer<String> progress;
    private final BlobPlaces blobs;
    private final Map<Long, String> bad = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private long count;
    private long octets;

    Verifying(Compaction.Parts parts, Inventory inventory, Consumer<String> progress) {
        this.parts = parts;
        this.inventory = inventory;
        this.progress = progress;
        this.blobs = new BlobPlaces(parts.index());
    }

    Verification run() throws IOException {
        var segments = parts.journal().segments();
        for (int i = 0; i < segments.size(); i++) {
            inspect(segments.get(i));
            progress.accept("read segment %d of %d".formatted(i + 1, segments.size()));
        }
        blobs.forEach(this::check);
        progress.accept("read " + count + " messages");
        complaints.addAll(IndexAudit.complaints(parts.index()));
        return new Verification(segments.size(), count, octets, named(), complaints);
    }

    private void inspect(SegmentSize segment) throws IOException {
        List<ContentLocation> damage;
        try {
            damage = parts.journal().damage(segment.base());
        } catch (OctetsGone _) {
            return; // compacted meanwhile
        }
        for (ContentLocation at : damage) {
            if (complaints.size() < Verification.NAMED) {
                complaints.add(
                        "%d octets of the journal at %s are damaged"
                                .formatted(at.size(), HexFormat.of().toHexDigits(at.position())));
            }
        }
    }

    private void check(Stored stored) throws IOException {
        if (++count % BLOBS_PER_LINE == 0) {
            progress.accept("read " + count + " messages");
        }
        octets += stored.place().size();
        try {
            check(stored.blob(), stored.place());
        } catch (OctetsGone _) {
            var now = blobs.place(stored.blob());
            if (now.isPresent()) {
                again(stored.blob(), now.get());
            }
        }
    }

    private void again(long blob, Place place) throws IOException {
        try {
            check(blob, place);
        } catch (OctetsGone _) {
            bad.put(blob, "missing");
        }
    }

    private void check(long blob, Place place) throws IOException {
        if (!StoredOctets.intact(parts.journal().read(StoredOctets.whole(place)), place)) {
            bad.put(blob, "damaged");
        }
    }

    /// The messages that nobody can read, as the people who have them know them.
    private List<String> named() throws IOException {
        var named = new ArrayList<String>();
        if (bad.isEmpty()) {
            return named;
        }
        var known = new TreeMap<>(bad);
        IndexAudit.messages(
                parts.index(),
                bad::containsKey,
                (mailbox, uid, blob) -> {
                    known.remove(blob);
                    if (named.size() < Verification.NAMED) {
                        named.add(inventory.named(mailbox) + " " + uid + " " + bad.get(blob));
                    }
                });
        known.forEach((blob, how) -> {
            if (named.size() < Verification.NAMED) {
                named.add("queued or kept octets " + blob + " " + how);
            }
        });
        return named;
    }
}
