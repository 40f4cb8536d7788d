package dev.jebi.imapserver;

import dev.jebi.imapserver.command.FetchItem;
import dev.jebi.imapserver.response.FetchLine;
import dev.jebi.mailstore.EmailId;
import dev.jebi.mailstore.ModSeq;
import dev.jebi.mailstore.ScannedMessage;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageHeadCodec;
import dev.jebi.mime.ReadyHead;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// FETCH of what is known of messages without their octets: one message after the other, without
/// objects for each, since clients ask for it of whole mailboxes. For one thread.
final class FetchScan implements ScannedMessage.Look, FetchLine.Teller {
    private static final Logger log = LoggerFactory.getLogger(FetchScan.class);

    private static final byte[] GLOBAL = "global".getBytes(StandardCharsets.US_ASCII);

    private final SelectedMailbox view;
    private final Responder out;
    private final List<FetchItem.Plain> items;
    private final long since;
    private final String session;
    private final boolean needsHead;
    private final boolean needsObjects;
    private final boolean needsStructure;
    private final ReadyHead ready = new ReadyHead();
    private Optional<MessageHead> head = Optional.empty();
    private @Nullable ScannedMessage current;
    private int number;
    private int there;
    private int faulty;

    private FetchScan(
            SelectedMailbox view,
            Responder out,
            List<FetchItem.Plain> items,
            ModSeq since,
            String session) {
        this.view = view;
        this.out = out;
        this.items = items;
        this.since = since.value();
        this.session = session;
        this.needsObjects = items.contains(FetchItem.Plain.BODY);
        this.needsStructure = items.contains(FetchItem.Plain.BODY_STRUCTURE);
        this.needsHead =
                needsObjects
                        || items.contains(FetchItem.Plain.ENVELOPE)
                        || items.contains(FetchItem.Plain.BODY_STRUCTURE);
    }

    /// A scan that tells these items; empty when it cannot.
    static Optional<FetchScan> of(
            SelectedMailbox view,
            Responder out,
            Set<FetchItem> items,
            ModSeq since,
            String session) {
        boolean can =
                items.stream()
                        .allMatch(item ->
                                item instanceof FetchItem.Plain
                                        && item != FetchItem.Plain.PREVIEW
                                        && item != FetchItem.Plain.THREAD_ID);
        var plain = items.stream().filter(FetchItem.Plain.class::isInstance);
        return can
                ? Optional.of(
                        new FetchScan(
                                view,
                                out,
                                plain.map(FetchItem.Plain.class::cast).toList(),
                                since,
                                session))
                : Optional.empty();
    }

    /// Tells of the messages.
    void run(Numbers numbers) throws IOException {
        if (!numbers.isEmpty()) {
            view.mailbox().scan(view.uids(numbers), this);
        }
    }

    /// How many there were.
    int there() {
        return there;
    }

    /// How many of them could not be read.
    int faulty() {
        return faulty;
    }

    @Override
    public void at(ScannedMessage now) throws IOException {
        number = view.number(now.uid(), number + 1);
        if (number == 0) {
            return;
        }
        there++;
        if (now.modSeq() <= since) {
            return;
        }
        current = now;
        try {
            if (view.uidOnly()) {
                out.uidFetched(now.uid(), this);
            } else {
                out.fetched(number, this);
            }
        } catch (WireGone e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the others can be read all the same
            faulty++;
            log.error("event=fetch-fault session={} uid={}", session, now.uid(), e);
        }
    }

    @Override
    public void tell(FetchLine line) throws IOException {
        var message = Objects.requireNonNull(current);
        if (needsHead) {
            open(message.head());
        }
        for (int i = 0; i < items.size(); i++) {
            tell(line, items.get(i), message);
        }
    }

    private void open(ByteBuffer octets) {
        // what is ready is as IMAP4rev1 has it
        boolean other = needsStructure && out.rev2() && hasGlobal(octets);
        boolean opened = ready.open(octets);
        head =
                opened && !needsObjects && !other
                        ? Optional.empty()
                        : Optional.of(MessageHeadCodec.decode(octets));
    }

    /// Whether a message/global may be among the parts.
    private static boolean hasGlobal(ByteBuffer octets) {
        for (int at = octets.position(); at <= octets.limit() - GLOBAL.length; at++) {
            int same = 0;
            while (same < GLOBAL.length && octets.get(at + same) == GLOBAL[same]) {
                same++;
            }
            if (same == GLOBAL.length) {
                return true;
            }
        }
        return false;
    }

    private void tell(FetchLine line, FetchItem.Plain item, ScannedMessage message) {
        switch (item) {
            case FLAGS -> line.flags(message.flags(), view.recent(message.uid()));
            case UID -> line.uid(message.uid());
            case INTERNAL_DATE -> line.internalDate(message.internalDate());
            case SIZE -> line.size(message.size());
            case ENVELOPE -> {
                if (head.isPresent()) {
                    line.envelope(head.get().envelope());
                } else {
                    line.envelope(ready);
                }
            }
            case BODY -> line.structure(head.orElseThrow().structure(), false);
            case BODY_STRUCTURE -> {
                if (head.isPresent()) {
                    line.structure(head.get().structure(), true);
                } else {
                    line.structure(ready);
                }
            }
            case MODSEQ -> line.modSeq(message.modSeq());
            case SAVE_DATE -> line.saveDate(message.saved());
            case EMAIL_ID -> line.identity("EMAILID", ObjectIds.of(new EmailId(message.email())));
            case THREAD_ID, PREVIEW ->
                    throw new IllegalArgumentException("a scan does not know it");
        }
    }
}
