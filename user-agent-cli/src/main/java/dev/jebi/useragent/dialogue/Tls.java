package dev.jebi.useragent.dialogue;

import dev.jebi.useragent.account.Authorities;
import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// TLS for a dialogue line by line.
///
/// @param trustsAny whether any certificate will do
/// @param authorities the only ones that count, if somebody said which
/// @param silence how long the server may take over each step of it
public record Tls(
        Endpoint endpoint, boolean trustsAny, Optional<Authorities> authorities, Duration silence) {
    /// TLS over an open connection, from its next octet on.
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
            int before = plain.getSoTimeout();
            plain.setSoTimeout(Math.toIntExact(silence.toMillis()));
            socket.startHandshake();
            plain.setSoTimeout(before);
            return socket;
        } catch (SSLException e) {
            throw e.getCause() instanceof SocketTimeoutException
                    ? silent(e)
                    : Faults.tls(endpoint, e);
        } catch (SocketTimeoutException e) {
            throw silent(e);
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

    private Failure silent(Exception fault) {
        return new Failure(
                Failure.Kind.UNREACHABLE,
                endpoint + " fell silent while TLS began; check that its port is one for TLS",
                fault);
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
