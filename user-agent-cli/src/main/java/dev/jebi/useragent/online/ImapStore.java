package dev.jebi.useragent.online;

import jakarta.mail.FetchProfile;
import jakarta.mail.Session;
import jakarta.mail.URLName;

import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.FetchItem;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;

import java.io.IOException;

/// An IMAP store that understands what a server with OBJECTID tells of messages (RFC 8474 §4, §5).
final class ImapStore extends IMAPStore {
    static final String EMAILID = "EMAILID";
    static final String THREADID = "THREADID";

    private final boolean tls;

    ImapStore(Session session, boolean tls) {
        super(
                session,
                new URLName(tls ? "imaps" : "imap", null, -1, null, null, null),
                tls ? "imaps" : "imap",
                tls);
        this.tls = tls;
    }

    @Override
    protected IMAPProtocol newIMAPProtocol(String host, int port)
            throws IOException, ProtocolException {
        return new Protocol(this, host, port);
    }

    private static final class Protocol extends IMAPProtocol {
        private static final FetchItem[] ITEMS = {
            new Identifier(EMAILID), new Identifier(THREADID)
        };

        Protocol(ImapStore store, String host, int port) throws IOException, ProtocolException {
            super(
                    store.tls ? "imaps" : "imap",
                    host,
                    port,
                    store.session.getProperties(),
                    store.tls,
                    store.logger);
        }

        @Override
        public FetchItem[] getFetchItems() {
            return ITEMS.clone();
        }
    }

    /// `EMAILID (M…)`, `THREADID (T…)` or `THREADID NIL`.
    private static final class Identifier extends FetchItem {
        Identifier(String name) {
            super(name, new FetchProfile.Item(name) {});
        }

        @Override
        public Object parseItem(FetchResponse response) {
            String[] list = response.readSimpleList();
            if (list == null) {
                String nil = response.readAtom();
                return nil == null ? "" : "";
            }
            return list.length == 0 ? "" : list[0];
        }
    }
}
