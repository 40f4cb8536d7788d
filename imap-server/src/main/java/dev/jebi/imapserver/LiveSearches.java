package dev.jebi.imapserver;

import dev.jebi.mailstore.UidSet;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The searches of a session whose results are told as they change (RFC 5267 §4.3), on the mailbox
/// that is selected. For one thread.
final class LiveSearches {
    private final FindLimits limits;
    private final List<LiveSearch> searches = new ArrayList<>();
    private Instant looked = Instant.MIN;

    LiveSearches(FindLimits limits) {
        this.limits = limits;
    }

    boolean has(String tag) {
        return searches.stream().anyMatch(search -> search.tag().equals(tag));
    }

    /// Keeps an eye on one more.
    ///
    /// @return false where that is too much
    boolean add(LiveSearch search) {
        if (searches.size() == limits.live() || search.sorted() > limits.liveSorted()) {
            return false;
        }
        searches.add(search);
        return true;
    }

    void cancel(List<String> tags) {
        searches.removeIf(search -> tags.contains(search.tag()));
    }

    /// Tells what is no result any more, before these messages leave the view.
    void expunging(long[] uids, Responder out) throws IOException {
        for (LiveSearch search : searches) {
            search.without(uids, out);
        }
    }

    /// Tells what changed with these messages, which are in the view.
    void changed(UidSet touched, Responder out) throws IOException {
        if (touched.isEmpty()) {
            return;
        }
        for (LiveSearch search : searches) {
            search.look(touched, out);
        }
    }

    /// Tells what changed because time went by, now and then.
    void age(InstantSource clock, Responder out) throws IOException {
        if (searches.isEmpty() || clock.instant().isBefore(looked.plus(limits.timed()))) {
            return;
        }
        looked = clock.instant();
        for (LiveSearch search : searches) {
            if (search.timed()) {
                search.look(UidSet.ALL, out);
            }
        }
    }
}
