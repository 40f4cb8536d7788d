package dev.jebi.imapserver;

import java.time.Duration;

/// How much searching one session may ask.
///
/// @param live searches whose changes are told (RFC 5267 §4.3.1)
/// @param liveSorted results of such a search where they are sorted
/// @param timed how often a search for messages of some age is looked at again (RFC 5032 §2)
/// @param mailboxes that one ESEARCH searches (RFC 7377 §2.4)
record FindLimits(int live, int liveSorted, Duration timed, int mailboxes) {
    static final FindLimits STANDARD = new FindLimits(16, 20_000, Duration.ofMinutes(1), 10_000);
}
