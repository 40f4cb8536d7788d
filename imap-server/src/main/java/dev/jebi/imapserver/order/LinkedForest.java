package dev.jebi.imapserver.order;

import java.util.Arrays;

/// Trees of nodes that are numbered from 0 on, whose links come and go. Whether a link would make a
/// loop takes a few steps where trees are low, and logarithmic time where somebody made them high:
/// then by the paths of Sleator and Tarjan's link/cut trees, which are kept beside the parents. For
/// one thread.
final class LinkedForest {
    static final int NONE = -1;

    /// So many steps up are sooner made than the paths are asked.
    private static final int FEW = 64;

    private int[] parent;

    /// Of splay trees of paths: the children, and the parent, which at a path's root is the node
    /// that the path hangs on.
    private int[] left;

    private int[] right;
    private int[] up;

    LinkedForest(int nodes) {
        parent = filled(nodes);
        left = filled(nodes);
        right = filled(nodes);
        up = filled(nodes);
    }

    private static int[] filled(int nodes) {
        var array = new int[nodes];
        Arrays.fill(array, NONE);
        return array;
    }

    int parent(int node) {
        return parent[node];
    }

    /// Makes a node that has no parent the child of another, unless that made a loop.
    ///
    /// @return whether it is so now
    boolean link(int child, int to) {
        if (reaches(to, child)) {
            return false;
        }
        parent[child] = to;
        access(child);
        up[child] = to;
        return true;
    }

    /// Takes a node from its parent.
    void cut(int child) {
        parent[child] = NONE;
        access(child);
        int above = left[child];
        if (above != NONE) {
            up[above] = NONE;
            left[child] = NONE;
        }
    }

    /// Whether a node is another or below it, where that other has no parent.
    private boolean reaches(int node, int root) {
        int at = node;
        for (int i = 0; i < FEW; i++) {
            if (at == root) {
                return true;
            }
            if (parent[at] == NONE) {
                return false;
            }
            at = parent[at];
        }
        return root(node) == root;
    }

    private int root(int node) {
        access(node);
        int at = node;
        while (left[at] != NONE) {
            at = left[at];
        }
        splay(at); // the next who asks finds it sooner
        return at;
    }

    /// Makes the path from the root to this node one splay tree, with the node at its top.
    private void access(int node) {
        int below = NONE;
        for (int at = node; at != NONE; at = up[at]) {
            splay(at);
            right[at] = below;
            below = at;
        }
        splay(node);
    }

    private boolean top(int node) {
        int above = up[node];
        return above == NONE || (left[above] != node && right[above] != node);
    }

    private void splay(int node) {
        while (!top(node)) {
            int above = up[node];
            if (!top(above)) {
                boolean straight = (left[above] == node) == (left[up[above]] == above);
                rotate(straight ? above : node);
            }
            rotate(node);
        }
    }

    private void rotate(int node) {
        int above = up[node];
        int far = up[above];
        boolean aboveTop = top(above);
        int moved;
        if (left[above] == node) {
            moved = right[node];
            right[node] = above;
            left[above] = moved;
        } else {
            moved = left[node];
            left[node] = above;
            right[above] = moved;
        }
        if (moved != NONE) {
            up[moved] = above;
        }
        up[above] = node;
        up[node] = far;
        if (aboveTop) {
            return;
        }
        if (left[far] == above) {
            left[far] = node;
        } else {
            right[far] = node;
        }
    }
}
