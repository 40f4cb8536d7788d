package dev.jebi.milter;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Packets on a connection to a milter: a length, a letter, octets. Text has one char for an octet.
/// For one thread.
final class MilterPackets {
    private static final int LONGEST = 1 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;

    MilterPackets(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
    }

    /// A packet.
    record Packet(char letter, byte[] octets) {
        /// Texts that each end with NUL; what is behind the last NUL is one, too.
        List<String> texts(int from) {
            var texts = new ArrayList<String>();
            int start = Math.min(from, octets.length);
            for (int at = start; at <= octets.length; at++) {
                if (at == octets.length ? at > start : octets[at] == 0) {
                    texts.add(new String(octets, start, at - start, StandardCharsets.ISO_8859_1));
                    start = at + 1;
                }
            }
            return texts;
        }

        /// A number at the beginning.
        int number(int at) throws IOException {
            if (octets.length < at + 4) {
                throw new EOFException("a packet that is too short");
            }
            return (octets[at] & 255) << 24
                    | (octets[at + 1] & 255) << 16
                    | (octets[at + 2] & 255) << 8
                    | (octets[at + 3] & 255);
        }
    }

    /// What goes into a packet.
    static final class Body {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        Body text(String text) {
            octets.writeBytes(text.replace('\0', ' ').getBytes(StandardCharsets.ISO_8859_1));
            octets.write(0);
            return this;
        }

        Body octet(int octet) {
            octets.write(octet);
            return this;
        }

        Body number(int number) {
            return octet(number >>> 24).octet(number >>> 16).octet(number >>> 8).octet(number);
        }

        byte[] octets() {
            return octets.toByteArray();
        }
    }

    void send(char letter, byte[] octets) throws IOException {
        out.writeInt(octets.length + 1);
        out.writeByte(letter);
        out.write(octets);
        out.flush();
    }

    Packet receive() throws IOException {
        int length = in.readInt();
        if (length < 1 || length > LONGEST) {
            throw new IOException("a packet of " + length + " octets");
        }
        char letter = (char) in.readUnsignedByte();
        return new Packet(letter, in.readNBytes(length - 1));
    }
}
