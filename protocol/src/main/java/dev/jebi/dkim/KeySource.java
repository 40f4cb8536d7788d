package dev.jebi.dkim;

import java.util.List;

/// Where key records come from: the DNS, or a test. Safe for use by several threads; may block the
/// calling (virtual) thread.
@FunctionalInterface
public interface KeySource {
    /// The texts of the TXT records of a name such as `sel._domainkey.example.org`.
    Answer records(String name);

    /// What became of the question.
    sealed interface Answer {}

    /// There are these; each text is its strings put together.
    record Found(List<String> texts) implements Answer {}

    /// There are none.
    record Absent() implements Answer {}

    /// Nobody answered; later somebody may.
    record Unavailable(String why) implements Answer {}
}
