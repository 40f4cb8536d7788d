package dev.jebi.useragent.online;

import dev.jebi.useragent.local.Envelope;
import dev.jebi.useragent.local.MessageRef;

import jakarta.mail.Flags;
import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Asks a server for rows, by sequence numbers or UIDs, each range with one command.
final class RowFetch {
    private static final long MAX_UID = 0xFFFF_FFFFL;

    private final IMAPFolder folder;
    private final String items;

    /// @param objectIds whether the server knows EMAILID and THREADID (RFC 8474)
    RowFetch(IMAPFolder folder, boolean objectIds) {
        this.folder = folder;
        this.items =
                "UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ("
                        + Headers.FIELDS
                        + ")]"
                        + (objectIds ? " EMAILID THREADID" : "");
    }

    /// The rows of these sequence numbers, in the order of their UIDs.
    List<Envelope> bySequence(int from, int to) throws MessagingException {
        return rows(p -> p.fetch(from, to, items));
    }

    /// The rows of these UIDs, in their order.
    List<Envelope> byUid(String set) throws MessagingException {
        return rows(p -> p.command("UID FETCH " + set + " (" + items + ")", null));
    }

    /// The flags of the messages of these UIDs, by UID.
    Map<Long, List<String>> flags(String set) throws MessagingException {
        var flags = new TreeMap<Long, List<String>>();
        each(
                p -> p.command("UID FETCH " + set + " (UID FLAGS)", null),
                fetched -> {
                    UID uid = fetched.getItem(UID.class);
                    Flags now = fetched.getItem(FLAGS.class);
                    if (uid != null && now != null) {
                        flags.put(uid.uid, Headers.words(now));
                    }
                });
        return flags;
    }

    private List<Envelope> rows(Asking asking) throws MessagingException {
        var rows = new TreeMap<Long, Envelope>();
        each(
                asking,
                fetched -> {
                    UID uid = fetched.getItem(UID.class);
                    BODY section = fetched.getItem(BODY.class);
                    // without the section it is word of a change that came in between (RFC 9051
                    // §7.5.2) and no answer to this
                    if (uid != null && uid.uid > 0 && uid.uid <= MAX_UID && section != null) {
                        rows.put(
                                uid.uid,
                                Headers.row(
                                        told(uid.uid, fetched),
                                        section.getByteArray() == null
                                                ? InputStream.nullInputStream()
                                                : section.getByteArrayInputStream()));
                    }
                });
        return List.copyOf(rows.values());
    }

    private Headers.Told told(long uid, FetchResponse fetched) {
        Flags flags = fetched.getItem(FLAGS.class);
        INTERNALDATE date = fetched.getItem(INTERNALDATE.class);
        RFC822SIZE size = fetched.getItem(RFC822SIZE.class);
        return new Headers.Told(
                new MessageRef(folder.getFullName(), uid),
                flags == null ? List.of() : Headers.words(flags),
                date == null || date.getDate() == null ? Instant.EPOCH : date.getDate().toInstant(),
                size == null ? 0 : size.size,
                identifier(fetched, ImapStore.EMAILID),
                identifier(fetched, ImapStore.THREADID));
    }

    private static String identifier(FetchResponse fetched, String name) {
        Map<String, Object> items = fetched.getExtensionItems();
        return items != null && items.get(name) instanceof String id ? id : "";
    }

    private interface Asking {
        Response[] ask(IMAPProtocol protocol) throws ProtocolException;
    }

    private void each(Asking asking, Consumer<FetchResponse> taking) throws MessagingException {
        folder.doCommand(protocol -> {
            Response[] responses = asking.ask(protocol);
            for (Response response : responses) {
                if (response instanceof FetchResponse fetched) {
                    taking.accept(fetched);
                }
            }
            protocol.notifyResponseHandlers(responses);
            protocol.handleResult(responses[responses.length - 1]);
            return responses;
        });
    }
}
