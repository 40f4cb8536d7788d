package dev.jebi.imapserver;

import dev.jebi.imapserver.command.Speech;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a client has switched on in its session (RFC 5161), by ENABLE or by a command that means
/// the same. For one thread.
final class Enabled {
    /// What can be switched on.
    enum Extension {
        /// RFC 7162 §3.1
        CONDSTORE("CONDSTORE"),
        /// RFC 7162 §3.2
        QRESYNC("QRESYNC"),
        /// RFC 9051 §6.3.1
        IMAP4REV2("IMAP4rev2"),
        /// RFC 9755 §3
        UTF8_ACCEPT("UTF8=ACCEPT"),
        /// RFC 9586 §3
        UIDONLY("UIDONLY");

        private final String word;

        Extension(String word) {
            this.word = word;
        }

        /// The name as CAPABILITY and ENABLED have it.
        String word() {
            return word;
        }

        /// The extension of that name, in whatever case.
        static Optional<Extension> of(String name) {
            for (Extension extension : values()) {
                if (extension.word.toUpperCase(Locale.ROOT).equals(name.toUpperCase(Locale.ROOT))) {
                    return Optional.of(extension);
                }
            }
            return Optional.empty();
        }
    }

    private final Set<Extension> on = EnumSet.noneOf(Extension.class);

    /// Switches one on, and what it implies.
    void add(Extension extension) {
        on.add(extension);
        switch (extension) {
            case QRESYNC -> on.add(Extension.CONDSTORE); // RFC 7162 §3.2.3
            case CONDSTORE, IMAP4REV2, UTF8_ACCEPT, UIDONLY -> {}
        }
    }

    /// Switches everything off again (RFC 8437 §2).
    void clear() {
        on.clear();
    }

    boolean has(Extension extension) {
        return on.contains(extension);
    }

    /// Whether MODSEQ is part of what the client is told.
    boolean condstore() {
        return on.contains(Extension.CONDSTORE);
    }

    /// Whether VANISHED takes the place of EXPUNGE.
    boolean vanished() {
        return on.contains(Extension.QRESYNC) || on.contains(Extension.UIDONLY);
    }

    boolean qresync() {
        return on.contains(Extension.QRESYNC);
    }

    /// Whether the client speaks IMAP4rev2: no `\Recent`, ESEARCH for SEARCH, and the rest of RFC
    /// 9051 appendix E.
    boolean rev2() {
        return on.contains(Extension.IMAP4REV2);
    }

    /// Whether mailbox names and other strings are UTF-8 (RFC 9051 §5.1, RFC 9755 §3).
    boolean utf8() {
        return on.contains(Extension.IMAP4REV2) || on.contains(Extension.UTF8_ACCEPT);
    }

    /// How the client's commands are read.
    Speech speech() {
        return new Speech(utf8(), !on.contains(Extension.UTF8_ACCEPT));
    }

    /// Whether there are no sequence numbers in this session.
    boolean uidOnly() {
        return on.contains(Extension.UIDONLY);
    }

    /// The extensions among these names that there are here.
    static List<Extension> known(List<String> names) {
        return names.stream().flatMap(name -> Extension.of(name).stream()).distinct().toList();
    }
}
