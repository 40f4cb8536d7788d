package dev.jebi.imapserver.response;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/// Threads of messages (RFC 5256 §4 `THREAD`).
///
/// @param numbers of each node its message, or [#NOBODY] for one that only groups others
/// @param children of each node the indexes of those below it, in order
/// @param roots the indexes of the nodes at the top, in order
public record ThreadForest(long[] numbers, int[][] children, int[] roots) {
    /// No message.
    public static final long NOBODY = 0;

    /// Nothing below.
    public static final int[] NO_CHILDREN = new int[0];

    /// The same threads with other numbers for the messages.
    public ThreadForest with(LongUnaryOperator number) {
        var others = Arrays.stream(numbers).map(n -> n == NOBODY ? NOBODY : number.applyAsLong(n));
        return new ThreadForest(others.toArray(), children, roots);
    }

    /// Writes the threads, each in its parentheses; they may be of any depth.
    void write(Octets out) {
        var path = new int[64];
        var next = new int[64];
        for (int root : roots) {
            int depth = 0;
            path[0] = open(root, out);
            next[0] = 0;
            while (depth >= 0) {
                int[] below = children[path[depth]];
                if (next[depth] == below.length) {
                    out.put(')');
                    depth--;
                    continue;
                }
                int child = below[next[depth]++];
                depth++;
                if (depth == path.length) {
                    path = Arrays.copyOf(path, 2 * depth);
                    next = Arrays.copyOf(next, 2 * depth);
                }
                path[depth] = open(child, out);
                next[depth] = 0;
            }
        }
    }

    /// Writes a list's beginning: a node, and those below it as long as each has one child.
    ///
    /// @return the last of them, whose children are lists of their own
    private int open(int node, Octets out) {
        out.put('(');
        int at = node;
        boolean first = true;
        while (true) {
            if (numbers[at] != NOBODY) {
                out.put(first ? "" : " ").put(numbers[at]);
                first = false;
            }
            if (children[at].length != 1) {
                break;
            }
            at = children[at][0];
        }
        if (children[at].length > 1 && !first) {
            out.put(' ');
        }
        return at;
    }

    @Override
    public String toString() {
        var out = new Octets();
        write(out);
        return out.toString();
    }
}
