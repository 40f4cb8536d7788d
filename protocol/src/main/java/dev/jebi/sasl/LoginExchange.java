package dev.jebi.sasl;

import java.nio.charset.StandardCharsets;

/// LOGIN (draft-murchison-sasl-login §2): the server asks for the user name, then for the password.
/// Outlook gives the user name as initial response; both ways are taken.
final class LoginExchange implements SaslExchange {
    // The draft says "User Name" and "Password"; every client waits for these, and some compare.
    private static final byte[] USERNAME = "Username:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PASSWORD = "Password:".getBytes(StandardCharsets.US_ASCII);

    private final Logins logins;
    private State state = new Begun();

    private sealed interface State {}

    private record Begun() implements State {}

    private record AskedName() implements State {}

    private record AskedPassword(String login) implements State {}

    private record Over() implements State {}

    LoginExchange(Logins logins) {
        this.logins = logins;
    }

    @Override
    public SaslStep respond(byte[] response) {
        return switch (state) {
            case Begun _ when response.length == 0 -> {
                state = new AskedName();
                yield new SaslStep.Challenge(USERNAME);
            }
            case Begun _ -> named(response);
            case AskedName _ -> named(response);
            case AskedPassword(var login) -> {
                state = new Over();
                var password = text(response);
                yield password.isEmpty()
                        ? Logins.malformed("LOGIN takes the password, in UTF-8")
                        : logins.signIn("", login, password);
            }
            case Over _ -> Logins.over();
        };
    }

    private SaslStep named(byte[] response) {
        var login = text(response);
        if (login.isEmpty()) {
            state = new Over();
            return Logins.malformed("LOGIN takes the user name, in UTF-8");
        }
        state = new AskedPassword(login);
        return new SaslStep.Challenge(PASSWORD);
    }

    /// The response as text, empty when it is none: too long, no UTF-8, or with a NUL.
    private String text(byte[] response) {
        return response.length > logins.limits().response()
                ? ""
                : Logins.utf8(response).filter(text -> text.indexOf('\0') < 0).orElse("");
    }
}
