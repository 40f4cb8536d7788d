package dev.jebi.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A web server over TLS on loopback that has what a test gives it.
public final class WebServer implements AutoCloseable {
    private final HttpsServer server;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<byte[]> posted = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private record Page(int status, String type, byte[] body, String location, boolean stalls) {}

    private WebServer(HttpsServer server) {
        this.server = server;
    }

    /// Starts a server that shows this certificate.
    public static WebServer start(TestCertificate certificate) throws IOException {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var web = new WebServer(HttpsServer.create(address, 0));
            web.server.setHttpsConfigurator(
                    new HttpsConfigurator(ScriptedPeer.context(certificate)));
            web.server.setExecutor(Thread::startVirtualThread);
            web.server.createContext("/", web::answer);
            web.server.start();
            return web;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Where it listens.
    public int port() {
        return server.getAddress().getPort();
    }

    /// A page under a path.
    public WebServer has(String path, int status, String type, byte[] body) {
        pages.put(path, new Page(status, type, body, "", false));
        return this;
    }

    /// A path that leads to another place.
    public WebServer redirects(String path, String location) {
        pages.put(path, new Page(302, "text/plain", new byte[0], location, false));
        return this;
    }

    /// A path that is never answered.
    public WebServer stalls(String path) {
        pages.put(path, new Page(200, "text/plain", new byte[0], "", true));
        return this;
    }

    /// What was asked for: host and path.
    public List<String> asked() {
        return asked;
    }

    /// What was posted.
    public List<byte[]> posted() {
        return posted;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestHeaders().getFirst("Host") + " " + path);
            if (exchange.getRequestMethod().equals("POST")) {
                posted.add(exchange.getRequestBody().readAllBytes());
            }
            var page = pages.get(path);
            if (page == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if (page.stalls()) {
                closed.await();
            }
            exchange.getResponseHeaders().set("Content-Type", page.type());
            if (!page.location().isEmpty()) {
                exchange.getResponseHeaders().set("Location", page.location());
            }
            exchange.sendResponseHeaders(
                    page.status(), page.body().length == 0 ? -1 : page.body().length);
            exchange.getResponseBody().write(page.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
