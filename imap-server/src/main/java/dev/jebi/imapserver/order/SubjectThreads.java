package dev.jebi.imapserver.order;

import dev.jebi.imapserver.response.ThreadForest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/// Threads of messages that have a base subject in common (RFC 5256 §3 `ORDEREDSUBJECT`).
final class SubjectThreads {
    private SubjectThreads() {}

    static ThreadForest of(Threading messages) {
        var order =
                Comparator.<Integer>comparingLong(messages::sent)
                        .thenComparingInt(Integer::intValue);
        var threads = new HashMap<String, List<Integer>>();
        for (int i = 0; i < messages.count(); i++) {
            threads.computeIfAbsent(messages.baseSubject(i), _ -> new ArrayList<>()).add(i);
        }
        var sorted = new ArrayList<>(threads.values());
        sorted.forEach(thread -> thread.sort(order));
        sorted.sort(Comparator.comparing(List::getFirst, order));
        var numbers = new long[messages.count()];
        var children = new int[numbers.length][];
        var roots = new int[sorted.size()];
        for (int i = 0; i < roots.length; i++) {
            var thread = sorted.get(i);
            roots[i] = thread.getFirst();
            for (int message : thread) {
                numbers[message] = messages.uid(message);
                children[message] = ThreadForest.NO_CHILDREN;
            }
            children[roots[i]] = thread.stream().skip(1).mapToInt(Integer::intValue).toArray();
        }
        return new ThreadForest(numbers, children, roots);
    }
}
