package dev.jebi.imapserver.order;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Message-IDs that messages have and name, as numbers: of the messages first, in their order,
/// then of those that nobody has here (RFC 5256 §3, step 1). For one thread.
final class ReferenceIds {
    private static final int[] NO_REFERENCES = new int[0];

    /// Beyond so many names of nobody for each message, they are made up to cost memory.
    private static final int STRANGERS_PER_MESSAGE = 4;

    private static final int STRANGERS = 100_000;

    /// Where there are too many, the nearest ancestors of each message do.
    private static final int NEAREST = 10;

    /// An id: who has it, or which of the others it is.
    private static final class Id {
        private int owner = LinkedForest.NONE;
        private int stranger = LinkedForest.NONE;
    }

    private final Map<String, Id> known = new HashMap<>();
    private final List<Id[]> references = new ArrayList<>();
    private int unowned;

    /// Takes the next message.
    void add(Optional<String> messageId, List<String> named) {
        int message = references.size();
        if (messageId.isPresent()) {
            var id = id(messageId.get());
            if (id.owner == LinkedForest.NONE) { // of several with one id the first has it
                id.owner = message;
                unowned--;
            }
        }
        boolean tooMany = unowned > STRANGERS + STRANGERS_PER_MESSAGE * message;
        var nearest =
                tooMany && named.size() > NEAREST
                        ? named.subList(named.size() - NEAREST, named.size())
                        : named;
        references.add(nearest.stream().map(this::id).toArray(Id[]::new));
    }

    private Id id(String text) {
        return known.computeIfAbsent(
                text,
                _ -> {
                    unowned++;
                    return new Id();
                });
    }

    int messages() {
        return references.size();
    }

    /// Numbers the ids.
    ///
    /// @return for each message the nodes that it names, and behind them the count of all nodes
    Numbered number() {
        int nodes = references.size();
        var numbered = new int[nodes][];
        for (int message = 0; message < numbered.length; message++) {
            var ids = references.get(message);
            numbered[message] = ids.length == 0 ? NO_REFERENCES : new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                if (ids[i].owner == LinkedForest.NONE && ids[i].stranger == LinkedForest.NONE) {
                    ids[i].stranger = nodes++;
                }
                numbered[message][i] =
                        ids[i].owner == LinkedForest.NONE ? ids[i].stranger : ids[i].owner;
            }
        }
        return new Numbered(numbered, nodes);
    }

    /// @param references for each message the nodes that it names
    /// @param nodes how many there are: messages first
    record Numbered(int[][] references, int nodes) {
        @Override
        public String toString() {
            return Arrays.deepToString(references);
        }
    }
}
