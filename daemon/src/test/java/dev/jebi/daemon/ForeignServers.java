package dev.jebi.daemon;

import dev.jebi.testkit.Dovecot;
import dev.jebi.testkit.Postfix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A Dovecot, and a Postfix that takes mail after a sign-in under TLS and delivers it there: the
/// servers that `jebi mail` meets elsewhere. `al@post.test` and `bo@post.test` have the password
/// `secret`; `full@post.test` has room for 2000 octets, `gone@post.test` is unknown,
/// `later@post.test` is refused for now.
final class ForeignServers implements AutoCloseable {
    static final String AL = "al@post.test";
    static final String BO = "bo@post.test";
    static final String FULL = "full@post.test";

    private static final String DOMAIN = "post.test";
    private static final long ROOM = 4 << 20;
    private static final String USES =
            """
            mailbox Drafts {
              special_use = \\Drafts
            }
            mailbox Gesendet {
              auto = create
              special_use = \\Sent
            }
            mailbox Junk {
              special_use = \\Junk
            }
            mailbox Papierkorb {
              auto = create
              special_use = \\Trash
            }
            """;

    /// What the servers know.
    enum Kind {
        /// All that Dovecot offers, its mailboxes called as somebody in Germany likes it.
        MODERN(USES, ""),
        /// IMAP as it was in 2003, and IDLE.
        OLD("", "imap_capability = IMAP4rev1 IDLE\n"),
        /// All mailboxes below INBOX, dots between the parts of their names; with CONDSTORE and
        /// without QRESYNC, with MOVE and without UIDPLUS.
        BELOW_INBOX(
                "prefix = INBOX.\nseparator = .\n",
                "imap_capability = IMAP4rev1 LITERAL+ ENABLE IDLE NAMESPACE UNSELECT MOVE CONDSTORE"
                        + " QUOTA\n"),
        /// The same without NAMESPACE, which would tell of it, with CONDSTORE as it was before
        /// there was an ENABLE, and without IDLE.
        BELOW_INBOX_UNTOLD(
                "prefix = INBOX.\nseparator = .\n", "imap_capability = IMAP4rev1 CONDSTORE\n");

        private final String mailboxes;
        private final String settings;

        Kind(String mailboxes, String settings) {
            this.mailboxes = mailboxes;
            this.settings = settings;
        }

        /// What a mailbox is called there.
        String named(String mailbox) {
            return this == BELOW_INBOX || this == BELOW_INBOX_UNTOLD ? "INBOX." + mailbox : mailbox;
        }
    }

    private final Dovecot dovecot;
    private final Postfix postfix;

    private ForeignServers(Dovecot dovecot, Postfix postfix) {
        this.dovecot = dovecot;
        this.postfix = postfix;
    }

    /// Skips the test where they are not installed.
    static void assumed() {
        Program.assume(
                Dovecot.available() && Postfix.available(),
                "Dovecot or Postfix is not installed, or this is not root");
    }

    static ForeignServers start(Kind kind) throws IOException, InterruptedException {
        var dovecot = Dovecot.start(kind.mailboxes, kind.settings);
        try {
            for (String user : List.of(AL, BO, "later@post.test")) {
                dovecot.account(user, "secret", ROOM);
            }
            dovecot.account(FULL, "secret", 2_000);
            return new ForeignServers(dovecot, Postfix.start(DOMAIN, settings(dovecot)));
        } catch (IOException | InterruptedException e) {
            dovecot.close();
            throw e;
        }
    }

    private static Map<String, String> settings(Dovecot dovecot) {
        var settings = new LinkedHashMap<>(dovecot.ofPostfix());
        settings.put("message_size_limit", "1000000");
        settings.put("smtpd_tls_security_level", "encrypt");
        settings.put("smtpd_tls_auth_only", "yes");
        settings.put("virtual_mailbox_maps", "inline:{ " + mailboxes() + " }");
        settings.put("mynetworks", "192.0.2.1/32");
        settings.put("smtpd_relay_restrictions", "permit_sasl_authenticated, reject");
        settings.put(
                "smtpd_recipient_restrictions",
                "reject_unlisted_recipient, check_recipient_access inline:{"
                        + " {later@post.test = 450 4.2.1 come back later} },"
                        + " check_policy_service inet:127.0.0.1:"
                        + dovecot.port("quota-status")
                        + ", permit_sasl_authenticated, reject");
        return settings;
    }

    private static String mailboxes() {
        var all = new ArrayList<String>();
        for (String name : List.of("al", "bo", "full", "later")) {
            all.add("{" + name + "@post.test = x}");
        }
        return String.join(", ", all);
    }

    Dovecot dovecot() {
        return dovecot;
    }

    Postfix postfix() {
        return postfix;
    }

    /// Where a server is, as `jebi mail` is told it.
    String at(String listener) {
        int port = listener.equals("smtp") ? postfix.address().getPort() : dovecot.port(listener);
        return "localhost:" + port;
    }

    /// Another program of the same person, signed in by IMAP.
    OtherImap other(String user) throws IOException {
        return new OtherImap(new Dialogue(dovecot.at("imap")), user);
    }

    /// An IMAP client that is somebody else's.
    static final class OtherImap implements AutoCloseable {
        private final Dialogue imap;

        private OtherImap(Dialogue imap, String user) throws IOException {
            this.imap = imap;
            imap.line();
            ok("LOGIN " + user + " secret");
        }

        /// Says a command, which must go well.
        ///
        /// @return what came before its end
        List<String> ok(String command) throws IOException {
            imap.send("t " + command);
            return untilDone(command);
        }

        private List<String> untilDone(String command) throws IOException {
            var lines = new ArrayList<String>();
            String line = imap.line();
            while (!line.startsWith("t ")) {
                lines.add(line);
                line = imap.line();
            }
            if (!line.startsWith("t OK")) {
                throw new IOException(command + ": " + line);
            }
            return lines;
        }

        /// Puts a message into a mailbox.
        void append(String mailbox, String subject, String text) throws IOException {
            String message =
                    "From: Bo <bo@post.test>\r\nTo: al@post.test\r\nDate: Sun, 22 Nov 2026"
                            + " 09:30:00 +0900\r\nMessage-ID: <"
                            + subject.replaceAll("[^a-z0-9]", "-")
                            + "@elsewhere.test>\r\nSubject: "
                            + subject
                            + "\r\n\r\n"
                            + text
                            + "\r\n";
            imap.send("t APPEND \"" + mailbox + "\" {" + message.length() + "}");
            if (!imap.line().startsWith("+")) {
                throw new IOException("no literal wanted");
            }
            imap.send(message);
            untilDone("APPEND");
        }

        @Override
        public void close() throws IOException {
            imap.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (dovecot) {
            postfix.close();
        }
    }
}
