package dev.jebi.useragent.online;

import dev.jebi.useragent.account.Account;
import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.account.TlsMode;
import dev.jebi.useragent.failure.Faults;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;

import org.eclipse.angus.mail.smtp.SMTPTransport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/// Opens the connections of a command, each protected as the options say.
public final class Connections {
    private static final long CONNECT_MILLIS = 10_000;

    /// How we call ourselves: this machine's name is nobody's business (RFC 5321 §4.1.3).
    private static final String EHLO = "[127.0.0.1]";

    private final Account account;
    private final Duration silence;

    public Connections(Account account) {
        this(account, account.silence());
    }

    /// @param silence how long a server may say nothing
    Connections(Account account, Duration silence) {
        this.account = account;
        this.silence = silence;
    }

    /// Something to do with an open store.
    public interface Work {
        void on(Store store) throws MessagingException, IOException;
    }

    /// Does the work with an IMAP or POP3 store, signed in.
    public void with(Service service, Work work) throws IOException {
        Endpoint endpoint = account.endpoint(service);
        try {
            Store store = store(service);
            try {
                work.on(store);
            } finally {
                leave(store);
            }
        } catch (MessagingException e) {
            throw Faults.of(e, endpoint);
        }
    }

    /// An IMAP or POP3 store, signed in.
    Store store(Service service) throws MessagingException {
        Endpoint endpoint = account.endpoint(service);
        String password = account.password();
        var session = session(service, properties(service, endpoint));
        Store store =
                service == Service.IMAP
                        ? new ImapStore(session, implicit(service, endpoint))
                        : session.getStore(protocol(service, endpoint));
        try {
            store.connect(endpoint.host(), endpoint.port(), account.user(), password);
        } catch (MessagingException e) {
            if (account.tls() == TlsMode.NONE && Faults.wantsTls(e)) {
                throw Faults.bare(e, endpoint);
            }
            throw e;
        }
        return store;
    }

    /// The session in which messages are built and sent.
    ///
    /// @param utf8 whether an address needs SMTPUTF8 (RFC 6531)
    public Session submission(boolean utf8) {
        var values = properties(Service.SMTP, account.endpoint(Service.SMTP));
        values.setProperty("mail.mime.allowutf8", String.valueOf(utf8));
        return session(Service.SMTP, values);
    }

    /// The submission server, signed in.
    Transport transport() throws MessagingException {
        return transport(submission(false));
    }

    private Transport transport(Session session) throws MessagingException {
        Endpoint endpoint = account.endpoint(Service.SMTP);
        Transport transport = session.getTransport(protocol(Service.SMTP, endpoint));
        transport.connect(endpoint.host(), endpoint.port(), account.user(), account.password());
        return transport;
    }

    /// Who hears that the server has a message, before anything else is said to it.
    interface Accepted {
        void by(List<Address> recipients) throws IOException;
    }

    /// Hands a message to the submission server; fails when it takes it for nobody. It is told how
    /// many octets there are, where it wants that (RFC 1870 §6): what has no room is refused before
    /// it is sent.
    void submit(
            Session session,
            MimeMessage message,
            long octets,
            Address[] recipients,
            Accepted accepted)
            throws SendFailedException, IOException {
        try {
            Transport transport = transport(session);
            try {
                if (transport instanceof SMTPTransport smtp && smtp.supportsExtension("SIZE")) {
                    String name = transport.getURLName().getProtocol();
                    session.getProperties()
                            .setProperty("mail." + name + ".mailextension", "SIZE=" + octets);
                }
                accepted.by(handed(transport, message, recipients));
            } finally {
                leave(transport);
            }
        } catch (SendFailedException e) {
            throw e;
        } catch (MessagingException e) {
            throw Faults.of(e, account.endpoint(Service.SMTP));
        }
    }

    /// @return for whom the server took it
    private static List<Address> handed(
            Transport transport, MimeMessage message, Address[] recipients)
            throws MessagingException {
        try {
            transport.sendMessage(message, recipients);
            return List.of(recipients);
        } catch (SendFailedException e) {
            Address[] sent = e.getValidSentAddresses();
            if (sent == null || sent.length == 0) {
                throw e;
            }
            return List.of(sent);
        }
    }

    private static void leave(jakarta.mail.Service service) {
        try {
            service.close();
        } catch (MessagingException _) {
            // what was to be done is done, or has failed with better words
        }
    }

    private Session session(Service service, Properties values) {
        var session = Session.getInstance(values);
        account.wire()
                .ifPresent(wire -> {
                    // Wire hides the secrets itself
                    session.getProperties().setProperty("mail.debug.auth", "true");
                    session.setDebugOut(wire.tap(service.word()));
                    session.setDebug(true);
                });
        return session;
    }

    private boolean implicit(Service service, Endpoint endpoint) {
        return switch (account.tls()) {
            case IMPLICIT -> true;
            case AUTO -> service.implicitTls(endpoint.port());
            case NONE, STARTTLS -> false;
        };
    }

    private String protocol(Service service, Endpoint endpoint) {
        return implicit(service, endpoint) ? service.word() + "s" : service.word();
    }

    private Properties properties(Service service, Endpoint endpoint) {
        var values = new Properties();
        String prefix = "mail." + protocol(service, endpoint) + ".";
        String millis = String.valueOf(silence.toMillis());
        values.setProperty(
                prefix + "connectiontimeout",
                String.valueOf(Math.min(CONNECT_MILLIS, account.silence().toMillis())));
        values.setProperty(prefix + "timeout", millis);
        values.setProperty(prefix + "writetimeout", millis);
        values.setProperty(prefix + "peek", "true");
        values.setProperty(prefix + "partialfetch", "true");
        values.setProperty(prefix + "fetchsize", "65536");
        values.setProperty(prefix + "sendpartial", "true");
        values.setProperty(prefix + "localhost", EHLO);
        values.setProperty(prefix + "auth", "true");
        values.setProperty(prefix + "auth.mechanisms", "PLAIN LOGIN");
        boolean plain = account.tls() == TlsMode.NONE;
        boolean required =
                account.tls() == TlsMode.STARTTLS
                        || (account.tls() == TlsMode.AUTO && !endpoint.loopback());
        values.setProperty(prefix + "starttls.enable", String.valueOf(!plain));
        values.setProperty(prefix + "starttls.required", String.valueOf(required));
        boolean any = account.trustsAny(endpoint);
        values.setProperty(prefix + "ssl.checkserveridentity", String.valueOf(!any));
        if (any) {
            values.setProperty(prefix + "ssl.trust", "*");
        } else if (account.authorities().isPresent()) {
            var tls = account.authorities().get().tls();
            values.put(prefix + "ssl.socketFactory", tls.getSocketFactory());
        }
        return values;
    }
}
