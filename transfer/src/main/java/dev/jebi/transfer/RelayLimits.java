package dev.jebi.transfer;

import dev.jebi.smtp.SmtpClientLimits;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// What the relay grants its peers and itself.
///
/// @param connections open at once, in all
/// @param connectionsPerDestination open at once to one destination, once it has taken something
/// @param messagesPerConnection before a connection is closed and another is opened
/// @param recipientsPerTransaction RFC 5321 §4.5.3.1.8: every server takes 100
/// @param claimed entries taken from the queue and not settled
/// @param addresses of one destination that are tried in one attempt
/// @param connect for a connection to be there
/// @param port where mail exchangers listen; 25, but for tests
/// @param lifetime after which a message fails (RFC 5321 §4.5.4.1: four to five days)
/// @param delayReport after which the originator is told that it is late
/// @param pauses between attempts; the last one again and again
/// @param jitter how much a pause may be off, as a share of it, so that retries do not march in
///   step
/// @param afterFault before the queue is asked again when it failed
/// @param idle how long a connection that has nothing to do is kept for the next message
/// @param sources addresses of this machine that connections come from, the first of the peer's
///   family; where there is none, the machine chooses
/// @param client what the client side of a session waits for
public record RelayLimits(
        int connections,
        int connectionsPerDestination,
        int messagesPerConnection,
        int recipientsPerTransaction,
        int claimed,
        int addresses,
        Duration connect,
        int port,
        Duration lifetime,
        Duration delayReport,
        List<Duration> pauses,
        double jitter,
        Duration afterFault,
        Duration idle,
        List<InetAddress> sources,
        SmtpClientLimits client) {
    /// What other mail systems are used to.
    public static final RelayLimits STANDARD =
            new RelayLimits(
                    500,
                    20,
                    100,
                    100,
                    100_000,
                    8,
                    Duration.ofSeconds(30),
                    25,
                    Duration.ofDays(5),
                    Duration.ofHours(4),
                    List.of(
                            Duration.ofMinutes(1),
                            Duration.ofMinutes(5),
                            Duration.ofMinutes(15),
                            Duration.ofMinutes(30),
                            Duration.ofHours(1),
                            Duration.ofHours(2),
                            Duration.ofHours(4)),
                    0.1,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    List.of(),
                    SmtpClientLimits.STANDARD);

    /// Copies the lists.
    public RelayLimits {
        sources = List.copyOf(sources);
        pauses = List.copyOf(pauses);
        if (pauses.isEmpty()) {
            throw new IllegalArgumentException("a retry needs a pause");
        }
    }
}
