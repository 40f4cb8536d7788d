package dev.jebi.sasl;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Credentials kept in a map, passwords in clear; `@example.org` may be left out of a login.
final class Accounts implements Credentials {
    static final int ITERATIONS = 4096;

    private final Map<String, String> passwords;
    private final byte[] salt;

    Accounts(Map<String, String> passwords, byte[] salt) {
        this.passwords = passwords;
        this.salt = salt;
    }

    @Override
    public boolean verify(String login, String password) {
        return canonical(login)
                .map(passwords::get)
                .map(Saslprep::password)
                .filter(Saslprep.password(password)::equals)
                .isPresent();
    }

    @Override
    public ScramKeys scram(String login) {
        return canonical(login)
                .map(passwords::get)
                .map(password -> ScramKeys.of(password, salt, ITERATIONS))
                .orElseGet(() -> new ScramKeys(salt, ITERATIONS, new byte[32], new byte[32]));
    }

    @Override
    public Optional<String> canonical(String login) {
        String lower = login.toLowerCase(Locale.ROOT);
        String full = lower.contains("@") ? lower : lower + "@example.org";
        return passwords.containsKey(full) ? Optional.of(full) : Optional.empty();
    }
}
