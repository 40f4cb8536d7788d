package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.util.Optional;

/// A message that is being searched; what is read of it is read once, when it is first needed. Head
/// and content are empty when it was expunged meanwhile. For one thread.
final class SearchedMessage {
    private final Mailbox mailbox;
    private final MessageInfo info;
    private Optional<Optional<MessageHead>> head = Optional.empty();
    private Optional<Optional<Content>> content = Optional.empty();
    private Optional<HeaderSection> header = Optional.empty();

    SearchedMessage(Mailbox mailbox, MessageInfo info) {
        this.mailbox = mailbox;
        this.info = info;
    }

    MessageInfo info() {
        return info;
    }

    Optional<MessageHead> head() throws IOException {
        if (head.isEmpty()) {
            head = Optional.of(mailbox.head(info.uid()));
        }
        return head.get();
    }

    Optional<Content> content() throws IOException {
        if (content.isEmpty()) {
            content = Optional.of(mailbox.content(info.uid()));
        }
        return content.get();
    }

    /// The header section of the message itself.
    HeaderSection header() throws IOException {
        if (header.isEmpty()) {
            var structure = head().map(MessageHead::structure);
            header =
                    Optional.of(
                            structure.isPresent() && content().isPresent()
                                    ? HeaderSection.read(
                                            content().get(),
                                            structure.get().extent(),
                                            MimeLimits.STANDARD.headerOctets())
                                    : HeaderSection.of(new byte[0]));
        }
        return header.get();
    }
}
