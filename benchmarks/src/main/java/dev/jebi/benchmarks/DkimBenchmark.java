package dev.jebi.benchmarks;

import dev.jebi.content.Content;
import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.DkimResult;
import dev.jebi.dkim.DkimSigner;
import dev.jebi.dkim.DkimVerifier;
import dev.jebi.dkim.KeyRecord;
import dev.jebi.dkim.KeySource;
import dev.jebi.dkim.SigningKey;
import dev.jebi.dkim.SigningRules;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a signature costs whoever signs and whoever verifies, without the DNS.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DkimBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Map<String, String> records = new HashMap<>();
    private final SigningKey rsa;
    private final SigningKey ed25519;
    private final DkimSigner signer = new DkimSigner(SigningRules.STANDARD);
    private final DkimVerifier verifier =
            new DkimVerifier(
                    name -> new KeySource.Found(List.of(records.getOrDefault(name, ""))),
                    DkimLimits.STANDARD,
                    InstantSource.fixed(NOW));
    private final Content small = Content.of(message(4 << 10));
    private final Content large = Content.of(message(1 << 20));
    private final Content signedSmall;
    private final Content signedLarge;

    /// Makes keys and signed messages.
    public DkimBenchmark() {
        try {
            rsa = key("rsa", Algorithm.RSA_SHA256);
            ed25519 = key("ed", Algorithm.ED25519_SHA256);
            signedSmall = signed(small);
            signedLarge = signed(large);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SigningKey key(String selector, Algorithm algorithm) throws GeneralSecurityException {
        boolean ofRsa = algorithm == Algorithm.RSA_SHA256;
        var generator = KeyPairGenerator.getInstance(ofRsa ? "RSA" : "Ed25519");
        if (ofRsa) {
            generator.initialize(2048);
        }
        var pair = generator.generateKeyPair();
        String p = Base64.getEncoder().encodeToString(KeyRecord.octets(pair.getPublic()));
        records.put(selector + "._domainkey.a.example", "k=" + algorithm.keyType() + "; p=" + p);
        return new SigningKey("a.example", selector, algorithm, pair.getPrivate());
    }

    private Content signed(Content message) throws IOException {
        String fields = signer.sign(message, List.of(rsa, ed25519), NOW);
        return Content.concat(Content.of(fields.getBytes(StandardCharsets.US_ASCII)), message);
    }

    private static byte[] message(int size) {
        String head =
                "From: al@a.example\r\n"
                        + "To: bo@b.example\r\n"
                        + "Subject: hello\r\n"
                        + "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n"
                        + "Message-ID: <1@a.example>\r\n\r\n";
        String line =
                "Words of all lengths and single  spaces, as people write them to others.\r\n";
        return (head + line.repeat((size - head.length()) / line.length()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// 4 KB, signed with RSA of 2,048 bits.
    @Benchmark
    public String rsaSigns4K() throws IOException {
        return signer.sign(small, List.of(rsa), NOW);
    }

    /// 4 KB, signed with Ed25519.
    @Benchmark
    public String ed25519Signs4K() throws IOException {
        return signer.sign(small, List.of(ed25519), NOW);
    }

    /// 1 MB, signed with both.
    @Benchmark
    public String bothSign1M() throws IOException {
        return signer.sign(large, List.of(rsa, ed25519), NOW);
    }

    /// 4 KB with both signatures, verified.
    @Benchmark
    public List<DkimResult> verify4K() throws IOException {
        return verifier.verify(signedSmall);
    }

    /// 1 MB with both signatures, verified.
    @Benchmark
    public List<DkimResult> verify1M() throws IOException {
        return verifier.verify(signedLarge);
    }
}
