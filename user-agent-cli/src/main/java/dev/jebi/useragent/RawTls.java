package dev.jebi.useragent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// TLS for a dialogue by hand, from the first octet or after STARTTLS.
record RawTls(Endpoint endpoint, boolean trustsAny) {
    private static final int MAX_LINE = 10_000;

    /// TLS over an open connection.
    Socket over(Socket plain) throws IOException {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(
                    null,
                    trustsAny ? new TrustManager[] {new Anybody()} : null,
                    new SecureRandom());
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
            throw new Failure(
                    Failure.Kind.TLS_NOT_TRUSTED,
                    endpoint
                            + ": TLS failed ("
                            + e.getMessage()
                            + "); --trust-any takes any certificate",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /// TLS after the words with which each protocol begins it.
    Socket after(Service service, Socket plain, Output output) throws IOException {
        switch (service) {
            case SMTP -> {
                answer(plain, output, "");
                say(plain, "EHLO localhost");
                String line;
                do {
                    line = answer(plain, output, "");
                } while (line.startsWith("250-"));
                say(plain, "STARTTLS");
                answer(plain, output, "220");
            }
            case IMAP -> {
                answer(plain, output, "* ");
                say(plain, "tls STARTTLS");
                answer(plain, output, "tls OK");
            }
            case POP3 -> {
                answer(plain, output, "+OK");
                say(plain, "STLS");
                answer(plain, output, "+OK");
            }
        }
        return over(plain);
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Octet by octet: what comes after the line belongs to TLS.
    private String answer(Socket socket, Output output, String wanted) throws IOException {
        var line = new ByteArrayOutputStream();
        int octet;
        while ((octet = socket.getInputStream().read()) >= 0
                && octet != '\n'
                && line.size() < MAX_LINE) {
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.UTF_8).strip();
        output.line(Terminal.line(text));
        if (!text.startsWith(wanted)) {
            throw new Failure(
                    Failure.Kind.TLS_NOT_TRUSTED,
                    endpoint + " does not begin TLS: " + Terminal.line(text));
        }
        return text;
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
