package dev.jebi.useragent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that says what a test wants: for each line the reply whose key the line begins with; a
/// key that begins with `* ` stands for a command of IMAP with any tag, which is `$` in the reply.
/// A reply `BYE` ends the connection, and so does QUIT.
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final String greeting;
    private final Map<String, String> replies;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    ScriptedServer(String greeting, Map<String, String> replies) {
        try {
            listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.greeting = greeting;
        this.replies = replies;
        Thread.ofVirtual().start(this::accept);
    }

    /// A submission server that refuses a recipient with that reply.
    static ScriptedServer refusing(String recipient, String reply) {
        return new ScriptedServer(
                "220 scripted",
                Map.of(
                        "EHLO",
                        "250-scripted\r\n250 AUTH PLAIN",
                        "AUTH",
                        "235 ok",
                        "MAIL",
                        "250 ok",
                        "RCPT TO:<" + recipient,
                        reply,
                        "RCPT TO:<other",
                        "250 ok",
                        "DATA",
                        "354 go on",
                        ".",
                        "250 taken",
                        "RSET",
                        "250 ok"));
    }

    String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    List<String> heard() {
        return heard;
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (!greeting.isEmpty()) {
                say(socket, greeting);
            }
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line;
            while ((line = in.readLine()) != null) {
                heard.add(line);
                Optional<String> reply = reply(line);
                if (line.equals("QUIT") || reply.equals(Optional.of("BYE"))) {
                    return;
                }
                if (reply.isPresent() || line.equals("NOOP")) {
                    say(socket, reply.orElse("+OK"));
                }
            }
        } catch (IOException _) {
            // the other side is gone
        }
    }

    private Optional<String> reply(String line) {
        String tag = line.split(" ", 2)[0];
        String any = "*" + line.substring(tag.length());
        return replies.entrySet().stream()
                .filter(e -> line.startsWith(e.getKey()) || any.startsWith(e.getKey()))
                .map(e -> e.getValue().replaceAll("(?m)^\\$ ", tag + " "))
                .findFirst();
    }

    private static void say(Socket socket, String reply) throws IOException {
        socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
