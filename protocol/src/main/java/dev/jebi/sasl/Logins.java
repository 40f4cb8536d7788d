package dev.jebi.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What the mechanisms share: text within its limit, and the decision whether a login may sign in.
record Logins(Credentials credentials, SaslLimits limits) {
    static final byte[] NOTHING = {};

    /// The one answer to wrong credentials, whatever was wrong.
    static SaslStep refused() {
        return new SaslStep.Rejected(false, "the login or the password is not right");
    }

    static SaslStep malformed(String why) {
        return new SaslStep.Rejected(true, why);
    }

    static SaslStep over() {
        return malformed("this authentication is over; begin another");
    }

    /// Octets as UTF-8; empty when they are not (RFC 4616 §2, RFC 5802 §5.1).
    static Optional<String> utf8(byte[] octets) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return Optional.of(text.toString());
        } catch (CharacterCodingException _) {
            return Optional.empty(); // not UTF-8: that is the answer
        }
    }

    /// Decides over a login and its password. The password is checked first and always, so that the
    /// time tells nothing.
    SaslStep signIn(String authzid, String login, String password) {
        if (octets(login) > limits.login() || octets(authzid) > limits.login()) {
            return malformed("the login is too long");
        }
        if (octets(password) > limits.password()) {
            return malformed("the password is too long");
        }
        boolean right = credentials.verify(login, password);
        var canonical = permitted(authzid, login);
        return right && canonical.isPresent()
                ? new SaslStep.Authenticated(canonical.get(), NOTHING)
                : refused();
    }

    /// The canonical form of a login that may sign in. Nobody may act for somebody else: an
    /// authorisation identity must be absent or the login itself (RFC 4616 §2).
    Optional<String> permitted(String authzid, String login) {
        var canonical = credentials.canonical(login);
        return authzid.isEmpty()
                ? canonical
                : canonical.filter(own -> credentials.canonical(authzid).equals(Optional.of(own)));
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
