package dev.jebi.spf;

import dev.jebi.address.ReversePath;

import java.net.InetAddress;

/// May this client send for that domain? (RFC 7208 §4.1)
///
/// @param client where it connects from
/// @param helo what it said in HELO or EHLO
/// @param localPart of the sender; `postmaster` where there is none (§4.3)
/// @param domain of the sender
/// @param receiver what the asking host calls itself
public record SpfQuestion(
        InetAddress client, String helo, String localPart, String domain, String receiver) {
    private static final String POSTMASTER = "postmaster";

    /// Puts the postmaster where there is no local part.
    public SpfQuestion {
        localPart = localPart.isEmpty() ? POSTMASTER : localPart;
    }

    /// The identity MAIL FROM (RFC 7208 §2.4): the reverse-path, the name of HELO where it is null.
    public static SpfQuestion mailFrom(
            InetAddress client, String helo, ReversePath from, String receiver) {
        return from.address()
                .map(a -> new SpfQuestion(client, helo, a.localPart(), a.domain().name(), receiver))
                .orElseGet(() -> helo(client, helo, receiver));
    }

    /// The identity HELO (RFC 7208 §2.3).
    public static SpfQuestion helo(InetAddress client, String helo, String receiver) {
        return new SpfQuestion(client, helo, POSTMASTER, helo, receiver);
    }

    /// The sender as macros know it (§7.2).
    String sender() {
        return localPart + "@" + domain;
    }
}
