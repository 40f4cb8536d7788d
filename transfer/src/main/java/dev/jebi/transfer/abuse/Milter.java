package dev.jebi.transfer.abuse;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.milter.MilterDialogue;
import dev.jebi.milter.MilterMail;
import dev.jebi.milter.MilterVerdict;
import dev.jebi.milter.MilterVerdict.Discarded;
import dev.jebi.milter.MilterVerdict.Refused;
import dev.jebi.milter.MilterVerdict.Taken;
import dev.jebi.smtp.EnhancedStatus;
import dev.jebi.smtp.Reply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// A milter that is shown the messages of strangers. Safe for use by several threads.
///
/// @param time how long it may take for a message
/// @param failure what is done where it does not answer
public record Milter(SocketAddress address, String hostname, Duration time, Failure failure)
        implements Inspector {
    private static final Logger LOG = LoggerFactory.getLogger(Milter.class);
    private static final Pattern REPLY =
            Pattern.compile("([45][0-9]{2})(?:[ -]([45]\\.[0-9]{1,3}\\.[0-9]{1,3}))?[ -]?(.*)");
    private static final int LINE = 400;

    /// What is done where a milter does not answer.
    public enum Failure {
        /// The message is taken.
        ACCEPT,
        /// It is refused for now.
        DEFER
    }

    /// Reads `inet:host:port` or `unix:/path`, as other mail systems write it.
    ///
    /// @throws IllegalArgumentException when it is none; the message says what one looks like
    public static SocketAddress address(String text) {
        var inet = Pattern.compile("inet:([^:\\s]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})").matcher(text);
        if (inet.matches() && Integer.parseInt(inet.group(2)) <= 65_535) {
            return new InetSocketAddress(inet.group(1), Integer.parseInt(inet.group(2)));
        }
        if (text.matches("unix:/.{1,100}")) {
            return UnixDomainSocketAddress.of(text.substring("unix:".length()));
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no milter; write inet:host:port or unix:/path");
    }

    private String name() {
        return address.toString();
    }

    @Override
    public Inspected inspect(Offered offered) {
        try {
            var fields = Fields.of(offered.content());
            return conclude(ask(mail(offered, fields)), fields);
        } catch (IOException e) {
            LOG.warn("event=milter-failed milter={} why=\"{}\"", name(), e.toString());
            return switch (failure) {
                case ACCEPT ->
                        new Inspected.Passed(Optional.empty(), "milter=unknown", Optional.empty());
                case DEFER ->
                        new Inspected.Refused(
                                Reply.of(
                                        451,
                                        "4.7.1",
                                        "The message cannot be looked at just now; try again"
                                                + " later"),
                                "the milter " + name() + " did not answer");
            };
        }
    }

    private MilterMail mail(Offered offered, Fields fields) throws IOException {
        var arrival = offered.arrival();
        return new MilterMail(
                arrival.id(),
                hostname,
                arrival.client(),
                octets(arrival.helo()),
                arrival.from().address().map(Address::toString).map(Milter::octets).orElse(""),
                offered.recipients().stream().map(Address::toString).map(Milter::octets).toList(),
                offered.tls(),
                fields.shown(),
                fields.body());
    }

    /// One char for an octet, as all that a milter is told (RFC 6531 has UTF-8).
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// For so long only: whoever stalls loses the connection.
    private MilterVerdict ask(MilterMail mail) throws IOException {
        boolean local = address instanceof UnixDomainSocketAddress;
        try (var channel =
                local
                        ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                        : SocketChannel.open()) {
            var task =
                    new FutureTask<>(() -> {
                        channel.connect(target()); // a name is looked up within the time, too
                        return MilterDialogue.run(
                                Channels.newInputStream(channel),
                                Channels.newOutputStream(channel),
                                mail);
                    });
            var _ = Thread.ofVirtual().name("milter").start(task);
            return task.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private SocketAddress target() {
        return address instanceof InetSocketAddress inet && inet.isUnresolved()
                ? new InetSocketAddress(inet.getHostString(), inet.getPort())
                : address;
    }

    private Inspected conclude(MilterVerdict verdict, Fields fields) throws IOException {
        return switch (verdict) {
            case Discarded() -> new Inspected.Discarded("the milter " + name() + " wants it so");
            case Refused(boolean later, var reply) ->
                    new Inspected.Refused(
                            reply.flatMap(Milter::reply).orElseGet(() -> standard(later)),
                            "the milter " + name() + " refuses it");
            case Taken(var edits, var body, var quarantine) -> {
                boolean untouched = edits.isEmpty() && body.isEmpty();
                Content own = fields.body();
                yield new Inspected.Passed(
                        untouched
                                ? Optional.empty()
                                : Optional.of(fields.edited(edits, body.orElse(own))),
                        "",
                        quarantine.map(
                                why -> "the milter " + name() + " wants to keep it back: " + why));
            }
        };
    }

    private static Reply standard(boolean later) {
        return later
                ? Reply.of(451, "4.7.1", "Not taken for now; try again later")
                : Reply.of(550, "5.7.1", "Not taken");
    }

    /// What it wants to be said; its lines become one.
    private static Optional<Reply> reply(String text) {
        var match =
                REPLY.matcher(
                        text.replaceAll("\r?\n([45][0-9]{2}[ -]([45]\\.[0-9.]+ )?)?", " ").strip());
        if (!match.matches()) {
            return Optional.empty();
        }
        String line = match.group(3).replaceAll("[^ -~]", "?").strip();
        line = line.isEmpty() ? "Not taken" : line;
        String status = match.group(2);
        return Optional.of(
                new Reply(
                        Integer.parseInt(match.group(1)),
                        Optional.of(
                                EnhancedStatus.parse(
                                        status == null
                                                ? match.group(1).charAt(0) + ".7.1"
                                                : status)),
                        List.of(line.length() > LINE ? line.substring(0, LINE) : line)));
    }
}
