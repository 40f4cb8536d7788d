package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.arc.ArcResult;
import dev.jebi.arc.ArcSealer;
import dev.jebi.arc.ArcStatus;
import dev.jebi.arc.ArcVerifier;
import dev.jebi.content.Content;
import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.Form;
import dev.jebi.dkim.KeySource;
import dev.jebi.dkim.MessageField;
import dev.jebi.dkim.OctetBuffer;
import dev.jebi.dkim.SignedMessage;
import dev.jebi.dkim.SigningKey;
import dev.jebi.dkim.TagList;
import dev.jebi.testkit.Corpus;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The ARC test suite of the corpus (<https://github.com/ValiMail/arc_test_suite>).
final class ArcSuiteTest {
    private static final Logger LOG = LoggerFactory.getLogger(ArcSuiteTest.class);

    private static List<Map<String, Object>> suite(String file) throws IOException {
        var path = Corpus.orSkip().folder().resolve("arc-test-suite/data").resolve(file);
        return Yaml.documents(Files.readString(path, StandardCharsets.UTF_8));
    }

    private static KeySource keys(Map<String, Object> scenario) {
        var records = Yaml.map(scenario, "txt-records");
        return name ->
                records.containsKey(name)
                        ? new KeySource.Found(List.of(Yaml.text(records, name).replace("\n", "")))
                        : new KeySource.Absent();
    }

    private static Content content(String message) {
        return Content.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void chainsAreValidated() throws IOException {
        int all = 0;
        var wrong = new ArrayList<String>();
        for (var scenario : suite("arc-draft-validation-tests.yml")) {
            var verifier = new ArcVerifier(keys(scenario), DkimLimits.STANDARD);
            for (var name : Yaml.map(scenario, "tests").keySet()) {
                var test = Yaml.map(Yaml.map(scenario, "tests"), name);
                var result = verifier.verify(content(Yaml.text(test, "message")));
                String cv = Yaml.text(test, "cv").strip().toLowerCase(Locale.ROOT);
                // three tests expect nothing at all where the chain has failed before
                String expected = cv.isEmpty() ? "fail" : cv;
                all++;
                if (!result.status().word().equals(expected)) {
                    wrong.add(
                            name
                                    + ": "
                                    + expected
                                    + " but "
                                    + result.status()
                                    + " "
                                    + result.reason());
                }
            }
        }
        LOG.info("event=suite name=arc-validation passed={} all={}", all - wrong.size(), all);
        assertThat(wrong).isEmpty();
    }

    @Test
    void messagesAreSealed() throws Exception {
        int all = 0;
        var wrong = new ArrayList<String>();
        for (var scenario : suite("arc-draft-sign-tests.yml")) {
            var key = rsa(Yaml.text(scenario, "privatekey"));
            for (var name : Yaml.map(scenario, "tests").keySet()) {
                var test = Yaml.map(Yaml.map(scenario, "tests"), name);
                all++;
                String fault = sealed(test, key, keys(scenario));
                if (!fault.isEmpty()) {
                    wrong.add(name + ": " + fault);
                }
            }
        }
        LOG.info("event=suite name=arc-signing passed={} all={}", all - wrong.size(), all);
        assertThat(wrong).isEmpty();
    }

    /// The expected set is what RSA makes of the octets that we would sign, and a set that we make
    /// says the same.
    private static String sealed(Map<String, Object> test, PrivateKey key, KeySource keys)
            throws Exception {
        var verifier = new ArcVerifier(keys, DkimLimits.STANDARD);
        var content = content(Yaml.text(test, "message"));
        var message = SignedMessage.of(content, 1 << 20);
        String results = ArcSealer.results(message, Yaml.text(test, "srv-id"));
        var signing = new SigningKey("example.org", "dummy", Algorithm.RSA_SHA256, key);
        String ours =
                new ArcSealer()
                        .seal(
                                message,
                                results,
                                verifier.verify(message),
                                signing,
                                Instant.ofEpochSecond(12345));
        if (Yaml.text(test, "AS").isBlank()) {
            return ours.isEmpty() ? "" : "a set was added to a chain that has ended";
        }
        var seal = field("ARC-Seal", test, "AS");
        var ams = field("ARC-Message-Signature", test, "AMS");
        var aar = field("ARC-Authentication-Results", test, "AAR");
        var tags = TagList.parse(seal.value());
        var names = TagList.items(TagList.parse(ams.value()).required("h"));
        byte[] signed = message.headerOctets(names, Form.RELAXED, ams.withoutSignature(), ams);
        if (!sign(key, signed).equals(b(ams))) {
            return "the signature";
        }
        var octets = new OctetBuffer();
        if (!tags.required("cv").equals("fail")) {
            for (int i = 1; i < Integer.parseInt(tags.required("i")); i++) {
                for (var field : set(message, i)) {
                    field.canonical(Form.RELAXED, true, octets);
                }
            }
        }
        aar.canonical(Form.RELAXED, true, octets);
        ams.canonical(Form.RELAXED, true, octets);
        seal.withoutSignature().canonical(Form.RELAXED, false, octets);
        if (!sign(key, octets.toArray()).equals(b(seal))) {
            return "the seal";
        }
        var made =
                SignedMessage.of(
                        Content.concat(Content.of(ours.getBytes(StandardCharsets.UTF_8)), content),
                        1 << 20);
        return compare(made, tags, aar, verifier.verify(made));
    }

    private static String compare(
            SignedMessage made, TagList expected, MessageField aar, ArcResult result)
            throws Exception {
        var seal = TagList.parse(made.fields("arc-seal").getFirst().value());
        if (!seal.required("cv").equals(expected.required("cv"))
                || !seal.required("i").equals(expected.required("i"))) {
            return "our seal is " + seal;
        }
        String ours = made.fields("arc-authentication-results").getFirst().value();
        if (!words(ours).equals(words(aar.value()))) {
            return "our results are " + ours;
        }
        boolean failed = expected.required("cv").equals("fail");
        return result.status() == (failed ? ArcStatus.FAIL : ArcStatus.PASS)
                ? ""
                : "our set comes to " + result;
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static List<MessageField> set(SignedMessage message, int instance) {
        return Stream.of("arc-authentication-results", "arc-message-signature", "arc-seal")
                .map(name ->
                        message.fields(name).stream()
                                .filter(f -> f.value().contains("i=" + instance + ";"))
                                .findFirst()
                                .orElseThrow())
                .toList();
    }

    /// A field as the suite writes it: in a list of tags one space after a semicolon and none else.
    private static MessageField field(String name, Map<String, Object> test, String tag) {
        String value = words(Yaml.text(test, tag));
        if (!tag.equals("AAR")) {
            value = value.replace(" ", "").replace(";", "; ");
        }
        return MessageField.of((name + ": " + value + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String b(MessageField field) throws Exception {
        return TagList.parse(field.value()).required("b").replaceAll("\\s", "");
    }

    private static String sign(PrivateKey key, byte[] octets) throws Exception {
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(octets);
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    /// A PKCS#1 key, put into PKCS#8.
    private static PrivateKey rsa(String pem) throws Exception {
        byte[] bare =
                Base64.getMimeDecoder()
                        .decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
        var info = new ByteArrayOutputStream();
        info.writeBytes(HexFormat.of().parseHex("020100300d06092a864886f70d010101050004820000"));
        byte[] head = info.toByteArray();
        head[head.length - 2] = (byte) (bare.length >> 8);
        head[head.length - 1] = (byte) bare.length;
        int length = head.length + bare.length;
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(new byte[] {0x30, (byte) 0x82, (byte) (length >> 8), (byte) length});
        whole.writeBytes(head);
        whole.writeBytes(bare);
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(whole.toByteArray()));
    }
}
