package dev.jebi.dns;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A name server with a few records, over UDP on loopback.
final class LoopbackDns implements AutoCloseable {
    private final DatagramSocket socket;
    private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();

    LoopbackDns() throws SocketException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("dns").start(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    int questions() {
        return questions.get();
    }

    /// A name with these records, in the form of a zone file: type and value.
    void has(String name, String... lines) throws IOException {
        var owner = Name.fromString(name + ".");
        var all = new ArrayList<Record>();
        for (String line : lines) {
            var words = line.split(" ", 2);
            all.add(Record.fromString(owner, Type.value(words[0]), 1, 300, words[1], Name.root));
        }
        records.put(name, List.copyOf(all));
    }

    /// A name that ends with this code; -1 for no answer at all.
    void fails(String name, int code) {
        failures.put(name, code);
    }

    private void serve() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[4096], 4096);
                socket.receive(packet);
                questions.incrementAndGet();
                var data = Arrays.copyOf(packet.getData(), packet.getLength());
                var answer = answer(new Message(data));
                if (answer.getRcode() >= 0) {
                    var octets = answer.toWire();
                    socket.send(
                            new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Message answer(Message question) {
        var asked = question.getQuestion();
        var name = asked.getName().toString(true);
        var answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.addRecord(asked, Section.QUESTION);
        int failure = failures.getOrDefault(name, Rcode.NOERROR);
        if (failure < 0) {
            return new Silent();
        }
        if (failure != Rcode.NOERROR || !records.containsKey(name)) {
            answer.getHeader().setRcode(failure == Rcode.NOERROR ? Rcode.NXDOMAIN : failure);
            return answer;
        }
        for (var record : records.get(name)) {
            if (record.getType() == asked.getType() || record.getType() == Type.CNAME) {
                answer.addRecord(record, Section.ANSWER);
            }
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }

    /// No answer.
    private static final class Silent extends Message {
        @Override
        public int getRcode() {
            return -1;
        }

        @Override
        public Header getHeader() {
            return new Header();
        }
    }
}
