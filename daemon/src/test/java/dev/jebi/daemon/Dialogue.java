package dev.jebi.daemon;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;

/// A dialogue by hand, as in telnet: lines out, lines in.
final class Dialogue implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Dialogue(InetSocketAddress server) throws IOException {
        this(server, "127.0.0.1");
    }

    /// From that address of this machine.
    Dialogue(InetSocketAddress server, String from) throws IOException {
        this(new Socket(server.getAddress(), server.getPort(), InetAddress.getByName(from), 0));
    }

    /// Over TLS from the first octet.
    Dialogue(InetSocketAddress server, SSLContext tls) throws IOException {
        this(tls.getSocketFactory().createSocket(server.getAddress(), server.getPort()));
    }

    private Dialogue(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(120_000); // a busy machine may be slow
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
    }

    /// Sends a line and reads one.
    String ask(String line) throws IOException {
        send(line);
        return line();
    }

    void send(String line) throws IOException {
        write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /// A line of the server, without its end.
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int octet;
        while ((octet = in.read()) != '\n') {
            if (octet < 0) {
                throw new java.io.EOFException("closed after: " + line);
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /// An SMTP reply of any number of lines: its last line.
    String reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        return line;
    }

    /// Sends an SMTP command and reads its reply.
    String command(String line) throws IOException {
        send(line);
        return reply();
    }

    /// Octets up to a lone dot, the stuffed dots removed.
    byte[] dotted() throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            byte[] line = rawLine();
            if (line.length == 3 && line[0] == '.') {
                return all.toByteArray();
            }
            int from = line[0] == '.' ? 1 : 0;
            all.write(line, from, line.length - from);
        }
    }

    /// A line with its CRLF; a CR or LF that stands alone is part of it.
    private byte[] rawLine() throws IOException {
        var line = new ByteArrayOutputStream();
        int before = 0;
        int octet;
        do {
            octet = in.read();
            if (octet < 0) {
                throw new java.io.EOFException("closed after: " + line);
            }
            line.write(octet);
            if (octet == '\n' && before == '\r') {
                return line.toByteArray();
            }
            before = octet;
        } while (true);
    }

    byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new java.io.EOFException("closed in the middle of a literal");
        }
        return octets;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
