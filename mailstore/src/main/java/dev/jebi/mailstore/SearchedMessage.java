package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mime.HeaderSection;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/// A message that is being searched; what is read of it is read once, when it is first needed. Head
/// and content are empty when it was expunged meanwhile. For one thread.
final class SearchedMessage {
    private static final int UNKNOWN = Integer.MIN_VALUE;

    private final Mailbox mailbox;
    private final MessageInfo info;
    private final SearchScope scope;
    private int position = UNKNOWN;
    private Optional<Optional<MessageHead>> head = Optional.empty();
    private Optional<Optional<Content>> content = Optional.empty();
    private Optional<HeaderSection> header = Optional.empty();

    SearchedMessage(Mailbox mailbox, MessageInfo info, SearchScope scope) {
        this.mailbox = mailbox;
        this.info = info;
        this.scope = scope;
    }

    /// Whether it is among those positions of the scope, or came after the search had begun.
    boolean in(BitSet positions) {
        if (position == UNKNOWN) {
            position = scope.position(info.uid().value());
        }
        return position < 0 || positions.get(position);
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
