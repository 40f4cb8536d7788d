package dev.jebi.smtp;

import java.time.Duration;

/// What the client side of a session waits for and takes from its peer.
///
/// @param greeting for the greeting: RFC 5321 §4.5.3.2.1 says five minutes
/// @param hello for the reply to EHLO or HELO; the RFC names no time, we take that of MAIL
/// @param startTls for the reply to STARTTLS and for the handshake
/// @param mail for the reply to MAIL: RFC 5321 §4.5.3.2.2
/// @param recipient for the reply to RCPT: RFC 5321 §4.5.3.2.3
/// @param data for the reply to DATA: RFC 5321 §4.5.3.2.4
/// @param block for the peer to take a block of the content: RFC 5321 §4.5.3.2.5
/// @param end for the reply to the dot that ends the content: RFC 5321 §4.5.3.2.6
/// @param quit for the reply to QUIT, which changes nothing any more
/// @param octetsPerSecond the slowest a peer may take content on the whole; together with the times
///   above it bounds a transaction with a peer that always does a little
/// @param replyLine octets in a line of a reply; RFC 5321 §4.5.3.1.5 has 512, some send more
/// @param replyLines lines in one reply
/// @param pipelined RCPT commands sent before their replies are read: RFC 2920 §3.1 warns of two
///   ends that both wait for the other to read
/// @param pipelinedContent octets of content that are sent behind RCPT before their replies are
///   read, where the peer takes BDAT: no more than a peer that reads nothing can leave under way
public record SmtpClientLimits(
        Duration greeting,
        Duration hello,
        Duration startTls,
        Duration mail,
        Duration recipient,
        Duration data,
        Duration block,
        Duration end,
        Duration quit,
        int octetsPerSecond,
        int replyLine,
        int replyLines,
        int pipelined,
        int pipelinedContent) {
    /// The times of RFC 5321 §4.5.3.2.
    public static final SmtpClientLimits STANDARD =
            new SmtpClientLimits(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(5),
                    1_000,
                    2_048,
                    100,
                    100,
                    64 << 10);

    /// The same with every time cut to at most `most`.
    public SmtpClientLimits within(Duration most) {
        return new SmtpClientLimits(
                shorter(greeting, most),
                shorter(hello, most),
                shorter(startTls, most),
                shorter(mail, most),
                shorter(recipient, most),
                shorter(data, most),
                shorter(block, most),
                shorter(end, most),
                shorter(quit, most),
                octetsPerSecond,
                replyLine,
                replyLines,
                pipelined,
                pipelinedContent);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
