package dev.jebi.transfer.abuse;

import dev.jebi.dnslist.Listing.Listed;

/// What a list has said of a caller.
///
/// @param subject what is listed: an address or a domain
public record ListFinding(ListRule rule, String subject, Listed listed) {
    /// For people, half a sentence.
    String words() {
        String why = listed.text().isEmpty() ? "" : " (" + listed.text() + ")";
        return subject + " is on the list " + rule.list().zone() + why;
    }

    /// For a header field.
    String fact() {
        return rule.list().zone() + "=" + String.join(",", listed.codes());
    }
}
