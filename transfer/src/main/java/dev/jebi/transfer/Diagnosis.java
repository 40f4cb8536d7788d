package dev.jebi.transfer;

import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.Reply;

import java.util.Optional;

/// Why a recipient has not got a message.
///
/// @param text the peer's reply, or our own words
/// @param remote the peer that it is about, where there was one
/// @param answered whether the text is the peer's reply
record Diagnosis(EnhancedStatus status, String text, Optional<String> remote, boolean answered) {
    /// More of a reply than this helps nobody.
    private static final int MAX_TEXT = 900;

    Diagnosis {
        text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    /// Our own words, before any peer was reached.
    static Diagnosis of(String status, String text) {
        return new Diagnosis(EnhancedStatus.parse(status), text, Optional.empty(), false);
    }

    /// Our own words about a peer.
    static Diagnosis of(EnhancedStatus status, String text, String remote) {
        return new Diagnosis(status, text, Optional.of(remote), false);
    }

    /// What the peer said. Without an enhanced status code of its own, the class is all that is
    /// known (RFC 3463 §3.1).
    static Diagnosis of(Reply reply, String remote) {
        var status = reply.status().orElseGet(() -> new EnhancedStatus(reply.code() / 100, 0, 0));
        return new Diagnosis(status, reply.text(), Optional.of(remote), true);
    }

    /// As the queue keeps it and as logs show it.
    @Override
    public String toString() {
        String said = answered ? " said: " : ": " + status + " ";
        return remote.map(peer -> peer + said).orElse(answered ? "" : status + " ") + text;
    }
}
