package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;

import java.time.Instant;
import java.util.Set;

/// A message that is to be put into a mailbox.
public record NewMessage(Content content, MessageHead head, Flags flags, Instant internalDate) {
    /// The same with those of its flags that may be set.
    public NewMessage within(FlagScope flags) {
        return new NewMessage(content, head, flags.of(this.flags), internalDate);
    }

    /// The same with its system flags alone, for a mailbox that can have no more keywords.
    public NewMessage withoutKeywords() {
        return new NewMessage(content, head, new Flags(flags.system(), Set.of()), internalDate);
    }
}
