package dev.jebi.useragent;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;

import java.io.IOException;
import java.util.Properties;

/// Opens the connections of a command, each protected as the options say.
final class Connections {
    private static final String CONNECT_MILLIS = "10000";
    private static final String READ_MILLIS = "60000";

    /// How we call ourselves: this machine's name is nobody's business (RFC 5321 §4.1.3).
    private static final String EHLO = "[127.0.0.1]";

    private final ServerOptions options;
    private final String password;

    Connections(ServerOptions options, String password) {
        this.options = options;
        this.password = password;
    }

    /// Something to do with an open store.
    interface Work {
        void on(Store store) throws MessagingException, IOException;
    }

    /// Does the work with an IMAP or POP3 store, signed in.
    void with(Service service, Work work) throws IOException {
        Endpoint endpoint = options.endpoint(service);
        try {
            Store store =
                    Session.getInstance(properties(service, endpoint))
                            .getStore(protocol(service, endpoint));
            try {
                store.connect(endpoint.host(), endpoint.port(), options.user(), password);
                work.on(store);
            } finally {
                leave(store);
            }
        } catch (MessagingException e) {
            throw Faults.of(e, endpoint);
        }
    }

    /// The session in which messages are built and sent.
    ///
    /// @param utf8 whether an address needs SMTPUTF8 (RFC 6531)
    Session submission(boolean utf8) {
        var values = properties(Service.SMTP, options.endpoint(Service.SMTP));
        values.setProperty("mail.mime.allowutf8", String.valueOf(utf8));
        return Session.getInstance(values);
    }

    /// Hands a message to the submission server.
    void submit(Session session, MimeMessage message, Address[] recipients)
            throws SendFailedException {
        Endpoint endpoint = options.endpoint(Service.SMTP);
        try {
            Transport transport = session.getTransport(protocol(Service.SMTP, endpoint));
            try {
                transport.connect(endpoint.host(), endpoint.port(), options.user(), password);
                transport.sendMessage(message, recipients);
            } finally {
                leave(transport);
            }
        } catch (SendFailedException e) {
            throw e;
        } catch (MessagingException e) {
            throw Faults.of(e, endpoint);
        }
    }

    private static void leave(jakarta.mail.Service service) {
        try {
            service.close();
        } catch (MessagingException _) {
            // what was to be done is done, or has failed with better words
        }
    }

    private boolean implicit(Service service, Endpoint endpoint) {
        return switch (options.tls()) {
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
        values.setProperty(prefix + "connectiontimeout", CONNECT_MILLIS);
        values.setProperty(prefix + "timeout", READ_MILLIS);
        values.setProperty(prefix + "writetimeout", READ_MILLIS);
        values.setProperty(prefix + "peek", "true");
        values.setProperty(prefix + "partialfetch", "true");
        values.setProperty(prefix + "fetchsize", "65536");
        values.setProperty(prefix + "sendpartial", "true");
        values.setProperty(prefix + "localhost", EHLO);
        values.setProperty(prefix + "auth", "true");
        values.setProperty(prefix + "auth.mechanisms", "PLAIN LOGIN");
        boolean plain = options.tls() == TlsMode.NONE;
        boolean required =
                options.tls() == TlsMode.STARTTLS
                        || (options.tls() == TlsMode.AUTO && !endpoint.loopback());
        values.setProperty(prefix + "starttls.enable", String.valueOf(!plain));
        values.setProperty(prefix + "starttls.required", String.valueOf(required));
        boolean any = options.trustsAny(endpoint);
        values.setProperty(prefix + "ssl.checkserveridentity", String.valueOf(!any));
        if (any) {
            values.setProperty(prefix + "ssl.trust", "*");
        }
        return values;
    }
}
