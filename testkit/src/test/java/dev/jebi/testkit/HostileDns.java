package dev.jebi.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A name server that means ill: it speaks the octets of DNS itself, and wrong ones where it is
/// told to. UDP and TCP on one port of loopback.
final class HostileDns implements AutoCloseable {
    private static final int TXT = 16;
    private static final int CNAME = 5;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, Trick> tricks = new ConcurrentHashMap<>();
    private final List<Socket> held = new CopyOnWriteArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();

    private HostileDns(ServerSocket tcp, DatagramSocket udp) {
        this.tcp = tcp;
        this.udp = udp;
    }

    /// Starts one, on a port that nobody has, neither of TCP nor of UDP.
    static HostileDns start() throws IOException {
        var here = InetAddress.getLoopbackAddress();
        while (true) {
            var tcp = new ServerSocket(0, 50, here);
            try {
                var dns = new HostileDns(tcp, new DatagramSocket(tcp.getLocalPort(), here));
                Thread.ofPlatform().daemon().name("hostile-udp").start(dns::serveUdp);
                Thread.ofPlatform().daemon().name("hostile-tcp").start(dns::serveTcp);
                return dns;
            } catch (BindException _) {
                tcp.close(); // somebody has it for UDP
            }
        }
    }

    /// What is done with questions for a name.
    sealed interface Trick {
        /// TXT records.
        record Texts(List<String> texts) implements Trick {}

        /// An alias.
        record Alias(String target) implements Trick {}

        /// Nothing is said.
        record Silence() implements Trick {}

        /// Octets that are no answer, behind the right number.
        record Garbage() implements Trick {}

        /// A name that points to itself.
        record PointerLoop() implements Trick {}

        /// An answer to another question.
        record OtherQuestion() implements Trick {}

        /// "Ask by TCP", where nothing comes.
        record EndlessTcp() implements Trick {}

        /// An rcode.
        record Code(int code) implements Trick {}
    }

    InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    int questions() {
        return questions.get();
    }

    HostileDns on(String name, Trick trick) {
        tricks.put(name, trick);
        return this;
    }

    private void serveUdp() {
        var packet = new DatagramPacket(new byte[4096], 4096);
        try {
            while (true) {
                packet.setLength(4096);
                udp.receive(packet);
                questions.incrementAndGet();
                byte[] asked = Arrays.copyOf(packet.getData(), packet.getLength());
                byte[] answer = answer(asked, true);
                if (answer.length > 0) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            if (!udp.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                var socket = tcp.accept();
                held.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!tcp.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try {
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] asked = in.readNBytes(in.readUnsignedShort());
                questions.incrementAndGet();
                byte[] answer = answer(asked, false);
                if (answer.length > 0) {
                    out.writeShort(answer.length);
                    out.write(answer);
                }
            }
        } catch (IOException _) { // who asked has gone
            held.remove(socket);
        }
    }

    private byte[] answer(byte[] asked, boolean udpOnly) {
        var name = new StringBuilder();
        int at = 12;
        while (asked[at] != 0) {
            name.append(new String(asked, at + 1, asked[at], StandardCharsets.ISO_8859_1))
                    .append('.');
            at += asked[at] + 1;
        }
        byte[] question = Arrays.copyOfRange(asked, 12, at + 5);
        int type = asked[at + 2];
        var trick = tricks.get(name.substring(0, Math.max(0, name.length() - 1)));
        return switch (trick) {
            case null -> message(asked, 3, question, List.of());
            case Trick.Silence _ -> new byte[0];
            case Trick.Code(int code) -> message(asked, code, question, List.of());
            case Trick.Texts(var texts) ->
                    texts(asked, question, type == TXT ? texts : List.of(), udpOnly);
            case Trick.Alias(var target) ->
                    message(asked, 0, question, List.of(record(CNAME, encoded(target))));
            case Trick.Garbage _ -> garbage(asked);
            case Trick.PointerLoop _ ->
                    message(
                            asked,
                            0,
                            question,
                            List.of(
                                    record(
                                            CNAME,
                                            new byte[] {
                                                (byte) 0xc0, (byte) (question.length + 24)
                                            })));
            case Trick.OtherQuestion _ ->
                    message(asked, 0, other(question), List.of(record(TXT, text("v=spf1 +all"))));
            case Trick.EndlessTcp _ -> udpOnly ? truncated(asked, question) : new byte[0];
        };
    }

    private static byte[] texts(
            byte[] asked, byte[] question, List<String> texts, boolean udpOnly) {
        byte[] whole =
                message(asked, 0, question, texts.stream().map(t -> record(TXT, text(t))).toList());
        return udpOnly && whole.length > 1_200 ? truncated(asked, question) : whole;
    }

    private static byte[] message(byte[] asked, int code, byte[] question, List<byte[]> records) {
        int length = 12 + question.length + records.stream().mapToInt(r -> r.length).sum();
        var message = ByteBuffer.allocate(length);
        message.put(asked, 0, 2).put((byte) 0x85).put((byte) (0x80 | code));
        message.putShort((short) 1).putShort((short) records.size()).putInt(0).put(question);
        records.forEach(message::put);
        return message.array();
    }

    private static byte[] truncated(byte[] asked, byte[] question) {
        byte[] message = message(asked, 0, question, List.of());
        message[2] |= 2; // TC
        return message;
    }

    private static byte[] garbage(byte[] asked) {
        byte[] octets = new byte[300];
        Arrays.fill(octets, (byte) 0xa7);
        octets[0] = asked[0];
        octets[1] = asked[1];
        return octets;
    }

    private static byte[] other(byte[] question) {
        byte[] other = question.clone();
        other[1] ^= 1;
        return other;
    }

    /// A record of the name that was asked for.
    private static byte[] record(int type, byte[] value) {
        var record = ByteBuffer.allocate(12 + value.length);
        record.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1).putInt(300);
        return record.putShort((short) value.length).put(value).array();
    }

    private static byte[] text(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        var strings = ByteBuffer.allocate(octets.length + octets.length / 255 + 1);
        for (int at = 0; at == 0 || at < octets.length; at += 255) {
            int length = Math.min(255, octets.length - at);
            strings.put((byte) length).put(octets, at, length);
        }
        return Arrays.copyOf(strings.array(), strings.position());
    }

    private static byte[] encoded(String name) {
        var encoded = ByteBuffer.allocate(name.length() + 2);
        for (String label : List.of(name.split("\\.", -1))) {
            encoded.put((byte) label.length()).put(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        return encoded.put((byte) 0).array();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        for (Socket socket : held) {
            socket.close();
        }
    }
}
