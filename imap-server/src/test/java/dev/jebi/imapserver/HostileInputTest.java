package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.sasl.PlaintextPolicy;
import dev.jebi.wire.WireLimits;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.Deflater;

/// Clients that mean harm, or have lost their minds: each is told so, or is gone, and a session
/// beside it goes on as if nothing were. What they can make the server hold is bounded.
@Timeout(600)
final class HostileInputTest {
    private static final WireLimits IMPATIENT =
            new WireLimits(
                    1_000,
                    1_000,
                    64 * 1024,
                    256 * 1024,
                    List.of(),
                    new WireLimits.Patience(
                            Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(1)));

    private static final List<String> NO_NAMES =
            List.of(
                    "../../etc/passwd",
                    "/etc/passwd",
                    "a/../b",
                    "..",
                    ".",
                    "a/./b",
                    "a//b",
                    "INBOX/../x",
                    "\"a\u0001b\"",
                    "\"a\u007fb\"",
                    "\"a\u00ffb\"",
                    "{3+}\r\na\u0000b",
                    "{3+}\r\na\nb",
                    "{3+}\r\na\rb",
                    "&",
                    "&-&-&AAA",
                    "&AAAA-",
                    "&2AA-",
                    "&3AA-",
                    "&AGE-",
                    "&vPSwuA",
                    "&vPSwuA-&vPSwuA-",
                    "&vPS/wuA-",
                    "a&b",
                    "\"\"",
                    "&AAEA-",
                    "&ACAALg-");

    @TempDir private Path directory;

    private ImapSite site;
    private Socket bystander;

    @BeforeEach
    void open() throws IOException {
        site = ImapSite.open(directory, PlaintextPolicy.LOOPBACK, ImapLimits.STANDARD, IMPATIENT);
        site.account("mallory", 0, 0);
        bystander = signedIn();
    }

    @AfterEach
    void others() throws IOException {
        try (Socket beside = bystander) {
            say(beside, "still SELECT INBOX\r\n");
            assertThat(until(beside, "still ")).contains("still OK");
        }
        site.close();
    }

    private Socket connect() throws IOException {
        var socket = new Socket(site.address().getAddress(), site.address().getPort());
        socket.setSoTimeout(120_000);
        return socket;
    }

