package dev.jebi.sasl;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// EXTERNAL (RFC 4422, appendix A): the client is whose address its TLS certificate bears as
/// rfc822Name (RFC 5280 §4.2.1.6).
final class ExternalExchange implements SaslExchange {
    private static final Integer RFC822_NAME = 1;

    private final Logins logins;
    private final SaslChannel channel;
    private State state = State.BEGUN;

    private enum State {
        BEGUN,
        CHALLENGED,
        OVER
    }

    ExternalExchange(Logins logins, SaslChannel channel) {
        this.logins = logins;
        this.channel = channel;
    }

    @Override
    public SaslStep begin(Optional<byte[]> initial) {
        return initial.map(this::decide).orElseGet(() -> respond(Logins.NOTHING));
    }

    @Override
    public SaslStep respond(byte[] response) {
        return switch (state) {
            case BEGUN -> {
                state = State.CHALLENGED;
                yield new SaslStep.Challenge(Logins.NOTHING);
            }
            case CHALLENGED -> decide(response);
            case OVER -> Logins.over();
        };
    }

    private SaslStep decide(byte[] response) {
        if (state == State.OVER) {
            return Logins.over();
        }
        state = State.OVER;
        var authzid = Logins.utf8(response).filter(text -> text.indexOf('\0') < 0);
        if (authzid.isEmpty() || response.length > logins.limits().login()) {
            return Logins.malformed("EXTERNAL takes whom to act for, or nothing");
        }
        return channel.certificate().map(ExternalExchange::addresses).orElse(List.of()).stream()
                .map(address -> logins.permitted(authzid.get(), address))
                .flatMap(Optional::stream)
                .findFirst()
                .<SaslStep>map(login -> new SaslStep.Authenticated(login, Logins.NOTHING))
                .orElseGet(Logins::refused);
    }

    private static List<String> addresses(X509Certificate certificate) {
        var addresses = new ArrayList<String>();
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (List<?> name : names) {
                    if (RFC822_NAME.equals(name.get(0)) && name.get(1) instanceof String address) {
                        addresses.add(address);
                    }
                }
            }
        } catch (CertificateParsingException _) {
            return List.of(); // it names nobody that can be read
        }
        return addresses;
    }
}
