package dev.jebi.mailstore;

import java.util.List;

/// What has changed of an account since somebody looked last.
///
/// @param upTo what to ask from next time
/// @param any whether anything may have changed: which mailboxes there are and what they are
///   called, subscriptions, values in the register; else it is what is in mailboxes
/// @param mailboxes those in which something changed, as they are now
public record AccountNews(long upTo, boolean any, List<MailboxInfo> mailboxes) {
    /// What to ask from the first time.
    public static final long NEVER = -1;

    /// Copies the list.
    public AccountNews {
        mailboxes = List.copyOf(mailboxes);
    }
}
