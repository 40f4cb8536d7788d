package dev.jebi.sasl;

import java.util.Arrays;
import java.util.Optional;

/// A way to tie an authentication to the TLS connection that it goes over (RFC 5056), so that who
/// stands in between cannot pass it on.
public enum ChannelBinding {
    /// RFC 9266; with TLS 1.3.
    TLS_EXPORTER("tls-exporter"),
    /// RFC 5929 §4: the hash of the server's certificate.
    TLS_SERVER_END_POINT("tls-server-end-point");

    private final String word;

    ChannelBinding(String word) {
        this.word = word;
    }

    /// The name on the wire.
    public String word() {
        return word;
    }

    static Optional<ChannelBinding> of(String word) {
        return Arrays.stream(values()).filter(b -> b.word.equals(word)).findFirst();
    }
}
