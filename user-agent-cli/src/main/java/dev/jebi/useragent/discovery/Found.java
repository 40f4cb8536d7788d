package dev.jebi.useragent.discovery;

/// Servers of an address. Each is `host:port`, or empty where none was found.
///
/// @param user who signs in
/// @param tls `auto`, `starttls` or `implicit`
/// @param how how they were found, for the person
public record Found(String user, String imap, String smtp, String pop3, String tls, String how) {
    static Found of(String imap, String smtp, String pop3, String how) {
        return new Found("", imap, smtp, pop3, "auto", how);
    }

    /// Whether mail can be read there.
    public boolean reads() {
        return !imap.isEmpty() || !pop3.isEmpty();
    }

    /// With the submission server of another, if this has none.
    Found sendingLike(Found other) {
        return smtp.isEmpty() && tls.equals(other.tls)
                ? new Found(user, imap, other.smtp, pop3, tls, how)
                : this;
    }
}
