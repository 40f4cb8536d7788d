package dev.jebi.dkim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is signed of a message.
///
/// @param signed fields that are signed where they are there (RFC 6376 §5.4.1)
/// @param sealed fields that are signed once more than they are there, so that nobody can add one
///   (RFC 6376 §5.4.2, §8.15)
/// @param expiry how long a signature is good; empty for ever
public record SigningRules(List<String> signed, List<String> sealed, Optional<Duration> expiry) {
    /// What the large mail systems do; the fields of mailing lists may still be added by a list.
    public static final SigningRules STANDARD =
            new SigningRules(
                    List.of(
                            "Sender",
                            "In-Reply-To",
                            "References",
                            "Resent-Date",
                            "Resent-From",
                            "Resent-To",
                            "Resent-Cc",
                            "Resent-Message-ID",
                            "List-Id",
                            "List-Help",
                            "List-Unsubscribe",
                            "List-Unsubscribe-Post",
                            "List-Subscribe",
                            "List-Post",
                            "List-Owner",
                            "List-Archive",
                            "Auto-Submitted",
                            "Content-ID",
                            "Content-Description"),
                    List.of(
                            "From",
                            "To",
                            "Cc",
                            "Subject",
                            "Date",
                            "Message-ID",
                            "Reply-To",
                            "MIME-Version",
                            "Content-Type",
                            "Content-Transfer-Encoding"),
                    Optional.empty());
}
