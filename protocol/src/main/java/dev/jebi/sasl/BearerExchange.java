package dev.jebi.sasl;

import java.util.Optional;

/// OAUTHBEARER (RFC 7628) and XOAUTH2: a bearer token in place of a password. A failure is told in
/// two steps: why, as a challenge, which the client answers with anything, and then that it is one
/// (RFC 7628 §3.2.3).
final class BearerExchange implements SaslExchange {
    private final Logins logins;
    private final Optional<TokenVerifier> tokens;
    private final BearerForm form;
    private State state = State.BEGUN;

    private enum State {
        BEGUN,
        ASKED,
        FAILED,
        OVER
    }

    BearerExchange(Logins logins, Optional<TokenVerifier> tokens, BearerForm form) {
        this.logins = logins;
        this.tokens = tokens;
        this.form = form;
    }

    @Override
    public SaslStep respond(byte[] response) {
        return switch (state) {
            case BEGUN -> response.length == 0 ? ask() : decide(response);
            case ASKED -> decide(response);
            case FAILED -> {
                state = State.OVER;
                yield Logins.refused();
            }
            case OVER -> Logins.over();
        };
    }

    private SaslStep ask() {
        state = State.ASKED;
        return new SaslStep.Challenge(Logins.NOTHING);
    }

    private SaslStep decide(byte[] response) {
        state = State.OVER;
        if (response.length > logins.limits().response()) {
            return Logins.malformed("the response is too long");
        }
        var bearer = Logins.utf8(response).flatMap(form::read);
        if (bearer.isEmpty()) {
            return Logins.malformed("this is no " + form + " response");
        }
        var login =
                tokens.flatMap(verifier -> verifier.login(bearer.get().token()))
                        .flatMap(owner -> logins.permitted(bearer.get().user(), owner));
        if (login.isEmpty()) {
            state = State.FAILED;
            return new SaslStep.Challenge(form.failure());
        }
        return new SaslStep.Authenticated(login.get(), Logins.NOTHING);
    }
}
