package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.awaitility.Awaitility;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;

/// jakarta.mail (Angus) sends through a real server and reads by POP3; [JakartaImapTest] keeps
/// mail.
class JakartaMailTest {
    private static final String ANN = "ann@a.test";
    private static final String KOREAN = "강남 갔던 제비가 돌아왔습니다";

    @TempDir private static Path folder;

    private static JebiProcess jebi;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        jebi =
                JebiProcess.serve(folder.resolve("a"), "hostname=a.test")
                        .withAccount(ANN)
                        .withAccount("starttls@a.test")
                        .withAccount("tls@a.test")
                        .withAccount("pop3@a.test")
                        .withAccount("pop3s@a.test")
                        .withAccount("partly@a.test");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        assertThat(jebi.stop()).as("exit code after SIGTERM").isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "submission, PLAIN, starttls@a.test",
        "submission, LOGIN, starttls@a.test",
        "submissions, PLAIN, tls@a.test",
        "submissions, LOGIN, tls@a.test"
    })
    void submitsWithEitherTlsAndEitherMechanism(String listener, String mechanism, String recipient)
            throws MessagingException {
        Session session = smtp(listener, mechanism);
        var message = korean(session, recipient);
        try (var transport = signedIn(session, listener, "secret")) {
            transport.sendMessage(message, message.getAllRecipients());
            assertThat(transport.getLastReturnCode()).isEqualTo(250);
            assertThat(transport.supportsExtension("8BITMIME")).isTrue();
            assertThat(transport.supportsExtension("STARTTLS")).as("TLS is on").isFalse();
        }
        awaitMessage(recipient, message.getMessageID());
    }

    @Test
    void aWrongPasswordIsRefusedAndTheNextIsTaken() throws MessagingException {
        Session session = smtp("submissions", "PLAIN");
        assertThatThrownBy(() -> signedIn(session, "submissions", "wrong").close())
                .isInstanceOf(AuthenticationFailedException.class)
                .hasMessageContaining("535");
        try (var transport = signedIn(session, "submissions", "secret")) {
            assertThat(transport.isConnected()).isTrue();
        }
    }

    /// Those who are there get it; the sender is told of the other.
    @Test
    void aRecipientWhoIsNotThereDoesNotKeepItFromTheOthers() throws MessagingException {
        Session session = smtp("submission", "PLAIN");
        session.getProperties().setProperty("mail.smtp.sendpartial", "true");
        session.getProperties().setProperty("mail.smtp.reportsuccess", "true");
        var message = korean(session, "partly@a.test, nobody@a.test");
        try (var transport = signedIn(session, "submission", "secret")) {
            assertThatThrownBy(() -> transport.sendMessage(message, message.getAllRecipients()))
                    .isInstanceOfSatisfying(
                            SendFailedException.class,
                            e -> {
                                assertThat(e.getValidSentAddresses())
                                        .extracting(Object::toString)
                                        .containsExactly("partly@a.test");
                                assertThat(e.getInvalidAddresses())
                                        .extracting(Object::toString)
                                        .containsExactly("nobody@a.test");
                            });
        }
        awaitMessage("partly@a.test", message.getMessageID());
    }

    @ParameterizedTest
    @CsvSource({"pop3, true", "pop3s, false"})
    void readsByPop3(String listener, boolean starttls) throws Exception {
        String login = listener + "@a.test";
        Session sender = smtp("submissions", "PLAIN");
        try (var transport = signedIn(sender, "submissions", "secret")) {
            for (int i = 0; i < 3; i++) {
                var message = korean(sender, login);
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
        Session session = Session.getInstance(trusting(listener.substring(0, 4), starttls));
        List<String> kept;
        try (var store = session.getStore(listener)) {
            awaitCount(session, listener, login, 3);
            connect(store, listener, login);
            var inbox = (POP3Folder) store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            Message[] messages = inbox.getMessages();
            List<String> uids = uids(inbox);
            assertThat(new HashSet<>(uids)).hasSize(3);
            assertThat(messages[0].getSubject()).isEqualTo(KOREAN);
            assertThat(messages[0].getContent().toString()).startsWith(".점\r\n본문");
            assertThat(messages[1].getSize())
                    .as("the body, which TOP and LIST tell")
                    .isEqualTo(octets(messages[1]) - headOctets(messages[1]));
            messages[1].setFlag(Flags.Flag.DELETED, true);
            inbox.close(true);
            kept = List.of(uids.get(0), uids.get(2));
        }
        try (var store = session.getStore(listener)) {
            connect(store, listener, login);
            var inbox = (POP3Folder) store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            assertThat(uids(inbox)).isEqualTo(kept);
            inbox.close(false);
        }
    }

    private static List<String> uids(POP3Folder inbox) throws MessagingException {
        var all = new jakarta.mail.FetchProfile();
        all.add(UIDFolder.FetchProfileItem.UID);
        Message[] messages = inbox.getMessages();
        inbox.fetch(messages, all);
        return Arrays.stream(messages)
                .map(message -> {
                    try {
                        return inbox.getUID(message);
                    } catch (MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private static int octets(Message message) throws IOException, MessagingException {
        var all = new ByteArrayOutputStream();
        message.writeTo(all);
        return all.size();
    }

    private static int headOctets(Message message) throws IOException, MessagingException {
        var all = new ByteArrayOutputStream();
        message.writeTo(all);
        return all.toString(StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
    }

    private static void awaitCount(Session session, String listener, String login, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    try (var store = session.getStore(listener)) {
                        connect(store, listener, login);
                        var inbox = store.getFolder("INBOX");
                        inbox.open(Folder.READ_ONLY);
                        assertThat(inbox.getMessageCount()).isEqualTo(count);
                        inbox.close(false);
                    }
                });
    }

    private static void awaitMessage(String login, String messageId) {
        Session session = Session.getInstance(trusting("pop3", false));
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    try (var store = session.getStore("pop3s")) {
                        connect(store, "pop3s", login);
                        var inbox = store.getFolder("INBOX");
                        inbox.open(Folder.READ_ONLY);
                        assertThat(inbox.getMessages())
                                .anySatisfy(message -> {
                                    assertThat(message.getHeader("Message-ID"))
                                            .containsExactly(messageId);
                                    assertThat(message.getSubject()).isEqualTo(KOREAN);
                                });
                        inbox.close(false);
                    }
                });
    }

    private static void connect(jakarta.mail.Store store, String listener, String login)
            throws MessagingException {
        store.connect("127.0.0.1", jebi.at(listener).getPort(), login, "secret");
    }

    private static SMTPTransport signedIn(Session session, String listener, String password)
            throws MessagingException {
        var transport =
                (SMTPTransport)
                        session.getTransport(listener.equals("submissions") ? "smtps" : "smtp");
        transport.connect("127.0.0.1", jebi.at(listener).getPort(), ANN, password);
        return transport;
    }

    private static MimeMessage korean(Session session, String recipients)
            throws MessagingException {
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress(ANN));
        message.setRecipients(Message.RecipientType.TO, recipients);
        message.setSubject(KOREAN, "UTF-8");
        message.setText(".점\r\n본문\r\n", "UTF-8");
        message.saveChanges();
        return message;
    }

    private static Session smtp(String listener, String mechanism) {
        Properties properties = trusting("smtp", listener.equals("submission"));
        for (String protocol : List.of("smtp", "smtps")) {
            properties.setProperty("mail." + protocol + ".auth.mechanisms", mechanism);
            properties.setProperty("mail." + protocol + ".auth", "true");
        }
        return Session.getInstance(properties);
    }

    /// Properties that trust any certificate, with TLS by command or at once.
    static Properties trusting(String protocol, boolean starttls) {
        var properties = new Properties();
        for (String name : List.of(protocol, protocol + "s")) {
            String prefix = "mail." + name + ".";
            properties.setProperty(prefix + "ssl.trust", "*");
            properties.setProperty(prefix + "ssl.checkserveridentity", "false");
            properties.setProperty(prefix + "starttls.enable", Boolean.toString(starttls));
            properties.setProperty(prefix + "starttls.required", Boolean.toString(starttls));
            properties.setProperty(prefix + "timeout", "120000");
            properties.setProperty(prefix + "connectiontimeout", "120000");
        }
        return properties;
    }
}
