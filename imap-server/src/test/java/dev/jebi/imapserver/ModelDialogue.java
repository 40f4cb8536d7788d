package dev.jebi.imapserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// One client's connection in the model test: a command goes out, and all that is told up to its
/// tagged response comes back. Keeps the last lines for the report of a deviation. For one thread.
final class ModelDialogue implements AutoCloseable {
    private static final int REMEMBERED = 60;

    private final Socket socket;
    private InputStream in;
    private OutputStream out;
    private final Deque<String> lines = new ArrayDeque<>();
    private int tags;
    private String idling = "";

    /// What was told under a command.
    ///
    /// @param told the untagged lines, without `* `
    /// @param end the tagged line without its tag
    record Answer(List<String> told, String end) {
        boolean ok() {
            return end.startsWith("OK");
        }
    }

    ModelDialogue(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        assertThat(line()).startsWith("* OK");
    }

    Answer ask(String command) throws IOException {
        String tag = "t" + ++tags;
        write(tag + " " + command + "\r\n");
        return answer(tag);
    }

    /// COMPRESS=DEFLATE (RFC 4978).
    void compress() throws IOException {
        assertThat(ask("COMPRESS DEFLATE").ok()).isTrue();
        in = new BufferedInputStream(new InflaterInputStream(in, new Inflater(true)));
        out = new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), true);
    }

    /// Waits for a line that comes unasked.
    Answer unasked() throws IOException {
        String line = line();
        assertThat(line).startsWith("* ");
        return new Answer(List.of(line.substring(2)), "");
    }

    /// @return what was told before it began
    Answer idle() throws IOException {
        idling = "t" + ++tags;
        write(idling + " IDLE\r\n");
        var told = new ArrayList<String>();
        String line = line();
        while (line.startsWith("* ")) {
            told.add(line.substring(2));
            line = line();
        }
        assertThat(line).startsWith("+ ");
        return new Answer(told, "");
    }

    Answer done() throws IOException {
        write("DONE\r\n");
        return answer(idling);
    }

    private Answer answer(String tag) throws IOException {
        var told = new ArrayList<String>();
        while (true) {
            String line = line();
            if (line.startsWith("* ")) {
                told.add(line.substring(2));
            } else {
                assertThat(line).startsWith(tag + " ");
                return new Answer(told, line.substring(tag.length() + 1));
            }
        }
    }

    private void write(String text) throws IOException {
        remember("C: " + text.strip());
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private String line() throws IOException {
        var octets = new ByteArrayOutputStream(80);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the server has closed: " + transcript());
            }
            octets.write(octet);
        }
        String line = octets.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        remember("S: " + line);
        return line;
    }

    private void remember(String line) {
        lines.add(line);
        if (lines.size() > REMEMBERED) {
            lines.removeFirst();
        }
    }

    /// The last lines of it.
    String transcript() {
        return String.join("\n", lines);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
