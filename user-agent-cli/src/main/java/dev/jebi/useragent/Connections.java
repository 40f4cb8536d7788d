package dev.jebi.useragent;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Properties;

import javax.net.ssl.SSLException;

/// Opens the connections of a command, each protected as the options say.
final class Connections {
    private static final String CONNECT_MILLIS = "10000";
    private static final String READ_MILLIS = "60000";

    private final ServerOptions options;
    private final String password;

    Connections(ServerOptions options, String password) {
        this.options = options;
        this.password = password;
    }

    /// The session in which messages are built and sent.
    Session session(Service service, Endpoint endpoint) {
        return Session.getInstance(properties(service, endpoint));
    }

    /// The IMAP or POP3 store, signed in.
    Store store(Service service) {
        Endpoint endpoint = options.endpoint(service);
        try {
            Store store = session(service, endpoint).getStore(protocol(service, endpoint));
            store.connect(endpoint.host(), endpoint.port(), options.user(), password);
            return store;
        } catch (MessagingException e) {
            throw failure(e, endpoint);
        }
    }

    /// The submission server, signed in.
    Transport transport() {
        Endpoint endpoint = options.endpoint(Service.SMTP);
        try {
            Transport transport =
                    session(Service.SMTP, endpoint).getTransport(protocol(Service.SMTP, endpoint));
            transport.connect(endpoint.host(), endpoint.port(), options.user(), password);
            return transport;
        } catch (MessagingException e) {
            throw failure(e, endpoint);
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
        values.setProperty("mail.mime.allowutf8", "true");
        values.setProperty("mail.mime.decodetext.strict", "false");
        values.setProperty("mail.mime.base64.ignoreerrors", "true");
        values.setProperty("mail.mime.multipart.allowempty", "true");
        values.setProperty(prefix + "connectiontimeout", CONNECT_MILLIS);
        values.setProperty(prefix + "timeout", READ_MILLIS);
        values.setProperty(prefix + "writetimeout", READ_MILLIS);
        values.setProperty(prefix + "peek", "true");
        values.setProperty(prefix + "partialfetch", "true");
        values.setProperty(prefix + "fetchsize", "65536");
        values.setProperty(prefix + "sendpartial", "true");
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

    /// What went wrong, in the person's terms.
    static Failure failure(MessagingException fault, Endpoint endpoint) {
        if (fault instanceof AuthenticationFailedException) {
            return new Failure(
                    Failure.Kind.SIGN_IN_REFUSED,
                    endpoint + " refused the sign-in; check --user and the password",
                    fault);
        }
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return new Failure(
                        Failure.Kind.TLS_NOT_TRUSTED,
                        endpoint
                                + ": TLS failed ("
                                + cause.getMessage()
                                + "); if you know the certificate, --trust-any takes it",
                        fault);
            }
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof SocketTimeoutException) {
                return new Failure(
                        Failure.Kind.UNREACHABLE,
                        endpoint + " does not answer; check host and port, and that it runs",
                        fault);
            }
        }
        String said = String.valueOf(fault.getMessage());
        return new Failure(
                said.toUpperCase(Locale.ROOT).contains("OVERQUOTA")
                        ? Failure.Kind.OVER_QUOTA
                        : Failure.Kind.TRY_AGAIN,
                endpoint + " said: " + Terminal.line(said),
                fault);
    }
}
