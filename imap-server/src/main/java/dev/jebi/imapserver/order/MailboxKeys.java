package dev.jebi.imapserver.order;

import dev.jebi.mailstore.Mailbox;
import dev.jebi.mailstore.ScannedMessage;
import dev.jebi.mailstore.UidSet;
import dev.jebi.mime.HeadKeys;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.ImapAddress;
import dev.jebi.mime.MailDate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The keys of messages of a mailbox, shown one message after the other. A head that cannot be read
/// is as one without any field. For one thread.
final class MailboxKeys implements ScannedMessage.Look {
    private static final Logger log = LoggerFactory.getLogger(MailboxKeys.class);

    /// Names are decoded once where they come again and again, of so many different ones.
    private static final int REMEMBERED = 10_000;

    private final Map<String, String> decoded = new HashMap<>();
    private final Each each;
    private final boolean needsHead;
    private final HeadKeys head = new HeadKeys();
    private @Nullable ScannedMessage message;
    private boolean readable;

    /// Takes a message's keys, while they are shown.
    interface Each {
        void take(MailboxKeys keys);
    }

    private MailboxKeys(Each each, boolean needsHead) {
        this.each = each;
        this.needsHead = needsHead;
    }

    /// Shows the messages of these UIDs, ascending.
    static void show(Mailbox mailbox, UidSet uids, boolean needsHead, Each each)
            throws IOException {
        mailbox.scan(uids, new MailboxKeys(each, needsHead));
    }

    @Override
    public void at(ScannedMessage now) {
        message = now;
        readable = needsHead && open(now);
        each.take(this);
    }

    private boolean open(ScannedMessage now) {
        try {
            head.open(now.head());
            return true;
        } catch (IOException | IllegalArgumentException e) {
            log.warn("event=head-unread uid={} cause=\"{}\"", now.uid(), e.getMessage());
            return false;
        }
    }

    private ScannedMessage message() {
        return Objects.requireNonNull(message);
    }

    long uid() {
        return message().uid();
    }

    long size() {
        return message().size();
    }

    /// The internal date, in seconds since 1970.
    long arrival() {
        return message().internalDate();
    }

    /// The sent date, in seconds since 1970; the internal date where there is none (RFC 5256 §2.2).
    long sent() {
        var date = read(HeadKeys::date);
        var seconds = date.isPresent() ? MailDate.seconds(date.get()) : OptionalLong.empty();
        return seconds.orElse(arrival());
    }

    String baseSubject() {
        return read(keys -> Optional.of(keys.baseSubject())).orElse("");
    }

    /// The subject as it was written.
    String subject() {
        return read(HeadKeys::subject).map(HeaderText::decode).orElse("");
    }

    String from() {
        return mailbox(read(HeadKeys::from));
    }

    String to() {
        return mailbox(read(HeadKeys::to));
    }

    String cc() {
        return mailbox(read(HeadKeys::cc));
    }

    String displayFrom() {
        return read(HeadKeys::from).map(this::display).orElse("");
    }

    String displayTo() {
        return read(HeadKeys::to).map(this::display).orElse("");
    }

    Optional<String> messageId() {
        return read(HeadKeys::messageId);
    }

    List<String> references() {
        return read(keys -> Optional.of(keys.references())).orElse(List.of());
    }

    private <T> Optional<T> read(Function<HeadKeys, Optional<T>> key) {
        if (!readable) {
            return Optional.empty();
        }
        try {
            return key.apply(head);
        } catch (IllegalArgumentException e) {
            log.warn("event=head-unread uid={} cause=\"{}\"", uid(), e.getMessage());
            readable = false;
            return Optional.empty();
        }
    }

    private String decoded(String raw) {
        if (decoded.size() > REMEMBERED) {
            decoded.clear();
        }
        return decoded.computeIfAbsent(raw, HeaderText::decode);
    }

    private String mailbox(Optional<ImapAddress> address) {
        return address.flatMap(ImapAddress::mailbox).map(this::decoded).orElse("");
    }

    /// RFC 5957 §3
    private String display(ImapAddress address) {
        String name = address.name().map(this::decoded).orElse("");
        if (!name.isEmpty()) {
            return name;
        }
        String mailbox = address.mailbox().map(this::decoded).orElse("");
        return address.mailbox().isPresent() && address.host().isPresent()
                ? mailbox + "@" + address.host().get()
                : mailbox;
    }
}
