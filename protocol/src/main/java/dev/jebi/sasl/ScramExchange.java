package dev.jebi.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/// SCRAM-SHA-256 (RFC 5802, RFC 7677), with channel binding as -PLUS and without. A login that
/// there is not goes the whole way with keys that never match, and is refused where a wrong
/// password is.
final class ScramExchange implements SaslExchange {
    private static final int NONCE_OCTETS = 24;

    private final Logins logins;
    private final Supplier<String> nonce;
    private final SaslChannel channel;
    private final boolean plus;
    private State state = new Begun();

    private sealed interface State {}

    private record Begun() implements State {}

    private record Asked() implements State {}

    /// The server-first-message is out.
    ///
    /// @param binding what the client-final-message must repeat: the header and, with channel
    ///   binding, what ties it to the connection (RFC 5802 §7, `cbind-input`)
    private record Salted(
            ScramMessages.ClientFirst first, ScramKeys keys, String serverFirst, byte[] binding)
            implements State {}

    private record Over() implements State {}

    ScramExchange(Logins logins, Supplier<String> nonce, SaslChannel channel, boolean plus) {
        this.logins = logins;
        this.nonce = nonce;
        this.channel = channel;
        this.plus = plus;
    }

    static String nonce(SecureRandom random) {
        var octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    @Override
    public SaslStep respond(byte[] response) {
        var before = state;
        state = new Over();
        return switch (before) {
            case Begun _ when response.length == 0 -> {
                state = new Asked(); // the client speaks first
                yield new SaslStep.Challenge(Logins.NOTHING);
            }
            case Begun _ -> begin(response);
            case Asked _ -> begin(response);
            case Salted salted -> prove(salted, response);
            case Over _ -> Logins.over();
        };
    }

    private SaslStep begin(byte[] response) {
        var parsed = text(response).flatMap(ScramMessages::first);
        if (parsed.isEmpty()) {
            return Logins.malformed("this is no SCRAM client-first-message (RFC 5802 §7)");
        }
        var first = parsed.get();
        var binding = binding(first);
        if (binding.isEmpty()) {
            return Logins.malformed("the channel binding is not what was offered");
        }
        if (first.nonce().length() > logins.limits().nonce()
                || first.login().length() > logins.limits().login()
                || first.authzid().length() > logins.limits().login()) {
            return Logins.malformed("the login or the nonce is too long");
        }
        // RFC 5802 §5.1: a login that cannot be prepared, or is empty then, ends the exchange.
        var login = Saslprep.prepare(first.login()).filter(name -> !name.isEmpty());
        if (login.isEmpty()) {
            return Logins.malformed("the login has characters that no login has");
        }
        var keys = logins.credentials().scram(login.get());
        String serverFirst =
                "r=%s%s,s=%s,i=%d"
                        .formatted(
                                first.nonce(),
                                nonce.get(),
                                SaslBase64.encode(keys.salt()),
                                keys.iterations());
        state = new Salted(first, keys, serverFirst, binding.get());
        return new SaslStep.Challenge(serverFirst.getBytes(StandardCharsets.UTF_8));
    }

    /// What the client must repeat, empty where it wants what it cannot have. A client that says
    /// `y` has not seen that -PLUS is offered: somebody in between took it out (RFC 5802 §6).
    private Optional<byte[]> binding(ScramMessages.ClientFirst first) {
        byte[] header = first.header().getBytes(StandardCharsets.UTF_8);
        var asked = first.binding();
        if (asked.isEmpty()) {
            return plus || (first.doubts() && channel.bound())
                    ? Optional.empty()
                    : Optional.of(header);
        }
        return plus
                ? ChannelBinding.of(asked.get())
                        .flatMap(channel::binding)
                        .map(octets -> joined(header, octets))
                : Optional.empty();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private SaslStep prove(Salted salted, byte[] response) {
        var parsed = text(response).flatMap(ScramMessages::last);
        if (parsed.isEmpty()) {
            return Logins.malformed("this is no SCRAM client-final-message (RFC 5802 §7)");
        }
        var last = parsed.get();
        var first = salted.first();
        String serverFirst = salted.serverFirst();
        String wholeNonce = serverFirst.substring(2, serverFirst.indexOf(','));
        if (!MessageDigest.isEqual(last.binding(), salted.binding())
                || !last.nonce().equals(wholeNonce)) {
            return Logins.malformed("the channel binding or the nonce is not that of before");
        }
        String auth = first.bare() + ',' + serverFirst + ',' + last.before();
        boolean right = proves(last.proof(), salted.keys(), auth);
        var canonical =
                Saslprep.prepare(first.login())
                        .flatMap(login -> logins.permitted(first.authzid(), login));
        if (!right || canonical.isEmpty()) {
            return Logins.refused();
        }
        byte[] signature = ScramKeys.hmac(salted.keys().serverKey(), auth);
        String serverFinal = "v=" + SaslBase64.encode(signature);
        return new SaslStep.Authenticated(
                canonical.get(), serverFinal.getBytes(StandardCharsets.US_ASCII));
    }

    /// RFC 5802 §3: ClientKey is the proof XOR ClientSignature, and its hash must be StoredKey.
    private static boolean proves(byte[] proof, ScramKeys keys, String auth) {
        byte[] key = ScramKeys.hmac(keys.storedKey(), auth);
        if (proof.length != key.length) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (key[i] ^ proof[i]);
        }
        return MessageDigest.isEqual(ScramKeys.sha256(key), keys.storedKey());
    }

    private Optional<String> text(byte[] response) {
        return response.length > logins.limits().response()
                ? Optional.empty()
                : Logins.utf8(response);
    }
}
