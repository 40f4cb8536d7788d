package dev.jebi.useragent.failure;

import dev.jebi.useragent.text.SafeText;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderClosedException;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.StoreClosedException;

import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

/// What went wrong, in the person's terms.
public final class Faults {
    /// How the library tells that a time-out or the server has closed a folder in the middle.
    private static final String CLOSED = "This operation is not allowed on a closed folder";

    /// How it tells of LOGINDISABLED (RFC 9051 §6.2.3) where no mechanism that we know is offered.
    private static final String NO_WAY_IN = "No login methods supported";

    /// What servers say, where they hear a password, of a connection without TLS.
    private static final Pattern BARE =
            Pattern.compile(
                    NO_WAY_IN + "|\\[PRIVACYREQUIRED]|(?i:plaintext authentication disallowed)");

    /// Codes that say "later" (RFC 2449 §8.1.1, RFC 3206 §4, RFC 5530 §3), and 4yz of SMTP.
    private static final Pattern LATER =
            Pattern.compile(
                    "\\[(IN-USE|LOGIN-DELAY|SYS/TEMP|UNAVAILABLE|INUSE|LIMIT|SERVERBUG)]|^4\\d\\d["
                            + " -]");

    /// A server of SMTP that wants nothing from us (RFC 5321 §3.1).
    private static final Pattern NO_SERVICE =
            Pattern.compile("(?i:bad greeting.* response: 5)\\d\\d");

    /// What Jakarta Mail calls a refused sign-in although nobody refused: the server fell silent.
    private static final Pattern SILENT =
            Pattern.compile("(?i)|.*(timed out|EOF|connection (reset|closed)|broken pipe).*");

    private Faults() {}

    /// A fault in the conversation with a server.
    public static Failure of(MessagingException fault, Object server) {
        String said = SafeText.line(String.valueOf(fault.getMessage())).strip();
        if (fault instanceof AuthenticationFailedException && SILENT.matcher(said).matches()) {
            return silent(server, fault);
        }
        if (fault instanceof AuthenticationFailedException || said.contains(NO_WAY_IN)) {
            return LATER.matcher(said).find()
                    ? new Failure(
                            Failure.Kind.TRY_AGAIN, server + " wants it later: " + said, fault)
                    : new Failure(
                            Failure.Kind.SIGN_IN_REFUSED,
                            server
                                    + " refused the sign-in ("
                                    + said
                                    + "); check --user and the password",
                            fault);
        }
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException e) {
                return tls(server, e);
            }
            if (unreachable(cause)) {
                return silent(server, fault);
            }
            if (cause instanceof CommandFailedException || cause instanceof BadCommandException) {
                return refusal(said, server, fault);
            }
        }
        if (said.matches("(?i).*(STARTTLS|STLS).*")) {
            return new Failure(
                    Failure.Kind.TLS_NOT_TRUSTED,
                    server + " offers no TLS (" + said + "); --tls none goes without",
                    fault);
        }
        if (NO_SERVICE.matcher(said).find()) {
            return refusal(said, server, fault);
        }
        return new Failure(
                Failure.Kind.TRY_AGAIN,
                "the conversation with " + server + " broke (" + said + "); try again",
                fault);
    }

    /// Whether a server refused a sign-in because the connection has no TLS; to be asked where it
    /// has none.
    public static boolean wantsTls(MessagingException fault) {
        return BARE.matcher(String.valueOf(fault.getMessage())).find();
    }

    /// A server that lets nobody sign in without TLS, where it was told to go without.
    public static Failure bare(MessagingException fault, Object server) {
        return new Failure(
                Failure.Kind.TLS_NOT_TRUSTED,
                server + " lets nobody sign in without TLS; leave --tls none away",
                fault);
    }

    private static Failure silent(Object server, Exception fault) {
        return new Failure(
                Failure.Kind.UNREACHABLE,
                server + " does not answer; check host and port, and that it runs",
                fault);
    }

    private static boolean unreachable(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof SocketTimeoutException;
    }

    /// A certificate that is not trusted, or no TLS where there should be.
    public static Failure tls(Object server, SSLException fault) {
        return new Failure(
                Failure.Kind.TLS_NOT_TRUSTED, server + ": TLS failed " + why(fault), fault);
    }

    /// What is wrong with it, and what to do.
    private static String why(SSLException fault) {
        String said = SafeText.line(String.valueOf(fault.getMessage()));
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            String words = SafeText.line(String.valueOf(cause.getMessage()));
            if (cause instanceof CertificateExpiredException) {
                return "(its certificate has expired: "
                        + words
                        + "); tell whoever runs the server, and see that the clock here is right";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "(its certificate is not good yet: "
                        + words
                        + "); the clock here may be slow: set it (timedatectl set-ntp true)";
            }
            if (words.startsWith("No subject alternative")
                    || words.startsWith("No name matching")) {
                return "(its certificate is for another name: "
                        + words
                        + "); give the server by the name in its certificate";
            }
            if (words.contains("unable to find valid certification path")) {
                return "(nobody whom this machine trusts vouches for its certificate: "
                        + words
                        + "); if you know the certificate, --ca FILE takes it";
            }
        }
        return "(" + said + "); check that the port is one for TLS, and --tls";
    }

    private static Failure refusal(String said, Object server, Exception fault) {
        Failure.Kind kind;
        if (said.toUpperCase(Locale.ROOT).contains("OVERQUOTA")) {
            kind = Failure.Kind.OVER_QUOTA;
        } else {
            kind = LATER.matcher(said).find() ? Failure.Kind.TRY_AGAIN : Failure.Kind.REFUSED;
        }
        return new Failure(kind, server + " refused it: " + said, fault);
    }

    /// A fault on this side: of files, mostly.
    public static Failure of(IOException fault) {
        if (fault.getCause() instanceof MessagingException e) {
            return of(e, "the server");
        }
        String what = SafeText.line(String.valueOf(fault.getMessage()));
        if (fault instanceof NoSuchFileException || fault instanceof FileNotFoundException) {
            return new Failure(Failure.Kind.NOT_FOUND, "there is no " + what, fault);
        }
        if (fault instanceof AccessDeniedException) {
            return new Failure(
                    Failure.Kind.NOT_ALLOWED,
                    what + " may not be used by you; check its permissions",
                    fault);
        }
        if (fault instanceof NotDirectoryException) {
            return new Failure(Failure.Kind.BAD_DATA, what + " is no directory", fault);
        }
        return new Failure(
                Failure.Kind.TRY_AGAIN,
                (fault instanceof FileSystemException ? what : "reading or writing failed: " + what)
                        + "; try again",
                fault);
    }

    /// A fault that nobody foresaw: the mail, or the server's answer, makes no sense.
    public static Failure of(RuntimeException fault) {
        if (fault instanceof UncheckedIOException e && e.getCause() != null) {
            return of(e.getCause());
        }
        if (CLOSED.equals(fault.getMessage())) {
            return new Failure(
                    Failure.Kind.UNREACHABLE, "the server has closed the connection", fault);
        }
        return new Failure(
                Failure.Kind.BAD_DATA,
                "this makes no sense to jebi mail ("
                        + SafeText.line(fault.toString())
                        + "); jebi mail read --raw shows a message as it is",
                fault);
    }

    /// Whether the connection or the message is gone, so that trying other parts is of no use.
    public static boolean gone(Exception fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof FolderClosedException
                    || cause instanceof StoreClosedException
                    || CLOSED.equals(cause.getMessage())
                    || cause instanceof MessageRemovedException
                    || cause instanceof java.net.SocketException
                    || cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
