package dev.jebi.pop3server;

import dev.jebi.mailstore.MailboxName;

import java.time.Duration;
import java.util.OptionalInt;

/// How POP3 treats an account.
///
/// @param maildrop the mailbox that POP3 shows
/// @param deletion what becomes of what is deleted
/// @param expireDays how many days after it was retrieved a message is deleted by itself; 0 when
///   RETR alone deletes, with the QUIT behind it; empty for never (RFC 2449 §6.7)
/// @param minimalAge how old a message must be to be shown
/// @param loginDelay how long after signing in an account may not sign in again (RFC 2449 §6.5)
public record Pop3Policy(
        MailboxName maildrop,
        Deletion deletion,
        OptionalInt expireDays,
        Duration minimalAge,
        Duration loginDelay) {
    /// The longest span of any kind.
    public static final Duration MOST = Duration.ofDays(3_650);

    /// What holds where nothing was said: all of INBOX, and nothing goes by itself.
    public static final Pop3Policy STANDARD =
            new Pop3Policy(
                    MailboxName.INBOX,
                    new Deletion.AsServer(),
                    OptionalInt.empty(),
                    Duration.ZERO,
                    Duration.ZERO);

    public Pop3Policy {
        if (expireDays.isPresent()
                && (expireDays.getAsInt() < 0 || expireDays.getAsInt() > MOST.toDays())) {
            throw new IllegalArgumentException(
                    "mail expires after 0 to " + MOST.toDays() + " days");
        }
        for (Duration span : new Duration[] {minimalAge, loginDelay}) {
            if (span.isNegative() || span.compareTo(MOST) > 0) {
                throw new IllegalArgumentException("a span has 0 to " + MOST.toDays() + " days");
            }
        }
    }

    /// Another maildrop.
    public Pop3Policy withMaildrop(MailboxName name) {
        return new Pop3Policy(name, deletion, expireDays, minimalAge, loginDelay);
    }

    /// Another deletion.
    public Pop3Policy withDeletion(Deletion other) {
        return new Pop3Policy(maildrop, other, expireDays, minimalAge, loginDelay);
    }

    /// Another end of what was retrieved.
    public Pop3Policy withExpireDays(OptionalInt days) {
        return new Pop3Policy(maildrop, deletion, days, minimalAge, loginDelay);
    }

    /// Another minimal age.
    public Pop3Policy withMinimalAge(Duration age) {
        return new Pop3Policy(maildrop, deletion, expireDays, age, loginDelay);
    }

    /// Another delay between sign-ins.
    public Pop3Policy withLoginDelay(Duration delay) {
        return new Pop3Policy(maildrop, deletion, expireDays, minimalAge, delay);
    }
}
