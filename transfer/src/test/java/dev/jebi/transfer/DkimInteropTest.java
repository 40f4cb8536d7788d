package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.arc.ArcSealer;
import dev.jebi.arc.ArcStatus;
import dev.jebi.arc.ArcVerifier;
import dev.jebi.content.Content;
import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.DkimResult;
import dev.jebi.dkim.DkimSigner;
import dev.jebi.dkim.DkimVerifier;
import dev.jebi.dkim.KeyRecord;
import dev.jebi.dkim.KeySource;
import dev.jebi.dkim.SignedMessage;
import dev.jebi.dkim.SigningKey;
import dev.jebi.dkim.SigningRules;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Other people's signers and verifiers: dkimpy and OpenDKIM of Debian (`python3-dkim`,
/// `python3-nacl`, `python3-authres`, `opendkim-tools`).
@Tag("clients")
final class DkimInteropTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String PACKAGES = "/usr/lib/python3/dist-packages";
    private static final String OPENDKIM = "/usr/sbin/opendkim-testmsg";
    private static final int RUNS = 5;

    @TempDir private Path directory = Path.of("");

    private final Map<String, String> records = new LinkedHashMap<>();
    private final KeySource keys =
            name ->
                    records.containsKey(name)
                            ? new KeySource.Found(List.of(records.get(name)))
                            : new KeySource.Absent();
    private final DkimVerifier verifier =
            new DkimVerifier(keys, DkimLimits.STANDARD, InstantSource.system());
    private SigningKey rsa = key("rsa", Algorithm.RSA_SHA256);
    private SigningKey ed = key("ed", Algorithm.ED25519_SHA256);
    private Path theirs = Path.of("");
    private Path theirEd = Path.of("");

    DkimInteropTest() throws Exception {}

    private SigningKey key(String selector, Algorithm algorithm) throws Exception {
        return new SigningKey(
                "us.test", selector, algorithm, pair("us.test", selector, algorithm).getPrivate());
    }

    private KeyPair pair(String domain, String selector, Algorithm algorithm) throws Exception {
        boolean ofRsa = algorithm == Algorithm.RSA_SHA256;
        var generator = KeyPairGenerator.getInstance(ofRsa ? "RSA" : "Ed25519");
        if (ofRsa) {
            generator.initialize(2048);
        }
        var pair = generator.generateKeyPair();
        String p = Base64.getEncoder().encodeToString(KeyRecord.octets(pair.getPublic()));
        records.put(
                selector + "._domainkey." + domain,
                "v=DKIM1; k=" + algorithm.keyType() + "; p=" + p);
        return pair;
    }

    @BeforeEach
    void writeTheirKeys() throws Exception {
        var pair = pair("p.test", "p", Algorithm.RSA_SHA256);
        String lines =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded());
        theirs =
                Files.writeString(
                        directory.resolve("rsa.pem"),
                        "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
        var edwards = pair("p.test", "e", Algorithm.ED25519_SHA256);
        byte[] octets = edwards.getPrivate().getEncoded();
        byte[] seed = Arrays.copyOfRange(octets, octets.length - 32, octets.length);
        theirEd =
                Files.writeString(
                        directory.resolve("ed.key"), Base64.getEncoder().encodeToString(seed));
    }

    private Path written() throws IOException {
        return Files.writeString(
                directory.resolve("records"),
                records.entrySet().stream()
                        .map(e -> e.getKey() + "\t" + e.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    private byte[] python(byte[] message, String... arguments) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of(PYTHON))
                        && Files.isDirectory(Path.of(PACKAGES, "dkim"))
                        && Files.isDirectory(Path.of(PACKAGES, "nacl"))
                        && Files.exists(Path.of(PACKAGES, "authres")),
                "python3-dkim, python3-nacl, python3-authres are not installed");
        Path script = directory.resolve("dkimpy.py");
        try (var in = DkimInteropTest.class.getResourceAsStream("dkimpy.py")) {
            Files.write(script, Optional.ofNullable(in).orElseThrow().readAllBytes());
        }
        var command = new ArrayList<>(List.of(PYTHON, script.toString()));
        command.addAll(List.of(arguments));
        return run(message, command);
    }

    private byte[] run(byte[] input, List<String> command) throws Exception {
        Path in = Files.write(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        var process =
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readAllBytes(out);
    }

    private static byte[] message(Randomly randomly) {
        var text = new StringBuilder("From: Al <al@us.test>\r\nTo: bo@p.test\r\n");
        text.append("Subject: ").append(randomly.text(12)).append("\r\n  folded \t here\r\n");
        text.append("Date: Sun, 22 Nov 2026 12:00:00 +0000\r\nX-Other:  y \r\n\r\n");
        for (int i = randomly.generator().nextInt(8); i > 0; i--) {
            text.append(randomly.text(12)).append(" \t ".repeat(randomly.generator().nextInt(2)));
            text.append("\r\n".repeat(1 + randomly.generator().nextInt(3)));
        }
        return text.append("end \r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void dkimpyVerifiesWhatWeSign() throws Exception {
        for (int i = 0; i < RUNS; i++) {
            byte[] message = message(new Randomly(i));
            String fields =
                    new DkimSigner(SigningRules.STANDARD)
                            .sign(
                                    Content.of(message),
                                    List.of(rsa, ed),
                                    InstantSource.system().instant());
            var said = python(join(fields, message), "verify", written().toString());
            assertThat(new String(said, StandardCharsets.UTF_8))
                    .startsWith("dkim True\ndkim True\narc none");
        }
    }

    @Test
    void weVerifyWhatDkimpySigns() throws Exception {
        for (int i = 0; i < RUNS; i++) {
            byte[] message = message(new Randomly(i));
            for (String canon : List.of("simple/simple", "relaxed/simple", "simple/relaxed")) {
                byte[] signed = python(message, "sign", "rsa-sha256", canon, theirs.toString());
                assertThat(verifier.verify(Content.of(signed)))
                        .hasSize(1)
                        .allMatch(DkimResult::passed);
            }
        }
        byte[] message = message(new Randomly(1));
        String relaxed = "relaxed/relaxed";
        records.put("p._domainkey.p.test", records.getOrDefault("e._domainkey.p.test", ""));
        byte[] edwards = python(message, "sign", "ed25519-sha256", relaxed, theirEd.toString());
        assertThat(verifier.verify(Content.of(edwards))).hasSize(1).allMatch(DkimResult::passed);
    }

    @Test
    void weKnowTheLengthOfDkimpy() throws Exception {
        byte[] signed =
                python(
                        message(new Randomly(2)),
                        "sign",
                        "rsa-sha256",
                        "relaxed/relaxed",
                        theirs.toString(),
                        "length");
        assertThat(verifier.verify(Content.of(signed))).hasSize(1).allMatch(DkimResult::passed);
        var longer =
                Content.concat(
                        Content.of(signed),
                        Content.of("more\r\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(verifier.verify(longer).getFirst().unsignedOctets()).isPositive();
    }

    @Test
    void chainsGoFromOneToTheOther() throws Exception {
        byte[] message =
                join("Authentication-Results: mx.us.test; spf=pass\r\n", message(new Randomly(3)));
        byte[] ours = sealed(message);
        assertThat(new String(python(ours, "verify", written().toString()), StandardCharsets.UTF_8))
                .contains("arc pass");
        byte[] theirsToo =
                python(
                        join("Authentication-Results: mx.p.test; arc=pass\r\n", ours),
                        "seal",
                        theirs.toString());
        var chain = new ArcVerifier(keys, DkimLimits.STANDARD).verify(Content.of(theirsToo));
        assertThat(chain.reason()).isEmpty();
        assertThat(chain.status()).isEqualTo(ArcStatus.PASS);
        assertThat(chain.hops()).hasSize(2);
        var said = python(sealed(theirsToo), "verify", written().toString());
        assertThat(new String(said, StandardCharsets.UTF_8)).contains("arc pass");
    }

    private byte[] sealed(byte[] message) throws IOException {
        var read = SignedMessage.of(Content.of(message), 1 << 20);
        String set =
                new ArcSealer()
                        .seal(
                                read,
                                ArcSealer.results(read, "mx.us.test"),
                                new ArcVerifier(keys, DkimLimits.STANDARD).verify(read),
                                rsa,
                                InstantSource.system().instant());
        return join(set, message);
    }

    @Test
    void weVerifyWhatOpenDkimSigns() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of(OPENDKIM)), "opendkim-tools is not installed");
        // what this program signs is rsa-sha1, good under the rules before RFC 8301
        var limits = new DkimLimits(10, 1 << 20, 4, 1024, 8192, Duration.ofDays(1), false, true);
        var historic = new DkimVerifier(keys, limits, InstantSource.system());
        for (int i = 0; i < RUNS; i++) {
            String key = theirs.toString();
            var command = List.of(OPENDKIM, "-C", "-d", "p.test", "-s", "p", "-k", key);
            var signed = Content.of(run(message(new Randomly(i)), command));
            assertThat(historic.verify(signed)).hasSize(1).allMatch(DkimResult::passed);
            assertThat(verifier.verify(signed)).noneMatch(DkimResult::passed);
        }
    }

    private static byte[] join(String fields, byte[] message) {
        byte[] above = fields.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(above, above.length + message.length);
        System.arraycopy(message, 0, all, above.length, message.length);
        return all;
    }
}
