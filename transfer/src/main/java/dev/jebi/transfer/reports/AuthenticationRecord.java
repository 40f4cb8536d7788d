package dev.jebi.transfer.reports;

import dev.jebi.reporting.AggregateReport.Row;

import java.util.List;
import java.util.Map;

/// What was found out about one message whose author's domain has a DMARC policy, for the report to
/// that domain (RFC 7489 §7.2).
///
/// @param domain where the policy stands
/// @param published the policy by the names of a report's elements
/// @param reportsTo the URIs of `rua`
/// @param row the message, counted once
public record AuthenticationRecord(
        String domain, Map<String, String> published, List<String> reportsTo, Row row) {
    /// Copies both.
    public AuthenticationRecord {
        published = Map.copyOf(published);
        reportsTo = List.copyOf(reportsTo);
    }

    /// Hears of each message. Must neither block nor throw.
    @FunctionalInterface
    public interface Sink {
        /// Nobody listens.
        Sink NONE = _ -> {};

        /// One message.
        void record(AuthenticationRecord found);
    }
}
