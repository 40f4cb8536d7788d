package dev.jebi.imapserver;

import dev.jebi.sasl.SaslMechanism;
import dev.jebi.sasl.SaslTerms;
import dev.jebi.wire.Wire;

import java.util.ArrayList;
import java.util.List;

/// What this server says it can; only what it can whole.
final class Capabilities {
    private static final List<String> ALWAYS =
            List.of(
                    "IMAP4rev1",
                    "IMAP4rev2",
                    "SASL-IR",
                    "ID",
                    "ENABLE",
                    "IDLE",
                    "NAMESPACE",
                    "CHILDREN",
                    "UNSELECT",
                    "UIDPLUS",
                    "MOVE",
                    "MULTIAPPEND",
                    "SPECIAL-USE",
                    "CREATE-SPECIAL-USE",
                    "LIST-EXTENDED",
                    "LIST-STATUS",
                    "STATUS=SIZE",
                    "ESEARCH",
                    "SEARCHRES",
                    "PARTIAL",
                    "WITHIN",
                    "SORT",
                    "SORT=DISPLAY",
                    "ESORT",
                    "THREAD=ORDEREDSUBJECT",
                    "THREAD=REFERENCES",
                    "THREAD=REFS",
                    "PREVIEW",
                    "CONTEXT=SEARCH",
                    "CONTEXT=SORT",
                    "MULTISEARCH",
                    "SEARCH=FUZZY",
                    "CONDSTORE",
                    "QRESYNC",
                    "UIDONLY",
                    "INPROGRESS",
                    "NOTIFY",
                    "BINARY",
                    "CATENATE",
                    "REPLACE",
                    "SAVEDATE",
                    "UTF8=ACCEPT",
                    "OBJECTID",
                    "QUOTA",
                    "QUOTA=RES-STORAGE",
                    "QUOTA=RES-MESSAGE",
                    "STATUS=DELETED",
                    "ACL",
                    "RIGHTS=kxte",
                    "LIST-MYRIGHTS",
                    "METADATA",
                    "LIST-METADATA");

    private Capabilities() {}

    /// @param special what depends on the account and on the operator's choices
    static List<String> of(
            Wire wire,
            ImapSettings settings,
            SaslTerms terms,
            boolean loggedIn,
            List<String> special) {
        var names = new ArrayList<>(ALWAYS);
        names.add(new MessageLimit(settings.limits().messages()).word());
        names.addAll(special);
        // RFC 7888 §5: one of the two; who has not signed in sends no message
        names.add(loggedIn ? "LITERAL+" : "LITERAL-");
        if (loggedIn) {
            names.add("UNAUTHENTICATE");
            if (!wire.compressed()) {
                names.add("COMPRESS=DEFLATE");
            }
            return names;
        }
        if (wire.canStartTls()) {
            names.add("STARTTLS");
        }
        boolean plaintext = plaintext(wire, settings);
        if (!plaintext) {
            names.add("LOGINDISABLED");
        }
        for (SaslMechanism mechanism : terms.offered(plaintext)) {
            names.add("AUTH=" + mechanism.word());
        }
        return names;
    }

    /// Whether a password may be given on this wire.
    static boolean plaintext(Wire wire, ImapSettings settings) {
        return settings.plaintext().allows(wire.secure(), wire.peer().loopback());
    }
}
