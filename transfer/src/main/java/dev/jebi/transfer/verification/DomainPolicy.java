package dev.jebi.transfer.verification;

import java.util.Locale;
import java.util.Optional;

/// What a domain here wishes to be done with mail from strangers.
///
/// @param dmarc the most that is done where the author's domain asks for it: with `reject` what it
///   asks to be refused is refused and what it asks to be quarantined is put among the junk, with
///   `junk` both are junk, with `accept` nothing is done
/// @param spf what is done where SPF fails and DMARC does not pass
/// @param iprev what is done with mail of a client without a name that has its address
/// @param defer whether a message is put off where DMARC cannot be decided just now; else it is
///   taken
public record DomainPolicy(Action dmarc, Action spf, Action iprev, boolean defer) {
    /// What domains get that do not wish otherwise: authors' domains are obeyed, nothing else
    /// decides alone.
    public static final DomainPolicy STANDARD =
            new DomainPolicy(Action.REJECT, Action.ACCEPT, Action.ACCEPT, false);

    /// The policy as words, `dmarc=reject spf=accept iprev=accept temporary=accept`.
    public String text() {
        return "dmarc="
                + dmarc.word()
                + " spf="
                + spf.word()
                + " iprev="
                + iprev.word()
                + " temporary="
                + (defer ? "defer" : "accept");
    }

    /// The policy with the words that are given; what is not named stays.
    ///
    /// @throws IllegalArgumentException when a word is none; the message says which
    public DomainPolicy with(String words) {
        var policy = this;
        for (String word : words.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                policy = policy.withOne(word.toLowerCase(Locale.ROOT));
            }
        }
        return policy;
    }

    private DomainPolicy withOne(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        return switch (name) {
            case "dmarc" -> new DomainPolicy(action(word, value), spf, iprev, defer);
            case "spf" -> new DomainPolicy(dmarc, action(word, value), iprev, defer);
            case "iprev" -> new DomainPolicy(dmarc, spf, action(word, value), defer);
            case "temporary" -> new DomainPolicy(dmarc, spf, iprev, deferring(word, value));
            default -> throw wrong(word);
        };
    }

    private static Action action(String word, String value) {
        return Action.of(value).orElseThrow(() -> wrong(word));
    }

    private static boolean deferring(String word, String value) {
        return switch (value) {
            case "defer" -> true;
            case "accept" -> false;
            default -> throw wrong(word);
        };
    }

    private static IllegalArgumentException wrong(String word) {
        return new IllegalArgumentException(
                "'"
                        + word
                        + "' is none of dmarc=, spf=, iprev= (accept, junk, reject) and temporary="
                        + " (accept, defer)");
    }

    /// The policy that words stand for; empty when they do not.
    static Optional<DomainPolicy> read(String words) {
        try {
            return Optional.of(STANDARD.with(words));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
