package dev.jebi.useragent.panes;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The lines of the list, the newest first, or conversation by conversation. Rows are read by the
/// page when they are looked at, so that the size of a mailbox does not matter. Stage thread only.
final class Listing {
    private static final int PAGE = 128;
    private static final int MAX_PAGES = 64;
    private static final int DEEPEST = 8;

    /// A line.
    ///
    /// @param depth how far down in its conversation
    /// @param replies how many more its conversation has, on its first line
    record Item(Envelope envelope, int depth, int replies) {}

    /// The order of conversations.
    ///
    /// @param places of rows, line by line
    record Arrangement(int[] places, byte[] depths, int[] replies) {}

    private final Rows rows;
    private final Map<Integer, List<Envelope>> pages = new HashMap<>();
    private final Set<MessageRef> hidden = new HashSet<>();
    private Optional<Arrangement> arrangement = Optional.empty();
    private int count;

    Listing(Rows rows) throws IOException {
        this.rows = rows;
        this.count = rows.count();
    }

    /// Forgets what was read: something changed.
    void refresh() throws IOException {
        rows.refresh();
        pages.clear();
        count = rows.count();
        hidden.clear();
    }

    int size() {
        return arrangement.map(a -> a.places().length).orElse(count);
    }

    /// A line, if there is one.
    Optional<Item> item(int line) throws IOException {
        if (line < 0 || line >= size()) {
            return Optional.empty();
        }
        if (arrangement.isPresent()) {
            Arrangement by = arrangement.get();
            return at(by.places()[line])
                    .map(e -> new Item(e, by.depths()[line], by.replies()[line]));
        }
        return at(count - 1 - line).map(e -> new Item(e, 0, 0));
    }

    private Optional<Envelope> at(int place) throws IOException {
        if (place >= count) {
            return Optional.empty(); // an order of before something went
        }
        int number = place / PAGE;
        List<Envelope> page = pages.get(number);
        if (page == null) {
            if (pages.size() >= MAX_PAGES) {
                pages.clear();
            }
            page = rows.some(number * PAGE, Math.min((number + 1) * PAGE, count));
            pages.put(number, page);
        }
        int within = place - number * PAGE;
        return within < page.size() ? Optional.of(page.get(within)) : Optional.empty();
    }

    /// Whether a message is on its way out and not to be seen any more.
    boolean leaving(MessageRef message) {
        return hidden.contains(message);
    }

    /// Shows messages as gone before the server has heard of it.
    void leave(List<MessageRef> messages) {
        hidden.addAll(messages);
    }

    /// Shows them again.
    void stay(List<MessageRef> messages) {
        messages.forEach(hidden::remove);
    }

    /// The line of a message near another, if it is there.
    Optional<Integer> lineOf(MessageRef message, int near) throws IOException {
        Optional<Integer> place = arranged() ? Optional.empty() : rows.place(message);
        if (place.isPresent()) {
            return place.map(p -> count - 1 - p);
        }
        int most = Math.min(size(), 4 * PAGE);
        for (int i = 0; i <= most; i++) {
            for (int line : new int[] {near - i, near + i}) {
                Optional<Item> item = item(line);
                if (item.isPresent() && item.get().envelope().ref().equals(message)) {
                    return Optional.of(line);
                }
            }
        }
        return Optional.empty();
    }

    Rows rows() {
        return rows;
    }

    boolean arranged() {
        return arrangement.isPresent();
    }

    /// Shows the rows in that order; empty for the newest first.
    void arrange(Optional<Arrangement> by) {
        arrangement = by;
    }

    /// Puts rows into conversations: the one with the newest message first, each from its
    /// beginning. Reads all rows; not for the stage thread.
    static Arrangement conversations(Rows rows) throws IOException {
        int count = rows.count();
        var threads = new HashMap<Long, List<Integer>>();
        var ids = new HashMap<String, Integer>();
        var parents = new String[count];
        long[] dates = new long[count];
        for (int from = 0; from < count; from += PAGE) {
            List<Envelope> page = rows.some(from, Math.min(from + PAGE, count));
            for (int i = 0; i < page.size(); i++) {
                Envelope e = page.get(i);
                int place = from + i;
                threads.computeIfAbsent(e.thread(), _ -> new ArrayList<>()).add(place);
                ids.put(e.words().messageId(), place);
                parents[place] = last(e.words().references());
                dates[place] = e.date().getEpochSecond();
            }
        }
        var order = new ArrayList<>(threads.values());
        order.forEach(thread -> thread.sort(Comparator.comparingLong(p -> dates[p])));
        order.sort(Comparator.comparingLong((List<Integer> t) -> -dates[t.getLast()]));
        int[] places = new int[order.stream().mapToInt(List::size).sum()];
        byte[] depths = new byte[places.length];
        int[] replies = new int[places.length];
        int line = 0;
        for (List<Integer> thread : order) {
            replies[line] = thread.size() - 1;
            for (int place : thread) {
                places[line] = place;
                depths[line] = (byte) (thread.size() == 1 ? 0 : depth(place, parents, ids));
                line++;
            }
            if (depths[line - thread.size()] != 0) {
                depths[line - thread.size()] = 0; // what it answers is not here
            }
        }
        return new Arrangement(places, depths, replies);
    }

    private static String last(String references) {
        String all = references.strip();
        return all.substring(all.lastIndexOf(' ') + 1);
    }

    private static int depth(int place, String[] parents, Map<String, Integer> ids) {
        int depth = 0;
        Integer at = ids.get(parents[place]);
        while (at != null && depth < DEEPEST) {
            depth++;
            at = parents[at].isEmpty() ? null : ids.get(parents[at]);
        }
        return depth;
    }
}
