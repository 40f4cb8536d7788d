package dev.jebi.smtpserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A plain client: octets in, octets out, one char an octet.
final class RawClient implements Closeable {
    private final Socket socket;
    private final InputStream in;

    RawClient(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(120_000); // a busy machine may be slow
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// A client that was greeted and has said HELO.
    static RawClient greeted(InetSocketAddress server) throws IOException {
        var client = new RawClient(server);
        client.expect("220 mx.test ESMTP Jebi");
        client.say("HELO client.test", "250 mx.test");
        return client;
    }

    void send(String octets) throws IOException {
        send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /// The next line without its CRLF; empty at the end.
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    void expect(String start) throws IOException {
        assertThat(line()).startsWith(start);
    }

    void say(String command, String reply) throws IOException {
        send(command + "\r\n");
        expect(reply);
    }

    /// Gives a message in one transaction; the content stuffed already.
    void data(String from, String content, String reply, String... recipients) throws IOException {
        say("MAIL FROM:<" + from + ">", "250");
        for (String recipient : recipients) {
            say("RCPT TO:<" + recipient + ">", "250");
        }
        say("DATA", "354");
        send(content + ".\r\n");
        expect(reply);
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Everything up to the end.
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
