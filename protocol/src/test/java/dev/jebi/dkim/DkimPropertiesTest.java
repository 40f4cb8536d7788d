package dev.jebi.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// What holds of any message.
final class DkimPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final int RUNS = 200;

    private final Keys keys = new Keys();
    private final SigningKey rsa = keys.publish("a.test", "rsa", Algorithm.RSA_SHA256);
    private final SigningKey ed = keys.publish("a.test", "ed", Algorithm.ED25519_SHA256);
    private final DkimVerifier verifier =
            new DkimVerifier(keys, DkimLimits.STANDARD, InstantSource.fixed(NOW));
    private final DkimSigner signer = new DkimSigner(SigningRules.STANDARD);

    private static String pieces(SplittableRandom random, int atMost, String... pieces) {
        var text = new StringBuilder();
        for (int i = random.nextInt(atMost); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static byte[] body(SplittableRandom random) {
        return pieces(
                        random, 60, "\r\n", "\r\n", " ", "\t", "a", "word", "é", "\r", "\n", "\0",
                        "=")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] message(SplittableRandom random) {
        var message = new ByteArrayOutputStream();
        String[] names = {"From", "to", "SUBJECT", "Date", "X-Own", "List-Id", "Message-ID", "Cc"};
        message.writeBytes("From: al@a.test\r\n".getBytes(StandardCharsets.UTF_8));
        for (int i = random.nextInt(12); i > 0; i--) {
            String value =
                    pieces(random, 9, "a", " ", "\t", "\r\n ", "\r\n\t", "메일", ";", ":", "b=x");
            message.writeBytes(
                    (names[random.nextInt(names.length)] + ":" + value + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
        message.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body(random));
        return message.toByteArray();
    }

    @Test
    void whatIsSignedVerifies() throws IOException {
        for (long seed = 0; seed < RUNS; seed++) {
            byte[] message = message(new SplittableRandom(seed));
            String fields = signer.sign(Content.of(message), List.of(rsa, ed), NOW);
            var signed =
                    Content.concat(
                            Content.of(fields.getBytes(StandardCharsets.UTF_8)),
                            Content.of(message));
            assertThat(verifier.verify(signed))
                    .as("seed " + seed)
                    .hasSize(2)
                    .allMatch(DkimResult::passed);
            assertThat(fields.lines().mapToInt(String::length)).allMatch(n -> n <= 78);
        }
    }

    @Test
    void noOctetOfTheBodyMayBecomeAnother() throws IOException {
        for (long seed = 0; seed < RUNS; seed++) {
            var random = new SplittableRandom(seed);
            byte[] message = message(random);
            String fields = signer.sign(Content.of(message), List.of(ed), NOW);
            int body = new String(message, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
            if (body == message.length) {
                continue;
            }
            int at = body + random.nextInt(message.length - body);
            byte before = message[at];
            message[at] = 'Z';
            var changed =
                    Content.concat(
                            Content.of(fields.getBytes(StandardCharsets.UTF_8)),
                            Content.of(message));
            assertThat(verifier.verify(changed).getFirst().passed())
                    .as("seed " + seed)
                    .isEqualTo(before == 'Z');
        }
    }

    /// However the octets come in pieces, the hash is that of the canonical form as RFC 6376 §3.4.3
    /// and §3.4.4 write it down.
    @Test
    void theBodyHashIsThatOfTheCanonicalForm() throws Exception {
        for (long seed = 0; seed < RUNS; seed++) {
            var random = new SplittableRandom(seed);
            byte[] body = body(random);
            for (Form form : Form.values()) {
                var wanted = new BodyWanted(form, Hash.SHA256, random.nextInt(80));
                var whole = BodyWanted.whole(form);
                var stream = new BodyForm(form);
                stream.want(wanted);
                stream.want(whole);
                for (int at = 0; at < body.length; ) {
                    int step = Math.min(body.length - at, 1 + random.nextInt(4));
                    stream.take(body, at, at + step);
                    at += step;
                }
                var hashes = new HashMap<BodyWanted, BodyHash>();
                stream.end(hashes);
                byte[] canonical = canonical(form, body);
                var all = Optional.ofNullable(hashes.get(whole)).orElseThrow();
                var part = Optional.ofNullable(hashes.get(wanted)).orElseThrow();
                assertThat(all.base64())
                        .as(form + " seed " + seed)
                        .isEqualTo(hash(canonical, canonical.length));
                assertThat(all.canonicalOctets()).isEqualTo(canonical.length);
                assertThat(part.base64()).isEqualTo(hash(canonical, (int) wanted.length()));
            }
        }
    }

    private static String hash(byte[] octets, int length) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(octets, 0, Math.min(length, octets.length));
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    /// The plain reading of the RFC, on a string.
    private static byte[] canonical(Form form, byte[] octets) {
        String body = new String(octets, StandardCharsets.ISO_8859_1);
        String text =
                form == Form.SIMPLE
                        ? body
                        : body.replaceAll("[ \\t]+", " ").replaceAll(" \\r\\n", "\r\n");
        if (form == Form.RELAXED && text.endsWith(" ")) {
            text = text.substring(0, text.length() - 1);
        }
        while (text.endsWith("\r\n")) {
            text = text.substring(0, text.length() - 2);
        }
        boolean empty = text.isEmpty() && form == Form.RELAXED;
        return (empty ? "" : text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A body as large as this is never in heap: it is made where it is read.
    @Test
    void aHugeBodyIsStreamed() throws IOException {
        byte[] header = "From: al@a.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        var huge =
                new Content() {
                    @Override
                    public long size() {
                        return header.length + (16L << 20);
                    }

                    @Override
                    public int read(long offset, ByteBuffer into) {
                        int read = 0;
                        for (long at = offset; at < size() && into.hasRemaining(); at++) {
                            into.put(
                                    at < header.length
                                            ? header[(int) at]
                                            : (byte) (at % 3 == 0 ? '\r' : '\n'));
                            read++;
                        }
                        return read;
                    }
                };
        String fields = signer.sign(huge, List.of(ed), NOW);
        var signed = Content.concat(Content.of(fields.getBytes(StandardCharsets.UTF_8)), huge);
        assertThat(verifier.verify(signed)).hasSize(1).allMatch(DkimResult::passed);
    }

    @Test
    void garbageIsAnsweredAndNeverThrown() throws IOException {
        for (long seed = 0; seed < RUNS; seed++) {
            var random = new SplittableRandom(seed);
            byte[] message = message(random);
            String fields = signer.sign(Content.of(message), List.of(ed), NOW);
            byte[] field = fields.getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(6); i > 0; i--) {
                field[random.nextInt(field.length)] = (byte) random.nextInt(256);
            }
            verifier.verify(Content.concat(Content.of(field), Content.of(message)));
            verifier.verify(Content.of(field));
        }
    }
}
