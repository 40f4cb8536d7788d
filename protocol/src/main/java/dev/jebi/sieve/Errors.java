package dev.jebi.sieve;

import java.util.ArrayList;
import java.util.List;

/// The errors and warnings of one script, as many as are told. For one thread.
final class Errors {
    private final int most;
    private final List<SieveError> errors = new ArrayList<>();
    private final List<SieveError> warnings = new ArrayList<>();

    Errors(int most) {
        this.most = most;
    }

    void add(Position at, String sentence) {
        if (errors.size() < most) {
            errors.add(at.error(sentence));
        }
    }

    void warn(Position at, String sentence) {
        if (warnings.size() < most) {
            warnings.add(at.error(sentence));
        }
    }

    boolean any() {
        return !errors.isEmpty();
    }

    boolean full() {
        return errors.size() >= most;
    }

    int count() {
        return errors.size();
    }

    List<SieveError> errors() {
        return List.copyOf(errors);
    }

    List<SieveError> warnings() {
        return List.copyOf(warnings);
    }
}
