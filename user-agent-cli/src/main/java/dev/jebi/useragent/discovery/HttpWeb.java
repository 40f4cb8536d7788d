package dev.jebi.useragent.discovery;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Pages by HTTP; never from `https` to less.
final class HttpWeb implements Web {
    private static final Duration ANSWER = Duration.ofSeconds(8);
    private static final int MAX_OCTETS = 256 << 10;
    private static final int OK = 200;

    private final UnaryOperator<URI> where;
    private final Duration answer;

    HttpWeb() {
        this(UnaryOperator.identity(), ANSWER);
    }

    /// @param where where a page is fetched in truth, for tests
    /// @param answer how long an answer is waited for; half of it for a connection
    HttpWeb(UnaryOperator<URI> where, Duration answer) {
        this.where = where;
        this.answer = answer;
    }

    @Override
    public Optional<byte[]> page(URI address) throws IOException {
        var request =
                HttpRequest.newBuilder(where.apply(address))
                        .timeout(answer)
                        .header("Accept", "text/xml, application/xml")
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(answer.dividedBy(2))
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            var response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] octets =
                        response.statusCode() == OK ? body.readNBytes(MAX_OCTETS + 1) : new byte[0];
                return octets.length == 0 || octets.length > MAX_OCTETS
                        ? Optional.empty()
                        : Optional.of(octets);
            } finally {
                client.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
