package dev.jebi.imapserver.order;

import dev.jebi.imapserver.response.ThreadForest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Threads of messages that refer to each other (RFC 5256 §3 `REFERENCES`, from step 4 on). For one
/// thread.
final class ReferenceThreads {
    private final Threading messages;

    /// Messages, then groups without a message at their top: the strangers of the references, and
    /// those that a common subject makes.
    private final List<Node> nodes = new ArrayList<>();

    private final List<Node> roots = new ArrayList<>();

    private static final class Node {
        private static final int GROUP = -1;
        private final int message;
        private List<Node> children = List.of();
        private boolean top;

        /// By which it is sorted: of a group, those of its first child.
        private long date;

        private long uid;

        /// The latest message at or below it.
        private long latest;

        Node(int message) {
            this.message = message;
        }

        boolean group() {
            return message == GROUP;
        }

        void add(Node child) {
            if (children.isEmpty()) {
                children = new ArrayList<>(2);
            }
            children.add(child);
            child.top = false;
        }
    }

    private static final Comparator<Node> BY_DATE =
            Comparator.<Node>comparingLong(n -> n.date).thenComparingLong(n -> n.uid);

    ReferenceThreads(Threading messages) {
        this.messages = messages;
        var tree = ReferenceTree.of(messages.ids());
        for (int i = 0; i < messages.count(); i++) {
            var node = new Node(i);
            node.date = messages.sent(i);
            node.uid = messages.uid(i);
            nodes.add(node);
        }
        Map<Integer, Node> strangers = new HashMap<>();
        for (int i = 0; i < messages.count(); i++) {
            int parent = tree.parent()[i];
            if (parent == LinkedForest.NONE) {
                root(nodes.get(i));
            } else if (parent < tree.messages()) {
                nodes.get(parent).add(nodes.get(i));
            } else {
                strangers.computeIfAbsent(parent, _ -> group()).add(nodes.get(i));
            }
        }
    }

    private Node group() {
        var group = new Node(Node.GROUP);
        root(group);
        return group;
    }

    private void root(Node node) {
        node.top = true;
        roots.add(node);
    }

    /// The threads, those with the same base subject as one.
    ThreadForest withSubjects() {
        sortRoots(); // step 4
        var subjects = subjects();
        for (Node node : List.copyOf(roots)) { // step 5.C
            if (!node.top) {
                continue;
            }
            String subject = subject(node);
            var first = subjects.get(subject);
            if (!subject.isEmpty() && first != null && first != node) {
                subjects.put(subject, merged(node, first));
            }
        }
        roots.removeIf(node -> !node.top);
        nodes.forEach(ReferenceThreads::sortChildren); // step 6
        sortRoots();
        return forest();
    }

    /// The threads, the one with the latest message last.
    ThreadForest byReferences() {
        sortRoots();
        nodes.forEach(ReferenceThreads::sortChildren);
        for (Node root : roots) {
            root.latest = latest(root);
        }
        roots.sort(Comparator.<Node>comparingLong(n -> n.latest).thenComparingLong(n -> n.uid));
        return forest();
    }

    private static long latest(Node root) {
        long latest = Long.MIN_VALUE;
        var left = new ArrayList<Node>(List.of(root));
        while (!left.isEmpty()) {
            var node = left.removeLast();
            latest = node.group() ? latest : Math.max(latest, node.date);
            left.addAll(node.children);
        }
        return latest;
    }

    private void sortRoots() {
        for (Node root : roots) {
            if (root.group()) {
                sortChildren(root);
                root.date = root.children.getFirst().date;
                root.uid = root.children.getFirst().uid;
            }
        }
        roots.sort(BY_DATE);
    }

    private static void sortChildren(Node node) {
        if (node.children.size() > 1) {
            node.children.sort(BY_DATE);
        }
    }

    private String subject(Node node) {
        return messages.baseSubject(first(node));
    }

    private static int first(Node node) {
        return node.group() ? node.children.getFirst().message : node.message;
    }

    private boolean reply(Node node) {
        return messages.reply(node.message);
    }

    /// Step 5.B: of each subject the message or group that the others join.
    private Map<String, Node> subjects() {
        var subjects = new HashMap<String, Node>();
        for (Node node : roots) {
            String subject = subject(node);
            var known = subject.isEmpty() ? node : subjects.putIfAbsent(subject, node);
            boolean better =
                    known != null
                            && known != node
                            && !known.group()
                            && (node.group() || (reply(known) && !reply(node)));
            if (better) {
                subjects.put(subject, node);
            }
        }
        return subjects;
    }

    /// Joins a root and the one that stands for its subject.
    ///
    /// @return who stands for the subject now
    private Node merged(Node node, Node first) {
        if (node.group() && first.group()) {
            node.children.forEach(first::add);
            node.children = List.of();
            node.top = false;
            return first;
        }
        if (first.group() || (!node.group() && reply(node) && !reply(first))) {
            first.add(node);
            return first;
        }
        var group = group();
        group.add(node);
        group.add(first);
        return group;
    }

    private ThreadForest forest() {
        var all = new ArrayList<>(nodes);
        var tops = new int[roots.size()];
        for (int i = 0; i < tops.length; i++) {
            var root = roots.get(i);
            tops[i] = root.group() ? all.size() : root.message;
            if (root.group()) {
                all.add(root);
            }
        }
        var numbers = new long[all.size()];
        var children = new int[numbers.length][];
        for (int i = 0; i < numbers.length; i++) {
            var node = all.get(i);
            numbers[i] = node.group() ? ThreadForest.NOBODY : node.uid;
            children[i] =
                    node.children.isEmpty()
                            ? ThreadForest.NO_CHILDREN
                            : node.children.stream().mapToInt(child -> child.message).toArray();
        }
        return new ThreadForest(numbers, children, tops);
    }

    @Override
    public String toString() {
        return Arrays.toString(nodes.stream().mapToLong(n -> n.uid).toArray());
    }
}
