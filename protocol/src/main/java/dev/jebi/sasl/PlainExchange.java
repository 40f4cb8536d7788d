package dev.jebi.sasl;

/// PLAIN (RFC 4616): `[authzid] NUL authcid NUL passwd` in one response.
final class PlainExchange implements SaslExchange {
    private final Logins logins;
    private State state = State.BEGUN;

    private enum State {
        BEGUN,
        CHALLENGED,
        OVER
    }

    PlainExchange(Logins logins) {
        this.logins = logins;
    }

    @Override
    public SaslStep respond(byte[] response) {
        return switch (state) {
            case BEGUN -> response.length == 0 ? challenge() : decide(response);
            case CHALLENGED -> decide(response);
            case OVER -> Logins.over();
        };
    }

    /// The client speaks first, and has not yet.
    private SaslStep challenge() {
        state = State.CHALLENGED;
        return new SaslStep.Challenge(Logins.NOTHING);
    }

    private SaslStep decide(byte[] response) {
        state = State.OVER;
        if (response.length > logins.limits().response()) {
            return Logins.malformed("the response is too long");
        }
        var text = Logins.utf8(response);
        if (text.isEmpty()) {
            return Logins.malformed("PLAIN takes UTF-8");
        }
        String[] parts = text.get().split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            return Logins.malformed("PLAIN takes NUL, login, NUL, password");
        }
        return logins.signIn(parts[0], parts[1], parts[2]);
    }
}
