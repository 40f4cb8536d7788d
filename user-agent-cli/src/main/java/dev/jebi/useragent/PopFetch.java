package dev.jebi.useragent;

import dev.jebi.useragent.text.HeaderText;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.InternetHeaders;

import org.eclipse.angus.mail.pop3.POP3Folder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Fetches a maildrop. A message is on the disk, synced, and its id written down, before its
/// deletion is asked for: whatever stops us, nothing is lost, and with unique ids nothing doubled.
final class PopFetch {
    /// After so many messages everything is synced and written down.
    private static final int TOGETHER = 50;

    private final Drop drop;
    private final SeenUidls seen;
    private final boolean keep;
    private final List<String> subjects = new ArrayList<>();
    private final List<Message> stored = new ArrayList<>();
    private int deleted;

    PopFetch(Drop drop, SeenUidls seen, boolean keep) {
        this.drop = drop;
        this.seen = seen;
        this.keep = keep;
    }

    List<String> subjects() {
        return subjects;
    }

    int deleted() {
        return deleted;
    }

    void from(Store store) throws MessagingException, IOException {
        Folder inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_WRITE);
        boolean done = false;
        try {
            boolean whole = false;
            try {
                fetch(inbox);
                whole = true;
            } finally {
                if (!whole) {
                    save(); // what is here is here; the next time it is not fetched again
                }
            }
            drop.sync();
            seen.write();
            if (!keep) {
                for (Message message : stored) {
                    message.setFlag(Flags.Flag.DELETED, true);
                }
                deleted = stored.size();
            }
            done = true;
        } finally {
            if (inbox.isOpen()) {
                inbox.close(done);
            } // QUIT, which is what deletes (RFC 1939 §6)
        }
    }

    private void save() throws IOException {
        drop.sync();
        seen.writeAll();
    }

    /// Stores what is new; what an earlier run stored and could not delete is deleted now.
    private void fetch(Folder inbox) throws MessagingException, IOException {
        int fresh = 0;
        Message[] messages = inbox.getMessages();
        var ids = new FetchProfile();
        ids.add(UIDFolder.FetchProfileItem.UID);
        inbox.fetch(messages, ids); // one UIDL for all
        for (Message message : messages) {
            String uidl = inbox instanceof POP3Folder pop3 ? pop3.getUID(message) : null;
            if (uidl == null || !seen.contains(uidl)) {
                put(message);
                fresh++;
            }
            if (uidl != null) {
                seen.add(uidl);
            }
            stored.add(message);
            if (fresh == TOGETHER) {
                save();
                fresh = 0;
            }
        }
    }

    private void put(Message message) throws MessagingException, IOException {
        var head = new Head();
        drop.put(out -> {
            head.out = out;
            message.writeTo(head);
        });
        subjects.add(head.subject());
    }

    /// Keeps the beginning of a message that goes by.
    private static final class Head extends OutputStream {
        private static final int MOST = 1 << 15;

        private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        private OutputStream out = OutputStream.nullOutputStream();

        @Override
        public void write(int octet) throws IOException {
            if (beginning.size() < MOST) {
                beginning.write(octet);
            }
            out.write(octet);
        }

        String subject() throws MessagingException {
            var headers = new InternetHeaders(new ByteArrayInputStream(beginning.toByteArray()));
            return HeaderText.decode(headers.getHeader("Subject", null));
        }
    }
}
