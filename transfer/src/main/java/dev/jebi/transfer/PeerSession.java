package dev.jebi.transfer;

import dev.jebi.smtp.MailTransaction;
import dev.jebi.smtp.Reply;
import dev.jebi.smtp.SmtpClient;
import dev.jebi.smtp.Transmission;
import dev.jebi.wire.ClientWire;
import dev.jebi.wire.TlsSession;

import java.util.List;
import java.util.OptionalInt;

/// An open session with one peer; for one thread.
final class PeerSession implements AutoCloseable {
    private final Target target;
    private final ClientWire wire;
    private final SmtpClient client;
    private final boolean tlsFailed;
    private int messages;

    PeerSession(Target target, ClientWire wire, SmtpClient client, boolean tlsFailed) {
        this.tlsFailed = tlsFailed;
        this.target = target;
        this.wire = wire;
        this.client = client;
    }

    Target target() {
        return target;
    }

    String id() {
        return wire.id();
    }

    /// Whether it takes no mail without TLS, which it offered and which failed: RFC 3207 §4.
    boolean wantsTls(Reply reply) {
        return reply.code() == 530 && !wire.secure() && tlsFailed;
    }

    String tls() {
        return wire.tls().map(TlsSession::protocol).orElse("none");
    }

    /// As people read it: without TLS, why.
    String tlsInWords() {
        return tls().equals("none") && tlsFailed ? "none, for the TLS it offers failed" : tls();
    }

    boolean usable() {
        return client.usable();
    }

    int messages() {
        return messages;
    }

    /// Whether the peer says with what it offers that it does what DSN parameters ask (RFC 3461).
    boolean reports() {
        return client.offers("DSN");
    }

    /// Whether the peer minds deadlines (RFC 2852).
    boolean deadlines() {
        return client.offers("DELIVERBY");
    }

    /// The peer's own limit (RFC 9422).
    OptionalInt limit(String name) {
        return client.limit(name);
    }

    List<Transmission> send(MailTransaction mail) {
        messages++;
        return client.send(mail);
    }

    /// Cuts the connection, from any thread.
    void abort() {
        wire.close();
    }

    @Override
    public void close() {
        client.close();
    }
}
