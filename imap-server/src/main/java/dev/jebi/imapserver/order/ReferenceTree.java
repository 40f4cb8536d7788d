package dev.jebi.imapserver.order;

import java.util.Arrays;

/// Who replied to whom (RFC 5256 §3, steps 1 to 3): of each message the parent, which is a message
/// or one of the strangers that only groups of siblings have in common.
///
/// @param parent for each message the message or the stranger above it, or none
/// @param messages how many messages there are; strangers are numbered behind them
record ReferenceTree(int[] parent, int messages) {
    private static final int NONE = LinkedForest.NONE;

    static ReferenceTree of(ReferenceIds ids) {
        var numbered = ids.number();
        var forest = new LinkedForest(numbered.nodes());
        for (int message = 0; message < ids.messages(); message++) {
            tie(forest, message, numbered.references()[message]);
        }
        return prune(forest, ids.messages(), numbered.nodes());
    }

    private static void tie(LinkedForest forest, int message, int[] references) {
        for (int i = 1; i < references.length; i++) { // step 1.A
            if (forest.parent(references[i]) == NONE) {
                forest.link(references[i], references[i - 1]);
            }
        }
        int parent = references.length == 0 ? NONE : references[references.length - 1];
        int before = forest.parent(message);
        if (before != parent || parent == NONE) { // step 1.B
            if (before != NONE) {
                forest.cut(message);
            }
            if (parent != NONE) {
                forest.link(message, parent);
            }
        }
    }

    /// Step 3: between messages there are no strangers, and none at the top with a single child.
    private static ReferenceTree prune(LinkedForest forest, int messages, int nodes) {
        var top = new int[nodes]; // of strangers: the message above, or the topmost stranger
        Arrays.fill(top, NONE);
        var parent = new int[messages];
        var children = new int[nodes];
        for (int message = 0; message < messages; message++) {
            int above = forest.parent(message);
            parent[message] = above < messages ? above : above(forest, above, messages, top);
            if (parent[message] >= messages) {
                children[parent[message]]++;
            }
        }
        for (int message = 0; message < messages; message++) {
            if (parent[message] >= messages && children[parent[message]] == 1) {
                parent[message] = NONE;
            }
        }
        return new ReferenceTree(parent, messages);
    }

    private static int above(LinkedForest forest, int stranger, int messages, int[] top) {
        int found = stranger;
        while (found >= messages && top[found] == NONE && forest.parent(found) != NONE) {
            found = forest.parent(found);
        }
        int end = found >= messages && top[found] != NONE ? top[found] : found;
        for (int at = stranger; at != end && at >= messages && top[at] == NONE; ) {
            top[at] = end;
            at = forest.parent(at);
        }
        return end;
    }
}
