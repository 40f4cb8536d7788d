package dev.jebi.transfer.filing;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Register.Put;
import dev.jebi.sieve.SieveAction.DsnWishes;
import dev.jebi.sieve.SieveMail;

import java.util.List;
import java.util.Optional;

/// What an account's rules want done with a message.
///
/// @param placements where it has copies
/// @param redirects who else gets it
/// @param refusal why it is refused; there is nothing else then
/// @param notices messages to others that it leads to
/// @param memory what is to be remembered once all else is done
/// @param sentences what was decided, for the trace
public record Filed(
        List<Placement> placements,
        List<Redirected> redirects,
        Optional<Refusal> refusal,
        List<Notice> notices,
        List<Put> memory,
        List<String> sentences) {
    /// A copy.
    ///
    /// @param content as the script has edited it; empty for as it came
    public record Placement(MailboxName mailbox, Flags flags, Optional<Content> content) {}

    /// The message sent on.
    ///
    /// @param content as the script has edited it; empty for as it came
    public record Redirected(Address to, Optional<Content> content, DsnWishes wishes) {}

    /// Why it is refused.
    ///
    /// @param quietly whether nobody need be told where a reply is not possible any more and the
    ///   message is spam (RFC 5429 §2.1)
    public record Refusal(String reason, boolean quietly) {}

    /// A message that a script has made.
    ///
    /// @param fcc where the account has a copy of it (RFC 8580)
    public record Notice(SieveMail mail, Optional<Placement> fcc) {}

    /// A message that is kept.
    public static Filed kept(MailboxName mailbox) {
        return new Filed(
                List.of(new Placement(mailbox, Flags.NONE, Optional.empty())),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
    }
}
