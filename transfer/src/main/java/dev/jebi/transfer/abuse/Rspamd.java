package dev.jebi.transfer.abuse;

import dev.jebi.address.Address;
import dev.jebi.address.IpText;
import dev.jebi.content.Content;
import dev.jebi.json.Json;
import dev.jebi.json.JsonReader;
import dev.jebi.smtp.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks rspamd about messages, over HTTP (its `/checkv2`). Safe for use by several threads.
public final class Rspamd implements Inspector, Lessons, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rspamd.class);
    private static final int ANSWER = 1 << 20;
    private static final int REASON = 200;
    private static final Reply LATER =
            Reply.of(451, "4.7.1", "The message cannot be looked at just now; try again later");

    private final Terms terms;
    private final HttpClient http;

    /// How it is asked.
    ///
    /// @param check where its worker is, such as `http://127.0.0.1:11333`
    /// @param learn where its controller is, which learns; empty for nowhere
    /// @param password for its controller; may be empty
    /// @param hostname what this host calls itself
    /// @param time how long an answer is waited for
    /// @param defer whether mail waits where it does not answer; else it is taken
    public record Terms(
            URI check,
            Optional<URI> learn,
            String password,
            String hostname,
            Duration time,
            boolean defer) {
        /// Without the password.
        @Override
        public String toString() {
            return "Rspamd at " + check;
        }
    }

    /// Asks on these terms.
    public Rspamd(Terms terms) {
        this.terms = terms;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(terms.time())
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    @Override
    public Inspected inspect(Offered offered) {
        try {
            var answer = ask(offered);
            return answer.isPresent() ? judge(answer.get(), offered) : failed("no sense");
        } catch (IOException | IllegalArgumentException e) {
            return failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private Inspected failed(String why) {
        LOG.warn("event=rspamd-failed why=\"{}\" defer={}", why, terms.defer());
        return terms.defer()
                ? new Inspected.Refused(LATER, "rspamd did not answer")
                : new Inspected.Passed(Optional.empty(), "rspamd=unknown", Optional.empty());
    }

    private Optional<Json.Members> ask(Offered offered) throws IOException, InterruptedException {
        var arrival = offered.arrival();
        var request = request(terms.check().resolve("/checkv2"), offered.content());
        header(request, "IP", IpText.of(arrival.client()));
        header(request, "Helo", arrival.helo());
        header(request, "From", arrival.from().address().map(Address::toString).orElse(""));
        offered.recipients().forEach(to -> header(request, "Rcpt", to.toString()));
        header(request, "Queue-Id", arrival.id());
        header(request, "MTA-Name", terms.hostname());
        header(request, "TLS-Version", offered.tls());
        return JsonReader.read(send(request));
    }

    private HttpRequest.Builder request(URI uri, Content content) {
        return HttpRequest.newBuilder(uri)
                .timeout(terms.time())
                .POST(
                        HttpRequest.BodyPublishers.fromPublisher(
                                HttpRequest.BodyPublishers.ofInputStream(content::open),
                                Math.max(1, content.size())));
    }

    /// What cannot stand in a header of HTTP is left out: it is hostile, or said elsewhere.
    private static void header(HttpRequest.Builder request, String name, String value) {
        if (!value.isEmpty() && value.matches("[!-~][ -~]*")) {
            request.header(name, value);
        }
    }

    /// The time is for all of the answer; the client's own ends with its header.
    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var whole =
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), ANSWER);
        var answer = http.sendAsync(request.build(), whole);
        try {
            var response = answer.get(terms.time().toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("it answers " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            boolean _ = answer.cancel(true); // nothing where it is done
        }
    }

    private static Inspected judge(Json.Members answer, Offered offered) {
        String action = answer.text("action").orElse("no action").toLowerCase(Locale.ROOT);
        String score = number(answer, "score") + " of " + number(answer, "required_score");
        String why = "rspamd gives it " + score + " (" + action + ")";
        String words = answer.members("messages").text("smtp_message").map(Rspamd::line).orElse("");
        return switch (action) {
            case "reject" ->
                    new Inspected.Refused(
                            Reply.of(550, "5.7.1", words.isEmpty() ? "This is spam" : words), why);
            case "soft reject" ->
                    new Inspected.Refused(
                            Reply.of(451, "4.7.1", words.isEmpty() ? "Try again later" : words),
                            why);
            case "discard" -> new Inspected.Discarded(why);
            default -> {
                boolean junk = action.equals("add header") || action.equals("rewrite subject");
                yield new Inspected.Passed(
                        added(answer, offered.content()),
                        "rspamd=" + action.replace(' ', '-') + " " + score,
                        junk ? Optional.of(why) : Optional.empty());
            }
        };
    }

    private static String number(Json.Members answer, String name) {
        return answer.number(name)
                .map(value -> Math.round(value * 100) / 100.0)
                .map(String::valueOf)
                .orElse("?");
    }

    private static String line(String text) {
        String line = text.replaceAll("[^ -~]", "?").strip();
        return line.length() > REASON ? line.substring(0, REASON) : line;
    }

    /// The fields that it wants to stand above the message.
    private static Optional<Content> added(Json.Members answer, Content content) {
        var fields = new StringBuilder();
        var wanted = answer.members("milter").members("add_headers").all();
        new TreeMap<>(wanted).forEach((name, value) -> field(name, value, fields));
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Content.concat(
                                Content.of(fields.toString().getBytes(StandardCharsets.UTF_8)),
                                content));
    }

    private static void field(String name, Json value, StringBuilder fields) {
        switch (value) {
            case Json.Text(var text) when name.matches("[!-9;-~]{1,100}") ->
                    fields.append(name).append(": ").append(folded(text)).append("\r\n");
            case Json.Members members ->
                    members.text("value")
                            .ifPresent(text -> field(name, new Json.Text(text), fields));
            case Json.Elements(var all) -> all.forEach(one -> field(name, one, fields));
            case Json.Text _, Json.Number _, Json.Word _ -> {}
        }
    }

    /// Lines go on with white space, and hold nothing else that could end them.
    private static String folded(String text) {
        return text.replaceAll("(?:\r\n|\r|\n)[ \t]*", "\r\n\t")
                .replaceAll("[\\x00-\\x08\\x0B\\x0C]", "?");
    }

    @Override
    public void learn(Content content, boolean junk) throws IOException {
        if (terms.learn().isEmpty()) {
            return;
        }
        var request =
                request(terms.learn().get().resolve(junk ? "/learnspam" : "/learnham"), content);
        header(request, "Password", terms.password());
        try {
            var answer = send(request);
            LOG.debug("event=rspamd-learned junk={} answer=\"{}\"", junk, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) { // it has learned that already, or does not answer
            LOG.info("event=rspamd-not-learned junk={} why=\"{}\"", junk, e.toString());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
