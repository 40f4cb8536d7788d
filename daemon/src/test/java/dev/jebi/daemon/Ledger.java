package dev.jebi.daemon;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// What a cluster was given and has acknowledged. Each try to send a message has a mark of its own,
/// so that what was sent again for want of an answer is told from what the cluster doubled. Safe
/// for use by several threads.
final class Ledger {
    /// What was answered to the end of a message.
    enum Answer {
        NONE,
        TAKEN,
        REFUSED
    }

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Set<String> again = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ids = new AtomicInteger();
    final Set<String> flagged = ConcurrentHashMap.newKeySet();
    final Set<String> expunging = ConcurrentHashMap.newKeySet();
    final Set<String> expunged = ConcurrentHashMap.newKeySet();

    /// @param to whose it is, e.g. `u0` or `peer`
    String id(String to) {
        return to + "-" + ids.incrementAndGet();
    }

    /// A try of a message begins.
    ///
    /// @param number 0 for its first
    String mark(String id, int number) {
        return id + "." + number;
    }

    /// All of it is about to be sent.
    void sending(String mark) {
        answers.put(mark, Answer.NONE);
        if (!mark.endsWith(".0")) {
            again.add(mark);
        }
    }

    void answered(String mark, boolean taken) {
        answers.put(mark, taken ? Answer.TAKEN : Answer.REFUSED);
    }

    /// Marks of the recipient to which that was answered.
    Set<String> marks(String to, Answer answer) {
        return answers.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(to + "-"))
                .filter(entry -> entry.getValue() == answer)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private long count(Answer answer) {
        return answers.values().stream().filter(answer::equals).count();
    }

    /// Of these, the tries of messages that are there by an earlier try too: the sender had no
    /// answer and sent again, as it must.
    long sentAgain(Set<String> there) {
        return again.stream()
                .filter(there::contains)
                .filter(mark -> there.contains(earlier(mark)))
                .count();
    }

    private static String earlier(String mark) {
        int dot = mark.lastIndexOf('.');
        return mark.substring(0, dot + 1) + (Integer.parseInt(mark.substring(dot + 1)) - 1);
    }

    @Override
    public String toString() {
        return "taken=%d unanswered=%d refused=%d flagged=%d expunged=%d"
                .formatted(
                        count(Answer.TAKEN),
                        count(Answer.NONE),
                        count(Answer.REFUSED),
                        flagged.size(),
                        expunged.size());
    }
}
