package dev.jebi.mailstore;

import java.time.Instant;
import java.util.Optional;

/// Which messages somebody asks for.
///
/// @param term our id, a queue id, a Message-ID (with or without angle brackets) or an address
/// @param since nothing before that
/// @param owner only messages that this address sent or got, for the owner's own view
/// @param atMost the most messages, the newest of those that there are
public record TraceQuery(String term, Optional<Instant> since, Optional<String> owner, int atMost) {
    /// Most messages that a person reads.
    public static final int MESSAGES = 50;

    /// All that is known of a term.
    public static TraceQuery of(String term) {
        return new TraceQuery(term, Optional.empty(), Optional.empty(), MESSAGES);
    }

    /// Nothing before that.
    public TraceQuery since(Instant moment) {
        return new TraceQuery(term, Optional.of(moment), owner, atMost);
    }

    /// What this address sent or got.
    public TraceQuery ownedBy(String address) {
        return new TraceQuery(term, since, Optional.of(address), atMost);
    }
}
