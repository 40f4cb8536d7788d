package dev.jebi.dkim;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The key records for all signatures of a message, asked for at once.
public final class KeyLookup {
    private KeyLookup() {}

    /// Asks for each name once; a source that fails is one that does not answer.
    public static Map<String, KeySource.Answer> of(Collection<String> names, KeySource source) {
        var distinct = new LinkedHashSet<>(names);
        var answers = new HashMap<String, KeySource.Answer>();
        if (distinct.size() == 1) {
            String name = distinct.getFirst();
            answers.put(name, source.records(name));
            return answers;
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var questions = new HashMap<String, Future<KeySource.Answer>>();
            for (String name : distinct) {
                questions.put(name, executor.submit(() -> source.records(name)));
            }
            questions.forEach((name, question) -> answers.put(name, answer(question)));
        }
        return answers;
    }

    private static KeySource.Answer answer(Future<KeySource.Answer> question) {
        try {
            return question.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a key source that fails", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new KeySource.Unavailable("interrupted");
        }
    }
}
