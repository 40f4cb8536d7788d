package dev.jebi.sasl;

import com.ongres.saslprep.SASLprep;

import java.util.Optional;

/// SASLprep (RFC 4013): one form for all the ways to type the same login or password.
public final class Saslprep {
    private static final SASLprep PROFILE = new SASLprep();

    private Saslprep() {}

    /// The prepared form, code points that Unicode 3.2 did not know allowed ("query", RFC 3454 §7);
    /// empty when there is something prohibited in it.
    public static Optional<String> prepare(String text) {
        if (text.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
            return Optional.of(text); // printable US-ASCII is its own prepared form
        }
        try {
            return Optional.of(PROFILE.prepareQuery(text));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            // Prohibited, or left and right mixed; or nothing is left, which the library reads
            // beyond (SOFT HYPHEN alone): either is the answer.
            return Optional.empty();
        }
    }

    /// The form of a password that is hashed and compared: the prepared form, and where there is
    /// none, the password as it is. Whoever keeps and checks passwords does both with this.
    public static String password(String password) {
        return prepare(password).filter(p -> !p.isEmpty()).orElse(password);
    }
}
