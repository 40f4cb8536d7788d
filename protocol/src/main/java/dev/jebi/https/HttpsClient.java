package dev.jebi.https;

import dev.jebi.dns.Resolver;
import dev.jebi.https.HttpsFault.Kind;
import dev.jebi.trust.Authorities;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// Makes single requests. Safe for use by several threads.
public final class HttpsClient {
    private final Resolver resolver;
    private final SSLContext context;
    private final HttpsLimits limits;

    /// A client that trusts these authorities and finds hosts by this resolver.
    public HttpsClient(Resolver resolver, Authorities authorities, HttpsLimits limits) {
        this.resolver = resolver;
        this.context = authorities.context();
        this.limits = limits;
    }

    /// Fetches what a URI names.
    public HttpsAnswer get(URI uri) throws HttpsFault {
        return ask(uri, head("GET", uri) + "\r\n", new byte[0]);
    }

    /// Sends octets to a URI.
    public HttpsAnswer post(URI uri, String mediaType, byte[] body) throws HttpsFault {
        String head =
                head("POST", uri)
                        + "Content-Type: "
                        + mediaType
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        return ask(uri, head, body);
    }

    private static String head(String method, URI uri) {
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return method
                + " "
                + path
                + query
                + " HTTP/1.1\r\nHost: "
                + uri.getRawAuthority()
                + "\r\nUser-Agent: Jebi\r\nAccept: */*\r\nConnection: close\r\n";
    }

    private HttpsAnswer ask(URI uri, String head, byte[] body) throws HttpsFault {
        String host = uri.getHost();
        if (!"https".equalsIgnoreCase(uri.getScheme())
                || host == null
                || uri.getUserInfo() != null) {
            throw new HttpsFault(Kind.NO_HOST, "not an https address: " + uri);
        }
        var addresses = resolver.addresses(host);
        if (addresses.isEmpty()) {
            throw new HttpsFault(Kind.NO_HOST, "no address was found for " + host);
        }
        int port = uri.getPort() < 0 ? limits.port() : uri.getPort();
        Optional<HttpsFault> last = Optional.empty();
        for (var address : addresses.stream().limit(limits.addresses()).toList()) {
            try (var socket = connect(address, port)) {
                return exchange(socket, host, port, head, body);
            } catch (HttpsFault e) {
                if (e.kind() != Kind.NO_CONNECTION) {
                    throw e;
                }
                last = Optional.of(e);
            } catch (IOException e) {
                last =
                        Optional.of(
                                new HttpsFault(
                                        Kind.NO_CONNECTION, host + ": " + e.getMessage(), e));
            }
        }
        throw last.orElseThrow();
    }

    private Socket connect(InetAddress address, int port) throws HttpsFault {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), (int) limits.connect().toMillis());
            return socket;
        } catch (IOException e) {
            try (socket) {
                throw new HttpsFault(
                        Kind.NO_CONNECTION,
                        address.getHostAddress() + ":" + port + ": " + e.getMessage(),
                        e);
            } catch (HttpsFault fault) {
                throw fault;
            } catch (IOException closing) {
                throw new HttpsFault(Kind.NO_CONNECTION, String.valueOf(e.getMessage()), closing);
            }
        }
    }

    /// A peer that trickles would hold the thread for ever: a watch closes the socket.
    private HttpsAnswer exchange(Socket plain, String host, int port, String head, byte[] body)
            throws HttpsFault {
        var done = new CountDownLatch(1);
        var late = new AtomicBoolean();
        Thread.ofVirtual().name("https-deadline").start(() -> watch(plain, done, late));
        try (var tls =
                (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
            plain.setSoTimeout((int) limits.whole().toMillis());
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            handshake(tls, host, late);
            var out = tls.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            InputStream in = new BufferedInputStream(tls.getInputStream());
            return new HttpsReader(in, limits).read();
        } catch (HttpsFault e) {
            throw late.get() ? late(host, e) : e;
        } catch (SocketTimeoutException e) {
            throw late(host, e);
        } catch (IOException e) {
            throw late.get()
                    ? late(host, e)
                    : new HttpsFault(Kind.NO_CONNECTION, host + ": " + e.getMessage(), e);
        } finally {
            done.countDown();
        }
    }

    private static void handshake(SSLSocket tls, String host, AtomicBoolean late)
            throws IOException {
        try {
            tls.startHandshake();
        } catch (SSLException e) {
            throw late.get()
                    ? e
                    : new HttpsFault(Kind.TLS, "TLS with " + host + ": " + e.getMessage(), e);
        }
    }

    private HttpsFault late(String host, IOException cause) {
        return new HttpsFault(
                Kind.TIME, host + " took longer than " + limits.whole().toSeconds() + " s", cause);
    }

    private void watch(Socket socket, CountDownLatch done, AtomicBoolean late) {
        try (socket) {
            if (!done.await(limits.whole().toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            return; // it was closed already
        }
    }
}
