package dev.jebi.useragent.tour;

import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.dialogue.Tls;
import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.SafeText;
import dev.jebi.useragent.wire.Side;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// One connection to a server of the tour, line by line; each line is told.
final class Talk implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 30_000;
    private static final int MAX_LINE = 10_000;

    private final Dialogue dialogue;
    private final Endpoint server;
    private Socket socket;
    private InputStream in;

    Talk(Endpoint server, Dialogue dialogue) throws IOException {
        this.server = server;
        this.dialogue = dialogue;
        socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Says a line.
    void say(String line) throws IOException {
        dialogue.line(Side.CLIENT, line);
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Hears a whole reply, of which the last line must begin as wanted.
    ///
    /// @param last which line is the last one
    void hear(Predicate<String> last, String wanted) throws IOException {
        String line;
        do {
            line = line();
            dialogue.line(Side.SERVER, line);
        } while (!last.test(line));
        expect(line, wanted);
        dialogue.pause();
    }

    /// Hears one line, which must begin as wanted; more may follow.
    void begin(String wanted) throws IOException {
        String line = line();
        dialogue.line(Side.SERVER, line);
        expect(line, wanted);
    }

    private static void expect(String line, String wanted) {
        if (!line.startsWith(wanted)) {
            throw new Failure(
                    Failure.Kind.TRY_AGAIN,
                    "the server of the tour said " + SafeText.line(line) + " for " + wanted);
        }
    }

    /// From now on nobody in between can read it.
    void protect() throws IOException {
        socket =
                new Tls(server, true, Optional.empty(), Duration.ofMillis(ANSWER_MILLIS))
                        .over(socket);
        socket.setSoTimeout(ANSWER_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int octet;
        while ((octet = in.read()) >= 0 && octet != '\n' && line.size() < MAX_LINE) {
            line.write(octet);
        }
        if (octet < 0) {
            throw new Failure(Failure.Kind.UNREACHABLE, "the server of the tour is gone");
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
