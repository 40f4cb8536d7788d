package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is in an account, looked at by IMAP, for tests with clients that change it.
final class FarSide implements AutoCloseable {
    private static final Pattern ROW =
            Pattern.compile("\\* \\d+ FETCH \\(.*?FLAGS \\(([^)]*)\\).*");

    private static final Pattern STORAGE = Pattern.compile("\\* QUOTA .*STORAGE (\\d+) ");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Dialogue imap;
    private int commands;

    FarSide(JebiProcess server, String login) throws IOException {
        imap = new Dialogue(server.at("imap"));
        imap.line();
        run("LOGIN " + login + " secret");
    }

    /// Runs a command that has to succeed.
    ///
    /// @return the untagged lines
    List<String> run(String command) throws IOException {
        return ended(begun(command), command);
    }

    private String begun(String command) throws IOException {
        String tag = "f" + ++commands;
        imap.send(tag + " " + command);
        return tag;
    }

    private List<String> ended(String tag, String command) throws IOException {
        var lines = new ArrayList<String>();
        String line = imap.line();
        while (!line.startsWith(tag + " ")) {
            lines.add(line);
            line = imap.line();
        }
        if (!line.startsWith(tag + " OK")) {
            throw new IOException(command + ": " + line);
        }
        return lines;
    }

    /// Puts messages into a mailbox, each with its subject in its body.
    void put(String mailbox, String... subjects) throws IOException {
        for (String subject : subjects) {
            String message =
                    "From: Ann <ann@a.test>\r\nTo: Kim <kim@a.test>\r\nSubject: "
                            + subject
                            + "\r\nMessage-ID: <"
                            + subject.hashCode()
                            + "@a.test>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0900\r\n\r\nabout "
                            + subject
                            + "\r\n";
            append(mailbox, message);
        }
    }

    /// Puts a message into a mailbox as it is.
    void append(String mailbox, String message) throws IOException {
        String command = "APPEND " + mailbox + " {" + message.length() + "}";
        String tag = begun(command);
        String line = imap.line();
        if (!line.startsWith("+")) {
            throw new IOException(command + ": " + line);
        }
        imap.send(message);
        ended(tag, command);
    }

    /// How many units of 1024 octets count against the quota.
    String used() throws IOException {
        return run("GETQUOTAROOT INBOX").stream()
                .map(STORAGE::matcher)
                .filter(Matcher::find)
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    /// Waits until a mailbox has these messages with these flags, and no others.
    void awaitFlags(String mailbox, Map<String, String> flags) {
        Awaitility.await(mailbox)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class) // it is not there yet
                .untilAsserted(() -> assertThat(flags(mailbox)).isEqualTo(flags));
    }

    /// The flags of each subject but `\Recent`, in the order of the alphabet.
    Map<String, String> flags(String mailbox) throws IOException {
        run("EXAMINE \"" + mailbox + "\"");
        var all = new TreeMap<String, String>();
        String flags = "";
        for (String line : run("UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                flags = flags(row.group(1).split(" ", -1));
            } else if (line.startsWith("Subject: ")) {
                all.put(line.substring("Subject: ".length()), flags);
            }
        }
        return all;
    }

    private static String flags(String... words) {
        return Arrays.stream(words)
                .filter(word -> !word.equals("\\Recent"))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() throws IOException {
        imap.close();
    }
}