    private Socket signedIn() throws IOException {
        var socket = connect();
        say(socket, "in LOGIN mallory@a.test " + ImapSite.PASSWORD + "\r\n");
        assertThat(until(socket, "in ")).contains("in OK");
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// All lines up to the one that begins so, and to the end if none does.
    private static String until(Socket socket, String tag) throws IOException {
        var all = new ByteArrayOutputStream();
        var line = new ByteArrayOutputStream();
        for (int octet = socket.getInputStream().read();
                octet >= 0;
                octet = socket.getInputStream().read()) {
            all.write(octet);
            line.write(octet);
            if (octet == '\n') {
                if (line.toString(StandardCharsets.ISO_8859_1).startsWith(tag)) {
                    break;
                }
                line.reset();
            }
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /// What the server says to a command of a session that has signed in and selected INBOX.
    private String answer(String command) throws IOException {
        try (var socket = signedIn()) {
            say(socket, "s SELECT INBOX\r\n");
            assertThat(until(socket, "s ")).contains("s OK");
            say(socket, command);
            return until(socket, "x ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH %sALL%s",
                "SEARCH NOT %sALL%s",
                "FETCH 1 %sFLAGS%s",
                "FETCH 1 (BODY[%s1%s])",
                "STORE 1 FLAGS %s\\Seen%s",
                "LIST %s\"\" *%s",
                "LIST \"\" %s*%s",
                "STATUS INBOX %sMESSAGES%s",
                "ID %s\"a\" \"b\"%s",
                "SORT %sDATE%s UTF-8 ALL",
                "APPEND INBOX %s\\Seen%s {0}"
            })
    void nestedAThousandDeep(String command) throws IOException {
        String deep = String.format(command, "(".repeat(1_000), ")".repeat(1_000));
        assertThat(answer("x " + deep + "\r\n")).matches("(?s).*x (BAD|NO) .*");
    }

    @Test
    void searchKeysNestedAThousandDeep() throws IOException {
        for (String key : List.of("NOT ", "OR ALL ", "OR NOT ", "FUZZY ")) {
            assertThat(answer("x SEARCH " + key.repeat(1_000) + "ALL\r\n"))
                    .matches("(?s).*x (BAD|NO) .*");
        }
    }

    @Test
    void partNumbersAThousandDeep() throws IOException {
        String path = "1" + ".1".repeat(1_000);
        assertThat(answer("x FETCH 1:* BODY[" + path + "]\r\n")).matches("(?s).*x (OK|BAD|NO) .*");
        assertThat(answer("x UID FETCH 1:* BINARY.SIZE[" + path + "]\r\n"))
                .matches("(?s).*x (OK|BAD|NO) .*");
    }

    /// The line is longer than any line, and is passed over; what comes behind it is answered.
    @Test
    void numberSetsOfAMegabyte() throws IOException {
        var set = new StringBuilder("1");
        for (int i = 2; set.length() < 1_000_000; i += 2) {
            set.append(',').append(i);
        }
        for (String command : List.of("UID FETCH %s FLAGS", "SEARCH UID %s", "UID COPY %s Trash")) {
            String heard = answer("y " + command.formatted(set) + "\r\nx NOOP\r\n");
            assertThat(heard).contains("* BAD ").contains("x OK");
        }
        // as long as a line may be, of ranges as many as there may not be
        String many = "1,".repeat(30_000) + "1";
        assertThat(answer("x UID FETCH " + many + " FLAGS\r\n")).matches("(?s).*x (BAD|NO) .*");
    }

    /// Announced, not sent: nothing is made ready for them.
    @Test
    void literalsOfFourGigabytes() throws IOException {
        long size = 4L << 30;
        for (String command :
                List.of(
                        "APPEND INBOX {%d}",
                        "APPEND INBOX ~{%d}",
                        "APPEND INBOX CATENATE (TEXT {%d}",
                        "REPLACE 1 INBOX {%d}",
                        "SELECT {%d}",
                        "LOGIN {%d}",
                        "SEARCH SUBJECT {%d}",
                        "FETCH 1 BODY[HEADER.FIELDS ({%d}",
                        "UNHEARD {%d}")) {
            assertThat(answer("x " + command.formatted(size) + "\r\n"))
                    .matches("(?s).*x (BAD|NO) .*");
        }
    }

    /// Who does not wait would have to be read for hours: that ends the session.
    @Test
    void literalsOfFourGigabytesThatDoNotWait() throws IOException {
        for (String command : List.of("APPEND INBOX {%d+}", "SELECT {%d+}", "UNHEARD {%d+}")) {
            assertThat(answer("x " + command.formatted(4L << 30) + "\r\nabc")).contains("x ");
        }
        try (var socket = signedIn()) {
            say(socket, "y SELECT {4294967296+}\r\nx NOOP\r\n");
            assertThat(until(socket, "x ")).contains("* BYE").doesNotContain("x OK");
        }
        try (var socket = connect()) { // before anybody has signed in
            say(socket, "y LOGIN {5000+}\r\n" + "a".repeat(5_000) + " b\r\nx NOOP\r\n");
            assertThat(until(socket, "x ")).contains("y BAD").contains("x OK");
        }
    }

    @Test
    void thousandsOfUnknownCommands() throws IOException {
        for (boolean in : new boolean[] {false, true}) {
            try (var socket = in ? signedIn() : connect()) {
                say(socket, "x NONSENSE\r\n".repeat(5_000));
                String heard = until(socket, "never ");
                assertThat(heard).contains("* BYE").hasSizeLessThan(5_000);
            } catch (SocketException e) { // closed while we were still talking
                assertThat(e).isNotNull();
            }
        }
    }

    @Test
    void namesThatNoMailboxHas() throws IOException {
        try (var socket = signedIn()) {
            for (String name : NO_NAMES) {
                for (String command : List.of("CREATE", "RENAME INBOX", "SELECT", "DELETE")) {
                    say(socket, "x " + command + " " + name + "\r\n");
                    assertThat(until(socket, "x ")).as(name).matches("(?s).*x (BAD|NO) .*");
                    say(socket, "ok NOOP\r\n"); // one that makes sense, lest the session end
                    assertThat(until(socket, "ok ")).contains("ok OK");
                }
            }
        }
    }

    @Test
    void namesLongerThanAnyName() throws IOException {
        assertThat(answer("x CREATE " + "a".repeat(5_000) + "\r\n")).contains("x NO");
        assertThat(answer("x CREATE " + "a/".repeat(5_000) + "b\r\n")).contains("x NO");
    }

    @Test
    void carriageReturnsAndLineFeedsAlone() throws IOException {
        assertThat(answer("y NO\rOP\r\nx NOOP\r\n")).contains("* BAD").contains("x OK");
        assertThat(answer("y NOOP\nx NOOP\r\n")).contains("* BAD").contains("x OK");
        assertThat(answer("y NOOP\r\r\nx NOOP\r\n")).contains("* BAD").contains("x OK");
        // two commands that a lone CR or LF might tell apart elsewhere are none here
        assertThat(answer("y CREATE a\ry CREATE b\r\nx LIST \"\" %\r\n"))
                .contains("* BAD")
                .doesNotContain("\"/\" a\r\n");
    }

    /// Connections whose client has gone, with and without saying so.
    @Test
    void connectionsThatAreHalfOpen() throws IOException {
        try (var socket = signedIn()) {
            say(socket, "x SELECT INBOX\r\ny APPEND INBOX {100000+}\r\nSubject: half");
            socket.shutdownOutput();
            assertThat(until(socket, "never ")).contains("x OK").doesNotContain("y OK");
        }
        for (int i = 0; i < 50; i++) {
            var socket = connect();
            say(socket, i % 2 == 0 ? "a NO" : "a LOGIN {100}\r\n");
            socket.setSoLinger(true, 0); // a reset
            socket.close();
        }
        assertThat(answer("x STATUS INBOX (MESSAGES)\r\n")).contains("MESSAGES 0");
    }

    /// A megabyte that stands for a gigabyte: as one line, as a literal, and as commands.
    @Test
    void compressionBombs() throws IOException {
        try (var socket = signedIn()) {
            say(socket, "c COMPRESS DEFLATE\r\n");
            assertThat(until(socket, "c ")).contains("c OK");
            socket.getOutputStream().write(bomb("", " ", 100 << 20));
            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(10_000);
        } catch (SocketException e) { // closed while we were still talking
            assertThat(e).isNotNull();
        }
        try (var socket = signedIn()) {
            say(socket, "c COMPRESS DEFLATE\r\n");
            assertThat(until(socket, "c ")).contains("c OK");
            socket.getOutputStream()
                    .write(bomb("x APPEND INBOX {2000000000+}\r\n", "a", 300 << 20));
            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(10_000);
        } catch (SocketException e) {
            assertThat(e).isNotNull();
        }
        try (var socket = signedIn()) {
            say(socket, "c COMPRESS DEFLATE\r\n");
            assertThat(until(socket, "c ")).contains("c OK");
            socket.getOutputStream().write(bomb("", "x NONSENSE\r\n", 10 << 20));
            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(10_000);
        } catch (SocketException e) {
            assertThat(e).isNotNull();
        }
    }

    private static byte[] bomb(String before, String what, int octets) {
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        var out = new ByteArrayOutputStream();
        var step = new byte[64 * 1024];
        byte[] piece =
                what.repeat(Math.max(1, (1 << 20) / what.length()))
                        .getBytes(StandardCharsets.ISO_8859_1);
        deflater.setInput(before.getBytes(StandardCharsets.ISO_8859_1));
        out.write(step, 0, deflater.deflate(step));
        for (int sent = 0; sent < octets; sent += piece.length) {
            deflater.setInput(piece);
            for (int n = deflater.deflate(step); n > 0; n = deflater.deflate(step)) {
                out.write(step, 0, n);
            }
        }
        out.write(step, 0, deflater.deflate(step, 0, step.length, Deflater.SYNC_FLUSH));
        deflater.end();
        return out.toByteArray();
    }

    /// Asks for gigabytes and takes nothing: what waits for it is bounded, and it is given up.
    @Test
    void aClientThatNeverReads() throws IOException {
        try (var socket = signedIn()) {
            String body = "Subject: large\r\n\r\n" + "0123456789abcdef\r\n".repeat(60_000);
            say(socket, "a APPEND INBOX {" + body.length() + "+}\r\n" + body + "\r\n");
            assertThat(until(socket, "a ")).contains("a OK");
        }
        long before = heap();
        var clients = new java.util.ArrayList<Socket>();
        for (int i = 0; i < 20; i++) {
            var socket = signedIn();
            clients.add(socket);
            say(socket, "s SELECT INBOX\r\n" + "f FETCH 1 BODY.PEEK[]\r\n".repeat(500));
        }
        for (Socket socket : clients) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cut(socket));
            socket.close();
        }
        Awaitility.await() // the last of their sessions may still be on its way out
                .atMost(Duration.ofSeconds(60))
                .until(() -> heap() - before < 100L << 20);
    }

    /// Whether the server has closed the connection: more cannot be said.
    private static boolean cut(Socket socket) {
        try {
            say(socket, "n NOOP\r\n");
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
