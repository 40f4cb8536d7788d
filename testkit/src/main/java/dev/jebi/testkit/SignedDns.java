package dev.jebi.testkit;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A name server over UDP on loopback, for tests: it answers as a resolver does, follows aliases,
/// and signs with DNSSEC (RFC 4034) each answer from a zone that has keys. The root and the zones
/// given are signed and delegated; a zone may be left unsigned, and single answers may be forged or
/// not come at all.
public final class SignedDns implements AutoCloseable {
    private static final long TTL = 300;
    private static final Duration VALID = Duration.ofDays(1);

    private final DatagramSocket socket;
    private final InstantSource clock;
    private final Map<Name, Optional<Keys>> zones = new ConcurrentHashMap<>();
    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<Name, Integer> failing = new ConcurrentHashMap<>();
    private final Set<String> forged = ConcurrentHashMap.newKeySet();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    private record Keys(KeyPair pair, DNSKEYRecord record) {}

    private SignedDns(DatagramSocket socket, InstantSource clock) {
        this.socket = socket;
        this.clock = clock;
    }

    /// Starts a server whose root is signed.
    public static SignedDns start(InstantSource clock) throws SocketException {
        var dns = new SignedDns(new DatagramSocket(0, InetAddress.getLoopbackAddress()), clock);
        dns.zones.put(Name.root, Optional.of(keys(Name.root)));
        Thread.ofPlatform().daemon().name("signed-dns").start(dns::serve);
        return dns;
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// The key of the root, as a trust anchor.
    public byte[] anchor() {
        var key = zones.getOrDefault(Name.root, Optional.empty()).orElseThrow().record();
        return (new DSRecord(Name.root, DClass.IN, TTL, DNSSEC.Digest.SHA256, key) + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The names and types that were asked for, such as `a.test MX`.
    public Set<String> asked() {
        return asked;
    }

    /// A signed zone, delegated from the one above.
    public SignedDns zone(String name) {
        zones.put(name(name), Optional.of(keys(name(name))));
        return this;
    }

    /// A zone without keys, delegated from the one above.
    public SignedDns unsignedZone(String name) {
        zones.put(name(name), Optional.empty());
        return this;
    }

    /// A name with these records in place of what it had: type and value as a zone file has them.
    public SignedDns has(String name, String... lines) {
        var all = new ArrayList<Record>();
        for (String line : lines) {
            var words = line.split(" ", 2);
            try {
                all.add(
                        Record.fromString(
                                name(name),
                                Type.value(words[0]),
                                DClass.IN,
                                TTL,
                                words[1],
                                Name.root));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        records.put(name(name), List.copyOf(all));
        return this;
    }

    /// Answers of this name and type have a signature that proves nothing.
    public SignedDns forge(String name, String type) {
        forged.add(key(name(name), Type.value(type)));
        return this;
    }

    /// A name that ends with this code; -1 for no answer at all.
    public SignedDns fails(String name, int code) {
        failing.put(name(name), code);
        return this;
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text.endsWith(".") ? text : text + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(Name name, int type) {
        return name.toString(true) + " " + Type.string(type);
    }

    private static Keys keys(Name zone) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return new Keys(
                    pair,
                    new DNSKEYRecord(
                            zone,
                            DClass.IN,
                            TTL,
                            DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
                            DNSKEYRecord.Protocol.DNSSEC,
                            DNSSEC.Algorithm.ECDSAP256SHA256,
                            pair.getPublic()));
        } catch (GeneralSecurityException | DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[4096], 4096);
                socket.receive(packet);
                var data = Arrays.copyOf(packet.getData(), packet.getLength());
                var question = new Message(data);
                Thread.startVirtualThread(() -> answer(question, packet));
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void answer(Message question, DatagramPacket packet) {
        var wanted = question.getQuestion();
        asked.add(key(wanted.getName(), wanted.getType()));
        int code = failing.getOrDefault(wanted.getName(), Rcode.NOERROR);
        if (code < 0) {
            return;
        }
        var answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(wanted, Section.QUESTION);
        answer.getHeader().setRcode(code);
        try {
            if (code == Rcode.NOERROR) {
                fill(answer, wanted.getName(), wanted.getType());
            }
            var octets = answer.toWire();
            socket.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
        } catch (IOException | DNSSEC.DNSSECException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void fill(Message answer, Name first, int type) throws DNSSEC.DNSSECException {
        var at = first;
        for (int aliases = 0; aliases < 8; aliases++) {
            var found = found(at, type);
            if (!found.isEmpty()) {
                add(answer, Section.ANSWER, found, zone(at, type));
                return;
            }
            var alias = found(at, Type.CNAME);
            if (alias.isEmpty() || type == Type.CNAME || type == Type.DS) {
                nothing(answer, at, type);
                return;
            }
            add(answer, Section.ANSWER, alias, zone(at, Type.CNAME));
            at = ((CNAMERecord) alias.getFirst()).getTarget();
        }
    }

    private List<Record> found(Name name, int type) {
        var keys = zones.getOrDefault(name, Optional.empty());
        if (type == Type.DNSKEY) {
            return keys.map(k -> List.<Record>of(k.record())).orElse(List.of());
        }
        if (type == Type.DS) {
            return keys.filter(_ -> !name.equals(Name.root))
                    .map(k -> List.<Record>of(ds(name, k)))
                    .orElse(List.of());
        }
        return records.getOrDefault(name, List.of()).stream()
                .filter(record -> record.getType() == type)
                .toList();
    }

    private static Record ds(Name zone, Keys keys) {
        return new DSRecord(zone, DClass.IN, TTL, DNSSEC.Digest.SHA256, keys.record());
    }

    /// The zone that a name belongs to; for DS the one above (RFC 4035 §3.1.4.1).
    private Name zone(Name name, int type) {
        var at = type == Type.DS && name.labels() > 1 ? new Name(name, 1) : name;
        while (!zones.containsKey(at)) {
            at = new Name(at, 1);
        }
        return at;
    }

    /// Absence, proven by an NSEC of the very name that leaves the type out.
    private void nothing(Message answer, Name name, int type) throws DNSSEC.DNSSECException {
        var zone = zone(name, type);
        var soa =
                new SOARecord(
                        zone, DClass.IN, TTL, name("ns.test"), name("root.test"), 1, 1, 1, 1, 1);
        add(answer, Section.AUTHORITY, List.of(soa), zone);
        if (zones.getOrDefault(zone, Optional.empty()).isEmpty()) {
            return;
        }
        var types = new ArrayList<Integer>(List.of(Type.RRSIG, Type.NSEC));
        if (zones.containsKey(name)) {
            types.add(Type.NS);
            if (zone.equals(name)) {
                types.addAll(List.of(Type.SOA, Type.DNSKEY));
            }
        }
        for (var record : records.getOrDefault(name, List.of())) {
            types.add(record.getType());
        }
        var bitmap = types.stream().distinct().mapToInt(Integer::intValue).toArray();
        var next = Name.fromConstantString("\\000." + name);
        var nsec = new NSECRecord(name, DClass.IN, TTL, next, bitmap);
        add(answer, Section.AUTHORITY, List.of(nsec), zone);
    }

    private void add(Message answer, int section, List<? extends Record> all, Name zone)
            throws DNSSEC.DNSSECException {
        all.forEach(record -> answer.addRecord(record, section));
        var keys = zones.getOrDefault(zone, Optional.empty());
        if (keys.isEmpty()) {
            return;
        }
        var set = new RRset();
        all.forEach(set::addRR);
        var first = all.getFirst();
        var now = clock.instant();
        var signature =
                DNSSEC.sign(
                        set,
                        keys.get().record(),
                        keys.get().pair().getPrivate(),
                        now.minus(VALID),
                        now.plus(VALID));
        boolean bad = forged.contains(key(first.getName(), first.getType()));
        answer.addRecord(bad ? spoilt(signature) : signature, section);
    }

    private static RRSIGRecord spoilt(RRSIGRecord good) {
        var octets = good.getSignature().clone();
        octets[0] ^= 1;
        return new RRSIGRecord(
                good.getName(),
                good.getDClass(),
                good.getTTL(),
                good.getTypeCovered(),
                good.getAlgorithm(),
                good.getOrigTTL(),
                good.getExpire(),
                good.getTimeSigned(),
                good.getFootprint(),
                good.getSigner(),
                octets);
    }

    @Override
    public void close() {
        socket.close();
    }
}
