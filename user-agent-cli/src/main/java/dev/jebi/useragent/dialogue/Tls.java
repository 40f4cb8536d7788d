package dev.jebi.useragent.dialogue;

import dev.jebi.useragent.account.Authorities;
import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.account.Service;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;
import dev.jebi.useragent.text.SafeText;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// TLS for a dialogue by hand, from the first octet or after STARTTLS.
///
/// @param trustsAny whether any certificate will do
/// @param authorities the only ones that count, if somebody said which
public record Tls(Endpoint endpoint, boolean trustsAny, Optional<Authorities> authorities) {
    private static final int MAX_LINE = 10_000;
    private static final int ANSWER_MILLIS = 60_000;

    /// TLS over an open connection.
    public Socket over(Socket plain) throws IOException {
        try {
            SSLContext tls = context();
            var socket =
                    (SSLSocket)
                            tls.getSocketFactory()
                                    .createSocket(plain, endpoint.host(), endpoint.port(), true);
            if (!trustsAny) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
            return socket;
        } catch (SSLException e) {
            throw Faults.tls(endpoint, e);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private SSLContext context() throws GeneralSecurityException {
        if (!trustsAny && authorities.isPresent()) {
            return authorities.get().tls();
        }
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trustsAny ? new TrustManager[] {new Anybody()} : null, new SecureRandom());
        return tls;
    }

    /// TLS after the words with which each protocol begins it.
    public Socket after(Service service, Socket plain, Consumer<String> shown) throws IOException {
        plain.setSoTimeout(ANSWER_MILLIS);
        switch (service) {
            case SMTP -> {
                answer(plain, shown, "");
                say(plain, "EHLO localhost");
                String line;
                do {
                    line = answer(plain, shown, "");
                } while (line.startsWith("250-"));
                say(plain, "STARTTLS");
                answer(plain, shown, "220");
            }
            case IMAP -> {
                answer(plain, shown, "* ");
                say(plain, "tls STARTTLS");
                String line;
                do {
                    line = answer(plain, shown, "");
                } while (line.startsWith("* ") && !line.matches("\\* (BAD|BYE).*"));
                wanted(line, "tls OK");
            }
            case POP3 -> {
                answer(plain, shown, "+OK");
                say(plain, "STLS");
                answer(plain, shown, "+OK");
            }
        }
        Socket protectedNow = over(plain);
        plain.setSoTimeout(0); // from now on a person may think
        return protectedNow;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Octet by octet: what comes after the line belongs to TLS.
    private String answer(Socket socket, Consumer<String> shown, String wanted) throws IOException {
        var line = new ByteArrayOutputStream();
        int octet;
        while ((octet = socket.getInputStream().read()) >= 0
                && octet != '\n'
                && line.size() < MAX_LINE) {
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.UTF_8).strip();
        shown.accept(SafeText.line(text));
        wanted(text, wanted);
        return text;
    }

    private void wanted(String text, String wanted) {
        if (!text.startsWith(wanted)) {
            throw new Failure(
                    Failure.Kind.TLS_NOT_TRUSTED,
                    endpoint + " does not begin TLS: " + SafeText.line(text));
        }
    }

    /// Whoever it is: the person asked for it.
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("this is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // every certificate will do
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
