package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A plain client: octets in, octets out.
final class Pop3Client implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    final String greeting;

    private Pop3Client(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.greeting = line();
    }

    static Pop3Client connect(InetSocketAddress address) throws IOException {
        var socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(60_000);
        return new Pop3Client(socket);
    }

    /// Sends a command and reads one line.
    String send(String command) throws IOException {
        write(command + "\r\n");
        return line();
    }

    /// Sends a command and reads a multi-line reply, dots unstuffed; without its first line.
    List<String> lines(String command) throws IOException {
        assertThat(send(command)).startsWith("+OK");
        var lines = new ArrayList<String>();
        for (String line = line(); !line.equals("."); line = line()) {
            lines.add(line.startsWith(".") ? line.substring(1) : line);
        }
        return lines;
    }

    /// Sends RETR or TOP and reads the message, dots unstuffed.
    byte[] message(String command) throws IOException {
        var message = new ByteArrayOutputStream();
        for (String line : lines(command)) {
            message.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return message.toByteArray();
    }

    void write(String octets) throws IOException {
        write(octets.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /// The next line without its CRLF, one char an octet.
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed, after: " + line);
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        assertThat(text).endsWith("\r");
        return text.substring(0, text.length() - 1);
    }

    /// All that is left until the server closes.
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Cuts the connection, with RST.
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
