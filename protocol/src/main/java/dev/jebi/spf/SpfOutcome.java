package dev.jebi.spf;

import java.util.Optional;

/// How an evaluation ended, and why.
///
/// @param domain that was asked for
/// @param reason a few words of ours: the term that matched, or what is wrong
/// @param explanation what the domain wants the sender to read, printable ASCII; foreign text
/// @param lookups terms that asked the DNS
public record SpfOutcome(
        SpfResult result,
        String domain,
        String reason,
        Optional<String> explanation,
        int lookups) {}
