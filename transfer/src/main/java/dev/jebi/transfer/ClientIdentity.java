package dev.jebi.transfer;

import dev.jebi.wire.TlsSession;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/// Who gives us a message, for decisions and for the trace fields.
///
/// @param name what it said in HELO or EHLO; nobody has checked it
/// @param extended whether it said EHLO
/// @param address where it connects from
/// @param trusted whether that is in a network whose hosts may relay anywhere
/// @param tls what was agreed, where TLS protects the session
/// @param login whom it signed in as
/// @param lmtp whether it speaks LMTP: a mail system of this site that has taken the message
public record ClientIdentity(
        String name,
        boolean extended,
        InetAddress address,
        boolean trusted,
        Optional<TlsSession> tls,
        Optional<String> login,
        boolean lmtp) {
    /// A client that speaks SMTP.
    public ClientIdentity(
            String name,
            boolean extended,
            InetAddress address,
            boolean trusted,
            Optional<TlsSession> tls,
            Optional<String> login) {
        this(name, extended, address, trusted, tls, login, false);
    }

    /// The same client after it has signed in.
    public ClientIdentity as(String account) {
        return new ClientIdentity(
                name, extended, address, trusted, tls, Optional.of(account), lmtp);
    }

    /// The same client, trusted: what it gives us has been looked at already.
    public ClientIdentity asTrusted() {
        return new ClientIdentity(name, extended, address, true, tls, login, lmtp);
    }

    /// The keyword of the Received field's `with` (RFC 3848, RFC 6531 §4.3).
    String protocol(boolean utf8) {
        if (!extended) {
            return "SMTP";
        }
        String smtp = utf8 ? "UTF8SMTP" : "ESMTP";
        String overLmtp = utf8 ? "UTF8LMTP" : "LMTP";
        return (lmtp ? overLmtp : smtp)
                + (tls.isPresent() ? "S" : "")
                + (login.isPresent() ? "A" : "");
    }

    /// Its address as an address literal (RFC 5321 §4.1.3).
    String literal() {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String host = zone < 0 ? text : text.substring(0, zone);
        return (address instanceof Inet6Address ? "[IPv6:" : "[") + host + "]";
    }
}
