package dev.jebi.mailstore;

import dev.jebi.mailstore.change.Place;
import dev.jebi.mailstore.journal.SegmentSize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// How much of each segment lives. For one thread.
final class SegmentUse {
    private final TreeMap<Long, Use> byBase = new TreeMap<>();
    private long living;

    /// One segment: what it takes and what lives of it.
    static final class Use {
        private final SegmentSize segment;
        private long living;

        private Use(SegmentSize segment) {
            this.segment = segment;
        }

        long base() {
            return segment.base();
        }

        long end() {
            return segment.base() + segment.octets();
        }

        long octets() {
            return segment.octets();
        }

        long living() {
            return living;
        }

        long percent() {
            return living * 100 / segment.octets();
        }
    }

    /// Of segments of which nothing is known to live yet.
    SegmentUse(List<SegmentSize> segments) {
        segments.forEach(segment -> byBase.put(segment.base(), new Use(segment)));
    }

    /// Something lives there.
    void count(Place place) {
        long octets = place.headLength() + place.size();
        living += octets;
        var use = byBase.floorEntry(place.position());
        if (use != null && place.position() < use.getValue().end()) {
            use.getValue().living += octets;
        }
    }

    /// All that lives.
    long living() {
        return living;
    }

    /// What the segments take.
    long octets() {
        return byBase.values().stream().mapToLong(Use::octets).sum();
    }

    /// Those that records no longer go into, the one with the least life first.
    List<Use> ended() {
        var ended = new ArrayList<>(byBase.values());
        ended.removeIf(use -> !use.segment.ended());
        ended.sort(Comparator.comparingLong(Use::percent));
        return ended;
    }
}
