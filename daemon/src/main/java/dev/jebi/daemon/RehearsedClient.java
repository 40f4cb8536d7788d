package dev.jebi.daemon;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What the clients of a [Rehearsal] say: what usual ones do, one command after the other. Anything
/// that the server does not do is a fault.
final class RehearsedClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    /// What clients ask for of a whole mailbox.
    private static final List<String> OF_ALL =
            List.of(
                    "FETCH 1:* (FLAGS)",
                    "FETCH 1:* (ENVELOPE BODYSTRUCTURE)",
                    "FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)",
                    "UID FETCH 1:* (FLAGS MODSEQ)",
                    "UID FETCH 1:* (UID RFC822.SIZE FLAGS BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])",
                    "UID SEARCH SUBJECT rehearsal",
                    "UID SEARCH TEXT \"17 of message 4\"",
                    "SEARCH UNSEEN");

    /// Messages that are taken one by one.
    private static final int SOME = 60;

    private static final int LINES = 60;

    private static final String HEAD =
            """
            Received: from mx.sender.test (mx.sender.test [192.0.2.7]) by gate.test with ESMTPS
            \tid 00%d; Fri, 6 Mar 2026 08:00:00 +0100
            Message-ID: <%d.rehearsal@localhost>
            Date: Fri, 6 Mar 2026 08:%02d:00 +0100
            From: =?UTF-8?B?6rmA7Iq57ZmY?= <%s>
            To: "Swallow, A." <%s>, Barn <b@sender.test>
            Subject: Re: message %d of the rehearsal
            In-Reply-To: <before.%d@localhost>
            References: <first@localhost> <before@localhost>
            MIME-Version: 1.0
            """;

    private static final String PLAIN =
            """
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            %s\
            """;

    private static final String ALTERNATIVE =
            """
            Content-Type: multipart/alternative; boundary="=_between"

            --=_between
            Content-Type: text/plain; charset=utf-8

            %s
            --=_between
            Content-Type: text/html; charset=utf-8
            Content-Disposition: inline

            <html><body><p>%s</p></body></html>
            --=_between--
            """;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    RehearsedClient(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in =
                new BufferedReader(
                        new InputStreamReader(
                                new BufferedInputStream(socket.getInputStream()),
                                StandardCharsets.ISO_8859_1));
        out = socket.getOutputStream();
    }

    private void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("the server closed");
        }
        return line;
    }

    private void expect(String begin) throws IOException {
        String line = line();
        if (!line.startsWith(begin)) {
            throw new IOException("not " + begin + ": " + line);
        }
    }

    /// Delivers different messages to one mailbox.
    void deliver(String user, int messages) throws IOException {
        expect("220 ");
        say("EHLO localhost");
        while (line().startsWith("250-")) {
            continue;
        }
        for (int number = 0; number < messages; number++) {
            say("MAIL FROM:<" + user + ">");
            expect("250 ");
            say("RCPT TO:<" + user + ">");
            expect("250 ");
            say("DATA");
            expect("354 ");
            say(message(number, user) + "\r\n.");
            expect("250 ");
        }
        say("QUIT");
        expect("221 ");
    }

    private static String message(int number, String user) {
        var lines = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            lines.append("Line %d of message %d, as long as a line is.\n".formatted(line, number));
        }
        String head = HEAD.formatted(number, number, number % 60, user, user, number, number);
        String body =
                number % 4 == 0 ? ALTERNATIVE.formatted(lines, lines) : PLAIN.formatted(lines);
        return (head + body).replace("\n", "\r\n");
    }

    /// Reads the INBOX, again and again.
    ///
    /// @param large how many messages it shall have
    void readByImap(String user, String password, int large, int rounds) throws IOException {
        expect("* OK");
        imap("LOGIN " + user + " " + password);
        imap("LIST \"\" * RETURN (SPECIAL-USE)");
        int exists = imap("SELECT INBOX (CONDSTORE)");
        while (exists < large) {
            exists = imap("COPY 1:" + Math.min(exists, large - exists) + " INBOX");
        }
        for (int round = 0; round < rounds; round++) {
            for (String command : OF_ALL) {
                imap(command);
            }
            for (int number = 1; number <= SOME; number++) {
                imap("FETCH " + number + " (BODY.PEEK[])");
                imap("STORE " + number + " " + (round % 2 == 0 ? "+" : "-") + "FLAGS (\\Flagged)");
            }
            imap("STATUS INBOX (MESSAGES UIDNEXT UNSEEN HIGHESTMODSEQ)");
        }
        imap("STORE 1:" + SOME + " +FLAGS.SILENT (\\Deleted)");
        imap("EXPUNGE");
        imap("LOGOUT");
    }

    /// A command and its answer.
    ///
    /// @return the last EXISTS in it, 0 when there is none
    private int imap(String command) throws IOException {
        say("a " + command);
        int exists = 0;
        String line;
        while (!(line = line()).startsWith("a ")) {
            if (line.endsWith(" EXISTS")) {
                exists = Integer.parseInt(line.substring(2, line.lastIndexOf(' ')));
            }
        }
        if (!line.startsWith("a OK")) {
            throw new IOException(command + ": " + line);
        }
        return exists;
    }

    /// Reads some messages and deletes them.
    void readByPop3(String user, String password) throws IOException {
        expect("+OK");
        pop3("USER " + user);
        pop3("PASS " + password);
        pop3("STAT");
        pop3("UIDL");
        dotted();
        pop3("LIST");
        dotted();
        for (int number = 1; number <= SOME; number++) {
            pop3("RETR " + number);
            dotted();
            pop3("DELE " + number);
        }
        pop3("QUIT");
    }

    private void pop3(String command) throws IOException {
        say(command);
        expect("+OK");
    }

    private void dotted() throws IOException {
        while (!line().equals(".")) {
            continue;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
