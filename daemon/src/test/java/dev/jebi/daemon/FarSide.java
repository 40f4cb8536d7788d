package dev.jebi.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is in an account, looked at by IMAP, for tests with clients that change it.
final class FarSide implements AutoCloseable {
    private static final Pattern ROW =
            Pattern.compile("\\* \\d+ FETCH \\(.*?FLAGS \\(([^)]*)\\).*");

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
        String tag = "f" + ++commands;
        imap.send(tag + " " + command);
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
            run("APPEND " + mailbox + " {" + message.length() + "+}\r\n" + message);
        }
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
