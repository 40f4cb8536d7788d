package dev.jebi.mailstore;

import dev.jebi.mailstore.Trace.TracedMessage;
import dev.jebi.mailstore.trace.TraceBlocks;
import dev.jebi.mailstore.trace.TraceKeys;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds messages in the trace: first what the term stands in, then all else about those messages.
/// Safe for use by several threads.
final class TraceSearch {
    /// A message has a few names: ours, and one for each queue that it was in.
    private static final int ROUNDS = 4;

    /// An owner may see some of many.
    private static final int LOOKED_AT_FOR_OWNER = 1_000;

    private final TraceBlocks blocks;

    TraceSearch(TraceBlocks blocks) {
        this.blocks = blocks;
    }

    List<TracedMessage> find(TraceQuery query, Instant floor) throws IOException {
        String term = TraceCodec.plain(query.term());
        if (term.isEmpty() || query.atMost() <= 0) {
            return List.of();
        }
        var since = query.since().filter(floor::isBefore).orElse(floor);
        var handles = handles(term, since, query);
        var found = new ArrayList<TracedMessage>();
        for (List<TraceEvent> events : stories(handles)) {
            events.sort(Comparator.comparing(TraceEvent::at));
            var shown =
                    query.owner()
                            .map(owner -> OwnersView.of(TraceCodec.plain(owner), events))
                            .orElse(events);
            if (!shown.isEmpty()) {
                found.add(message(shown));
            }
        }
        found.sort(Comparator.comparing((TracedMessage m) -> m.events().getLast().at()).reversed());
        var newest = List.copyOf(found.subList(0, Math.min(found.size(), query.atMost())));
        return markGaps(newest);
    }

    private static TracedMessage message(List<TraceEvent> events) {
        boolean whole = events.size() <= TraceLimits.EVENTS;
        var shown = whole ? events : events.subList(0, TraceLimits.EVENTS);
        return new TracedMessage(events.getFirst().id(), List.copyOf(shown), whole);
    }

    /// What the newest messages are called in which the term stands.
    private Set<String> handles(String term, Instant since, TraceQuery query) throws IOException {
        var handles = new LinkedHashSet<String>();
        var ids = new HashSet<String>();
        int most = query.owner().isPresent() ? LOOKED_AT_FOR_OWNER : query.atMost();
        blocks.visit(
                new long[] {TraceKeys.hash(term)},
                since.toEpochMilli(),
                octets -> {
                    for (TraceEvent event : TraceCodec.decode(octets).reversed()) {
                        boolean meant =
                                !event.at().isBefore(since)
                                        && TraceCodec.terms(event).contains(term)
                                        && !event.facts().containsKey(TraceCodec.LOST);
                        if (meant && (ids.size() < most || ids.contains(event.id()))) {
                            ids.add(event.id());
                            handles.addAll(TraceCodec.handles(event));
                        }
                    }
                    return ids.size() < most;
                });
        return handles;
    }

    /// The events of each message.
    private Collection<List<TraceEvent>> stories(Set<String> first) throws IOException {
        var events = new LinkedHashSet<TraceEvent>();
        var known = new HashSet<String>();
        Set<String> asked = first;
        for (int round = 0; round < ROUNDS && !asked.isEmpty(); round++) {
            known.addAll(asked);
            var names = asked;
            long[] keys = names.stream().mapToLong(TraceKeys::hash).distinct().toArray();
            blocks.visit(
                    keys,
                    0,
                    octets -> {
                        for (TraceEvent event : TraceCodec.decode(octets)) {
                            if (TraceCodec.handles(event).stream().anyMatch(names::contains)) {
                                events.add(event);
                            }
                        }
                        return true;
                    });
            asked = new HashSet<>();
            for (TraceEvent event : events) {
                asked.addAll(TraceCodec.handles(event));
            }
            asked.removeAll(known);
        }
        return grouped(events);
    }

    /// Those that share a name belong together.
    private static Collection<List<TraceEvent>> grouped(Set<TraceEvent> events) {
        var names = new SameNames();
        for (TraceEvent event : events) {
            names.same(TraceCodec.handles(event));
        }
        Map<String, List<TraceEvent>> groups = new LinkedHashMap<>();
        for (TraceEvent event : events) {
            String name = names.of(TraceCodec.plain(event.id()));
            groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(event);
        }
        return groups.values();
    }

    /// Names of the same messages: of each, one stands for all.
    private static final class SameNames {
        private final Map<String, String> others = new HashMap<>();

        String of(String name) {
            String now = name;
            for (var other = others.get(now); other != null; other = others.get(now)) {
                now = other;
            }
            return now;
        }

        void same(Set<String> names) {
            String first = of(names.iterator().next());
            for (String name : names) {
                String last = of(name);
                if (!last.equals(first)) {
                    others.put(last, first);
                }
            }
        }
    }

    /// Says of messages whether something was lost while they were here.
    private List<TracedMessage> markGaps(List<TracedMessage> messages) throws IOException {
        if (messages.isEmpty()) {
            return messages;
        }
        long since =
                messages.stream()
                        .mapToLong(m -> m.events().getFirst().at().toEpochMilli())
                        .min()
                        .orElse(0);
        var gaps = new ArrayList<TraceEvent>();
        blocks.visit(
                new long[] {TraceKeys.hash(TraceCodec.LOST)},
                since,
                octets -> {
                    for (TraceEvent event : TraceCodec.decode(octets)) {
                        if (event.facts().containsKey(TraceCodec.LOST)) {
                            gaps.add(event);
                        }
                    }
                    return gaps.size() < TraceLimits.EVENTS;
                });
        return messages.stream().map(message -> marked(message, gaps)).toList();
    }

    private static TracedMessage marked(TracedMessage message, List<TraceEvent> gaps) {
        var first = message.events().getFirst().at();
        // what was lost may be the end that is missing
        boolean lost = gaps.stream().anyMatch(gap -> !gap.at().isBefore(first));
        return new TracedMessage(message.id(), message.events(), message.whole() && !lost);
    }
}
