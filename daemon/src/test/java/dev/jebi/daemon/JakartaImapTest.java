package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Quota;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.FromStringTerm;
import jakarta.mail.search.SearchException;
import jakarta.mail.search.SubjectTerm;

import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.SearchSequence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// jakarta.mail (Angus) keeps its mail on a real server by IMAP.
class JakartaImapTest {
    private static final String ANN = "ann@a.test";
    private static final String KOREAN = "강남 갔던 제비가 돌아왔습니다";

    @TempDir private static Path folder;

    private static JebiProcess jebi;

    private IMAPStore store;
    private IMAPFolder box;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        jebi = JebiProcess.serve(folder.resolve("a"), "hostname=a.test");
        var added =
                jebi.admin("secret\n", "account", "add", ANN, "--password-stdin", "--quota", "20M");
        assertThat(added.exitCode()).as(added.toString()).isZero();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        assertThat(jebi.stop()).as("exit code after SIGTERM").isZero();
    }

    @BeforeEach
    void open(TestInfo test) throws MessagingException {
        store = connected("imap", Map.of());
        box = (IMAPFolder) store.getFolder(test.getDisplayName().replace("()", ""));
        assertThat(box.create(Folder.HOLDS_MESSAGES | Folder.HOLDS_FOLDERS)).isTrue();
        box.open(Folder.READ_WRITE);
    }

    @AfterEach
    void close() throws MessagingException {
        store.close();
    }

    @Test
    void theMailboxesOfAnAccountAreListedAndMoreAreMade() throws MessagingException {
        try (var over = connected("imaps", Map.of())) {
            assertThat(names(over.getDefaultFolder().list("*")))
                    .contains("INBOX", "Archive", "Drafts", "Junk", "Sent", "Trash");
            assertThat(names(over.getDefaultFolder().listSubscribed("*"))).contains("INBOX");
            assertThat(over.getPersonalNamespaces()).hasSize(1);
            assertThat(((IMAPFolder) over.getFolder("Sent")).getAttributes()).contains("\\Sent");
            Folder korean = over.getFolder("받은 것/제비 & 참새");
            assertThat(korean.create(Folder.HOLDS_MESSAGES)).isTrue();
            assertThat(names(over.getDefaultFolder().list("*"))).contains("받은 것", "받은 것/제비 & 참새");
            korean.setSubscribed(true);
            assertThat(korean.isSubscribed()).isTrue();
            assertThat(korean.renameTo(over.getFolder("새/둥지"))).isTrue();
            assertThat(over.getFolder("새/둥지").exists()).isTrue();
            assertThat(korean.exists()).isFalse();
            assertThat(over.getFolder("새").delete(true)).isTrue();
            assertThat(over.getFolder("새/둥지").exists()).isFalse();
        }
    }

    @Test
    void whatIsAppendedComesBackOctetForOctet() throws MessagingException, IOException {
        MimeMessage one = message(KOREAN, "본문\r\n");
        AppendUID[] uids = box.appendUIDMessages(new Message[] {one, message("둘", "x\r\n")});
        assertThat(uids).extracting(uid -> uid.uid).containsExactly(1L, 2L);
        assertThat(box.getMessageCount()).isEqualTo(2);
        assertThat(octets(box.getMessage(1))).isEqualTo(octets(one));
        assertThat(box.getMessageByUID(2).getSubject()).isEqualTo("둘");
        assertThat(box.getMessage(1).getSize()).isEqualTo(octets(one).length);
        assertThat(box.getUIDValidity()).isEqualTo(uids[0].uidvalidity);
        box.close(false);
        assertThat(box.getUIDNext()).isEqualTo(3);
    }

    @Test
    void flagsAndKeywordsAreKept() throws MessagingException {
        box.appendMessages(new Message[] {message("a", "a"), message("b", "b")});
        assertThat(box.getPermanentFlags().contains(Flags.Flag.USER)).isTrue();
        var flags = new Flags(Flags.Flag.FLAGGED);
        flags.add("$Forwarded");
        box.setFlags(1, 2, flags, true);
        box.getMessage(2).setFlag(Flags.Flag.FLAGGED, false);
        box.close(false);
        box.open(Folder.READ_ONLY);
        assertThat(box.getMessage(1).isSet(Flags.Flag.FLAGGED)).isTrue();
        assertThat(box.getMessage(2).isSet(Flags.Flag.FLAGGED)).isFalse();
        assertThat(box.getMessage(2).getFlags().contains("$Forwarded")).isTrue();
    }

    @Test
    void searchFindsKoreanSubjects() throws MessagingException {
        MimeMessage inEucKr = message("x", "y");
        inEucKr.setSubject(KOREAN, "EUC-KR");
        inEucKr.saveChanges();
        box.appendMessages(new Message[] {message(KOREAN, "본문"), message("other", "본문"), inEucKr});
        // the library's own search sends the low octets of a text's characters to a server that has
        // UTF8=ACCEPT; RFC 9755 §3: no charset is named to it
        var found = new ArrayList<String>();
        box.doCommand(protocol -> {
            var keys = new SearchSequence(protocol);
            try {
                var asked = keys.generateSequence(new SubjectTerm("제비가"), "UTF-8");
                for (var response : protocol.command("SEARCH", asked)) {
                    found.add(response.toString());
                }
            } catch (IOException | SearchException e) {
                throw new ProtocolException("the search", e);
            }
            return found;
        });
        assertThat(found).contains("* SEARCH 1 3");
        box.getMessage(1).setFlag(Flags.Flag.SEEN, true);
        assertThat(
                        box.search(
                                new AndTerm(
                                        new FromStringTerm("ANN@a"),
                                        new FlagTerm(new Flags(Flags.Flag.SEEN), false))))
                .extracting(Message::getMessageNumber)
                .containsExactly(2, 3);
    }

    @Test
    void messagesAreCopiedAndMovedAndTheirNewUidsTold() throws MessagingException {
        box.appendMessages(new Message[] {message("a", "a"), message("b", "b")});
        var other = (IMAPFolder) store.getFolder("elsewhere");
        other.create(Folder.HOLDS_MESSAGES);
        AppendUID[] copied = box.copyUIDMessages(box.getMessages(), other);
        assertThat(copied).extracting(uid -> uid.uid).containsExactly(1L, 2L);
        AppendUID[] moved = box.moveUIDMessages(new Message[] {box.getMessage(1)}, other);
        assertThat(moved).extracting(uid -> uid.uid).containsExactly(3L);
        assertThat(box.getMessage(1).isExpunged()).isTrue();
        box.expunge(); // counts without them only then
        assertThat(subjects(box)).containsExactly("b");
        other.open(Folder.READ_ONLY);
        assertThat(subjects(other)).containsExactly("a", "b", "a");
    }

    @Test
    void deletedMessagesAreExpunged() throws MessagingException {
        box.appendMessages(new Message[] {message("a", "a"), message("b", "b"), message("c", "c")});
        box.setFlags(new int[] {1, 3}, new Flags(Flags.Flag.DELETED), true);
        Message[] gone = box.expunge(new Message[] {box.getMessage(3)});
        assertThat(gone).hasSize(1);
        assertThat(subjects(box)).containsExactly("a", "b");
        box.close(true);
        box.open(Folder.READ_WRITE);
        assertThat(subjects(box)).containsExactly("b");
        assertThat(box.getUID(box.getMessage(1))).isEqualTo(2);
    }

    @Test
    void idleTellsOfNewMail() throws Exception {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (var watching = connected("imaps", Map.of())) {
            var watched = (IMAPFolder) watching.getFolder(box.getFullName());
            watched.open(Folder.READ_WRITE);
            watched.addMessageCountListener(
                    new MessageCountAdapter() {
                        @Override
                        public void messagesAdded(MessageCountEvent event) {
                            arrived.add("added " + event.getMessages().length);
                        }

                        @Override
                        public void messagesRemoved(MessageCountEvent event) {
                            arrived.add("removed " + event.getMessages().length);
                        }
                    });
            CompletableFuture<Void> ended = idle(watched);
            box.appendMessages(new Message[] {message("new", "new")});
            assertThat(arrived.poll(2, TimeUnit.MINUTES)).isEqualTo("added 1");
            box.getMessage(1).setFlag(Flags.Flag.DELETED, true);
            box.expunge();
            assertThat(arrived.poll(2, TimeUnit.MINUTES)).isEqualTo("removed 1");
            watched.close(false); // sends DONE
            ended.get(2, TimeUnit.MINUTES);
        }
    }

    /// IDLE again and again, until the folder is closed.
    private static CompletableFuture<Void> idle(IMAPFolder watched) {
        var ended = new CompletableFuture<Void>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (true) {
                            watched.idle();
                        }
                    } catch (MessagingException | IllegalStateException _) {
                        ended.complete(null); // the folder was closed
                    }
                });
        return ended;
    }

    /// RFC 3501 §6.4.5: `BODY[]<start.count>`, also where the message ends within.
    @Test
    void aLargePartIsFetchedInPieces() throws MessagingException, IOException {
        byte[] octets = new byte[300_001];
        new Random(1).nextBytes(octets);
        var multipart = new MimeMultipart();
        var text = new jakarta.mail.internet.MimeBodyPart();
        text.setText("본문", "UTF-8");
        multipart.addBodyPart(text);
        var attached = new jakarta.mail.internet.MimeBodyPart();
        attached.setDataHandler(
                new jakarta.activation.DataHandler(
                        new jakarta.mail.util.ByteArrayDataSource(
                                octets, "application/octet-stream")));
        attached.setFileName("제비.bin");
        multipart.addBodyPart(attached);
        var message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom(ANN);
        message.setContent(multipart);
        message.saveChanges();
        box.appendMessages(new Message[] {message});
        for (String size : List.of("1000", "16384", "10000000")) {
            try (var pieces =
                    connected(
                            "imap",
                            Map.of(
                                    "mail.imap.partialfetch",
                                    "true",
                                    "mail.imap.fetchsize",
                                    size))) {
                Folder read = pieces.getFolder(box.getFullName());
                read.open(Folder.READ_ONLY);
                var body = (jakarta.mail.Multipart) read.getMessage(1).getContent();
                assertThat(body.getCount()).isEqualTo(2);
                try (InputStream in = body.getBodyPart(1).getInputStream()) {
                    assertThat(in.readAllBytes()).as("pieces of %s", size).isEqualTo(octets);
                }
                assertThat(octets(read.getMessage(1))).isEqualTo(octets(message));
            }
        }
    }

    @Test
    void theQuotaIsTold() throws MessagingException {
        box.appendMessages(new Message[] {message("a", "a".repeat(5_000))});
        Quota[] quotas = store.getQuota("INBOX");
        assertThat(quotas).hasSize(1);
        assertThat(quotas[0].resources)
                .anySatisfy(resource -> {
                    assertThat(resource.name).isEqualTo("STORAGE");
                    assertThat(resource.limit).isEqualTo(20L * 1024);
                    assertThat(resource.usage).isPositive();
                });
    }

    /// What a list of messages shows: ENVELOPE, BODYSTRUCTURE, FLAGS, UID and sizes at once.
    @Test
    void aListOfMessagesIsFetchedAtOnce() throws MessagingException {
        var messages = new Message[50];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = message(KOREAN + " " + i, "본문 " + i);
        }
        box.appendMessages(messages);
        var profile = new FetchProfile();
        profile.add(FetchProfile.Item.ENVELOPE);
        profile.add(FetchProfile.Item.CONTENT_INFO);
        profile.add(FetchProfile.Item.FLAGS);
        profile.add(FetchProfile.Item.SIZE);
        profile.add(UIDFolder.FetchProfileItem.UID);
        profile.add("X-Mailer");
        Message[] all = box.getMessages();
        box.fetch(all, profile);
        assertThat(all).hasSize(50);
        assertThat(all[49].getSubject()).isEqualTo(KOREAN + " 49");
        assertThat(all[49].getFrom()[0]).hasToString(ANN);
        assertThat(all[49].getContentType()).containsIgnoringCase("charset=UTF-8");
    }

    private static IMAPStore connected(String listener, Map<String, String> more)
            throws MessagingException {
        Properties properties = JakartaMailTest.trusting("imap", listener.equals("imap"));
        properties.putAll(more);
        var store = (IMAPStore) Session.getInstance(properties).getStore(listener);
        store.connect("127.0.0.1", jebi.at(listener).getPort(), ANN, "secret");
        return store;
    }

    private static List<String> names(Folder[] folders) {
        return Arrays.stream(folders).map(Folder::getFullName).toList();
    }

    private static List<String> subjects(Folder folder) throws MessagingException {
        var subjects = new java.util.ArrayList<String>();
        for (Message message : folder.getMessages()) {
            subjects.add(message.getSubject());
        }
        return subjects;
    }

    private static MimeMessage message(String subject, String text) throws MessagingException {
        var message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom(ANN);
        message.setSubject(subject, "UTF-8");
        message.setText(text, "UTF-8");
        message.saveChanges();
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(octetsOf(message)));
    }

    private static byte[] octets(Message message) throws MessagingException, IOException {
        var all = new ByteArrayOutputStream();
        message.writeTo(all);
        return all.toByteArray();
    }

    private static byte[] octetsOf(Message message) throws MessagingException {
        try {
            return octets(message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
