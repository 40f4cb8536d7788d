package dev.jebi.useragent.account;

import java.util.List;

/// A service of a mail server, with the ports where it stands: the standard ones, and those that a
/// Jebi takes when it may not open the standard ones.
public enum Service {
    SMTP("smtp", List.of(587, 10_587), 465),
    IMAP("imap", List.of(143, 10_143), 993),
    POP3("pop3", List.of(110, 10_110), 995);

    private final String word;
    private final List<Integer> ports;
    private final int implicitTls;

    Service(String word, List<Integer> ports, int implicitTls) {
        this.word = word;
        this.ports = ports;
        this.implicitTls = implicitTls;
    }

    public String word() {
        return word;
    }

    public List<Integer> ports() {
        return ports;
    }

    /// Whether TLS begins at once on that port.
    public boolean implicitTls(int port) {
        return port == implicitTls || port == implicitTls + 10_000;
    }
}
