package dev.jebi.sasl;

import dev.jebi.guard.Denial;
import dev.jebi.guard.Visit;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/// An exchange with a client that is watched: it may be denied before its password is looked at,
/// which costs, and it is written down how it went. Whatever the client said is kept as a keyed
/// hash only, so that the very same attempt is known again.
final class WatchedExchange implements SaslExchange {
    /// Nobody who reads our memory later can try passwords against the hashes of another process.
    private static final byte[] KEY = new byte[32];

    static {
        new SecureRandom().nextBytes(KEY);
    }

    private final SaslMechanism mechanism;
    private final Visit visit;
    private final Watching credentials;
    private final SaslExchange exchange;
    private final MessageDigest said = sha256();
    private boolean over;

    private WatchedExchange(
            SaslMechanism mechanism, SaslTerms terms, Function<SaslTerms, SaslExchange> begin) {
        this.mechanism = mechanism;
        this.visit = terms.channel().visit();
        this.credentials = new Watching(terms.credentials(), visit);
        this.exchange = begin.apply(new SaslTerms(credentials, terms.channel(), terms.tokens()));
        said.update(KEY);
    }

    @SuppressWarnings("ReferenceEquality") // the one that is free is one
    static SaslExchange of(
            SaslMechanism mechanism, SaslTerms terms, Function<SaslTerms, SaslExchange> begin) {
        return terms.channel().visit() == Visit.FREE
                ? begin.apply(terms)
                : new WatchedExchange(mechanism, terms, begin);
    }

    /// Credentials that remember which login was asked for, and tell nothing where it is denied.
    private static final class Watching implements Credentials {
        private final Credentials credentials;
        private final Visit visit;
        private String login = "";
        private Optional<Denial> denial = Optional.empty();

        Watching(Credentials credentials, Visit visit) {
            this.credentials = credentials;
            this.visit = visit;
        }

        private boolean denied(String wanted) {
            login = wanted;
            denial = visit.mayTry(wanted);
            return denial.isPresent();
        }

        @Override
        public boolean verify(String wanted, String password) {
            return !denied(wanted) && credentials.verify(wanted, password);
        }

        @Override
        public ScramKeys scram(String wanted) {
            boolean _ = denied(wanted);
            return credentials.scram(wanted);
        }

        @Override
        public Optional<String> canonical(String wanted) {
            return credentials.canonical(wanted);
        }
    }

    @Override
    public SaslStep begin(Optional<byte[]> initial) {
        return watched(initial.orElse(Logins.NOTHING), () -> exchange.begin(initial));
    }

    @Override
    public SaslStep respond(byte[] response) {
        return watched(response, () -> exchange.respond(response));
    }

    private interface Next {
        SaslStep step();
    }

    private SaslStep watched(byte[] response, Next next) {
        if (over) {
            return Logins.over();
        }
        said.update(ByteBuffer.allocate(4).putInt(response.length).array());
        said.update(response);
        var before = visit.mayTry("");
        var step = before.isPresent() ? next(before.get()) : next.step();
        if (credentials.denial.isPresent()) {
            step = next(credentials.denial.get());
        }
        over = !(step instanceof SaslStep.Challenge);
        switch (step) {
            case SaslStep.Challenge _, SaslStep.Denied _ -> {}
            case SaslStep.Authenticated(var login, _) -> visit.signedIn(login);
            case SaslStep.Rejected(boolean malformed, _) -> {
                if (!malformed) {
                    String attempt = HexFormat.of().formatHex(said.digest());
                    visit.wrong(credentials.login, mechanism.word(), attempt);
                }
            }
        }
        return step;
    }

    private static SaslStep next(Denial denial) {
        return new SaslStep.Denied(denial.sentence());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
