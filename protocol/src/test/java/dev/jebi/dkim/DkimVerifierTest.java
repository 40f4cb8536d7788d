package dev.jebi.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.content.Content;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

final class DkimVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String MESSAGE =
            """
            From: Al <al@a.test>
            To: bo@b.test
            Subject: Hello
            Date: Sun, 22 Nov 2026 12:00:00 +0000
            Message-ID: <1@a.test>

            Hi Bo,
            this is the  text.
            """
                    .replace("\n", "\r\n");

    private final Keys keys = new Keys();

    private List<DkimResult> verify(String message) throws IOException {
        return verify(message, DkimLimits.STANDARD);
    }

    private List<DkimResult> verify(String message, DkimLimits limits) throws IOException {
        return new DkimVerifier(keys, limits, CLOCK).verify(content(message));
    }

    private DkimResult only(String message) throws IOException {
        var results = verify(message);
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    private static Content content(String message) {
        return Content.of(message.getBytes(StandardCharsets.UTF_8));
    }

    private static String signed(String message, SigningKey... with) throws IOException {
        return new DkimSigner(SigningRules.STANDARD).sign(content(message), List.of(with), NOW)
                + message;
    }

    /// Signs with tags of the test's own; `bh` and `b` are added.
    private static String handmade(
            String tags, String names, String message, SigningKey key, BodyWanted body)
            throws IOException {
        var text = SignedMessage.of(content(message), 1 << 20);
        var field = new SignatureField("DKIM-Signature");
        for (String tag : tags.split("; ", -1)) {
            field.tag(tag.substring(0, tag.indexOf('=')), tag.substring(tag.indexOf('=') + 1));
        }
        var list = List.of(names.split(":", -1));
        field.names(list).tag("bh", text.bodyHash(body).base64());
        var unsigned = field.unsigned();
        return field.sign(key, text.headerOctets(list, Form.RELAXED, unsigned, unsigned)) + message;
    }

    private SigningKey ed() {
        return keys.publish("a.test", "ed", Algorithm.ED25519_SHA256);
    }

    private static String tags(SigningKey key) {
        return "v=1; a="
                + key.algorithm().tag()
                + "; c=relaxed/relaxed; d=a.test; s="
                + key.selector();
    }

    @Test
    void theExampleOfRfc8463Verifies() throws IOException {
        keys.with(
                "brisbane._domainkey.football.example.com",
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        keys.with(
                "test._domainkey.football.example.com",
                "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
                        + "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/by"
                        + "YzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3"
                        + "rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3"
                        + "QIDAQAB");
        String message;
        try (var in = DkimVerifierTest.class.getResourceAsStream("rfc8463.eml")) {
            message =
                    new String(
                            Optional.ofNullable(in).orElseThrow().readAllBytes(),
                            StandardCharsets.UTF_8);
        }
        var results = verify(message.replace("\r", "").replace("\n", "\r\n"));
        assertThat(results).extracting(DkimResult::reason).containsExactly("", "");
        assertThat(results).allMatch(DkimResult::passed);
        assertThat(results).extracting(DkimResult::keyBits).containsExactly(256, 1024);
        assertThat(results.getFirst().signature().orElseThrow().mark()).isEqualTo("/gCrinpc");
    }

    @Test
    void bothSignaturesOfASignedMessagePass() throws IOException {
        var rsa = keys.publish("a.test", "rsa", Algorithm.RSA_SHA256);
        var results = verify(signed(MESSAGE, rsa, ed()));
        assertThat(results).hasSize(2).allMatch(DkimResult::passed);
        assertThat(results).extracting(r -> r.domain().orElse("")).containsOnly("a.test");
    }

    @Test
    void noSignatureIsNoResult() throws IOException {
        assertThat(verify(MESSAGE)).isEmpty();
        assertThat(keys.asked()).isEmpty();
    }

    @Test
    void aChangedBodyFailsByItsHash() throws IOException {
        var result = only(signed(MESSAGE, ed()).replace("text", "test"));
        assertThat(result.status()).isEqualTo(DkimStatus.FAIL);
        assertThat(result.reason()).isEqualTo("the body hash did not verify");
    }

    @Test
    void aChangedOrAddedFieldFails() throws IOException {
        String signed = signed(MESSAGE, ed());
        for (String changed :
                List.of(
                        signed.replace("Hello", "Hallo"),
                        "From: eve@e.test\r\n" + signed,
                        "Subject: Other\r\n" + signed,
                        signed.replace("To: bo", "Reply-To: eve@e.test\r\nTo: bo"))) {
            var result = only(changed);
            assertThat(result.status()).isEqualTo(DkimStatus.FAIL);
            assertThat(result.reason()).isEqualTo("the signature did not verify");
        }
    }

    @Test
    void whiteSpaceMayChange() throws IOException {
        String changed =
                signed(MESSAGE, ed())
                        .replace("Subject: Hello", "SUBJECT  :\r\n  Hello ")
                        .replace("the  text.", "the text. \t")
                        .concat("\r\n \r\n\r\n");
        assertThat(only(changed).passed()).isTrue();
    }

    @Test
    void traceFieldsMayBeAdded() throws IOException {
        assertThat(only("Received: by c.test\r\nX: y\r\n" + signed(MESSAGE, ed())).passed())
                .isTrue();
    }

    @Test
    void octetsBehindTheSignedPartAreNotCovered() throws IOException {
        var key = ed();
        var first = new BodyWanted(Form.RELAXED, Hash.SHA256, 8);
        String message = handmade(tags(key) + "; l=8", "From", MESSAGE, key, first);
        var result = only(message);
        assertThat(result.status()).isEqualTo(DkimStatus.POLICY);
        assertThat(result.unsignedOctets()).isEqualTo(19);
        var lenient = new DkimLimits(10, 1 << 20, 4, 1024, 8192, Duration.ofDays(1), true, false);
        assertThat(verify(message, lenient).getFirst().passed()).isTrue();
    }

    @Test
    void aLengthOfTheWholeBodyIsEnoughAndMoreIsNot() throws IOException {
        var key = ed();
        var whole = BodyWanted.whole(Form.RELAXED);
        assertThat(only(handmade(tags(key) + "; l=27", "From", MESSAGE, key, whole)).passed())
                .isTrue();
        var longer = only(handmade(tags(key) + "; l=28", "From", MESSAGE, key, whole));
        assertThat(longer.status()).isEqualTo(DkimStatus.FAIL);
        assertThat(longer.reason()).isEqualTo("the body is shorter than what was signed");
    }

    @Test
    void timeIsHeeded() throws IOException {
        var key = ed();
        var whole = BodyWanted.whole(Form.RELAXED);
        long now = NOW.getEpochSecond();
        assertThat(reason(key, "t=" + now + "; x=" + (now + 5), whole)).isEmpty();
        assertThat(reason(key, "t=" + (now - 9) + "; x=" + (now - 5), whole))
                .isEqualTo("it has expired");
        assertThat(reason(key, "t=" + now + "; x=" + now, whole))
                .isEqualTo("it expired before it was made");
        assertThat(reason(key, "t=" + (now + 3600), whole)).isEmpty();
        assertThat(reason(key, "t=" + (now + 200_000), whole))
                .isEqualTo("it was made in the future");
        assertThat(reason(key, "x=" + "9".repeat(70), whole)).isEmpty();
    }

    private String reason(SigningKey key, String more, BodyWanted whole) throws IOException {
        var result = only(handmade(tags(key) + "; " + more, "From", MESSAGE, key, whole));
        assertThat(result.passed()).isEqualTo(result.reason().isEmpty());
        return result.reason();
    }

    @Test
    void theIdentityIsOfTheDomain() throws IOException {
        var key = ed();
        var whole = BodyWanted.whole(Form.RELAXED);
        assertThat(reason(key, "i=al@sub.A.test", whole)).isEmpty();
        assertThat(reason(key, "i==61l=40a.test", whole)).isEmpty();
        assertThat(reason(key, "i=al@test", whole)).isEqualTo("the tag i is no domain");
        assertThat(reason(key, "i=al@xa.test", whole))
                .isEqualTo("the identity is not of the domain that signs");
        var strict = keys.publish("a.test", "strict", Algorithm.ED25519_SHA256, "t=s; ");
        assertThat(reason(strict, "i=al@sub.a.test", whole))
                .isEqualTo("the key is for no subdomain");
        assertThat(reason(strict, "i=al@a.test", whole)).isEmpty();
    }

    @Test
    void fromIsSigned() throws IOException {
        var key = ed();
        var whole = BodyWanted.whole(Form.RELAXED);
        assertThat(only(handmade(tags(key), "To:Subject", MESSAGE, key, whole)).reason())
                .isEqualTo("From is not signed");
    }

    @Test
    void flagsOfTheKeyAreHeeded() throws IOException {
        var rsa = Algorithm.RSA_SHA256;
        var testing = keys.publish("a.test", "y", rsa, "t=y:s; n=not=20yet; ");
        var result = only(signed(MESSAGE, testing));
        assertThat(result.passed()).isTrue();
        assertThat(result.testing()).isTrue();
        var web = keys.publish("a.test", "web", rsa, "s=web:fine; ");
        assertThat(only(signed(MESSAGE, web)).reason()).isEqualTo("the key is not for mail");
        var mail = keys.publish("a.test", "mail", rsa, "s=web:email; h=sha1:sha256; ");
        assertThat(only(signed(MESSAGE, mail)).passed()).isTrue();
        var old = keys.publish("a.test", "old", rsa, "h=sha1; ");
        assertThat(only(signed(MESSAGE, old)).reason()).isEqualTo("the key is for another hash");
    }

    @Test
    void aKeyThatIsNotThereOrOfNoUse() throws IOException {
        String message = signed(MESSAGE, ed());
        String name = "ed._domainkey.a.test";
        assertThat(reasonWith(message, name, "v=DKIM1; p=")).isEqualTo("the key is revoked");
        assertThat(reasonWith(message, name, "v=DKIM1; k=ed25519"))
                .isEqualTo("the key record has no key");
        assertThat(reasonWith(message, name, "v=DKIM2; p=AAAA"))
                .isEqualTo("the key record has an unknown version");
        assertThat(reasonWith(message, name, "k=rsa; p=!!!")).isEqualTo("the tag p is no base64");
        assertThat(reasonWith(message, name, "k=rsa; p=AAAA"))
                .isEqualTo("the key record has no usable key");
        assertThat(reasonWith(message, name, "k=dsa; p=AAAA")).isEqualTo("an unknown type of key");
        assertThat(reasonWith(message, name, "k=ed25519; p=AAAA"))
                .isEqualTo("an Ed25519 key has 32 octets");
        var none = new DkimVerifier(new Keys(), DkimLimits.STANDARD, CLOCK);
        assertThat(none.verify(content(message)).getFirst().reason()).isEqualTo("there is no key");
        var later =
                new DkimVerifier(_ -> new KeySource.Unavailable("x"), DkimLimits.STANDARD, CLOCK);
        assertThat(later.verify(content(message)).getFirst().status())
                .isEqualTo(DkimStatus.TEMPERROR);
    }

    private String reasonWith(String message, String name, String record) throws IOException {
        keys.with(name, record);
        var result = only(message);
        assertThat(result.status()).isEqualTo(DkimStatus.PERMERROR);
        return result.reason();
    }

    @Test
    void ofSeveralRecordsTheOneThatFitsIsTaken() throws IOException {
        String message = signed(MESSAGE, ed());
        var good = (KeySource.Found) keys.records("ed._domainkey.a.test");
        keys.with("ed._domainkey.a.test", "nonsense", "v=DKIM1; p=", good.texts().getFirst());
        assertThat(only(message).passed()).isTrue();
    }

    @Test
    void aSmallKeyIsNotEnough() throws IOException {
        var pair = Keys.pair(Algorithm.RSA_SHA256, 512);
        keys.with("small._domainkey.a.test", Keys.record(Algorithm.RSA_SHA256, pair, ""));
        var key = new SigningKey("a.test", "small", Algorithm.RSA_SHA256, pair.getPrivate());
        var result = only(signed(MESSAGE, key));
        assertThat(result.status()).isEqualTo(DkimStatus.POLICY);
        assertThat(result.reason()).isEqualTo("a key of 512 bits is too small");
    }

    @Test
    void sha1ProvesNothing() throws IOException {
        var key = keys.publish("a.test", "sha1", Algorithm.RSA_SHA1);
        assertThat(only(signed(MESSAGE, key)).reason())
                .isEqualTo("rsa-sha1 proves nothing any more");
    }

    @Test
    void malformedSignaturesAreSaidToBe() throws IOException {
        String good = signed(MESSAGE, ed());
        assertThat(only(good.replace(" v=1;", " v=2;")).reason()).isEqualTo("an unknown version");
        assertThat(only(good.replace(" v=1;", " v=1; v=1;")).reason())
                .isEqualTo("the tag v stands twice");
        assertThat(only(good.replace(" v=1;", " v=1;;")).reason()).isEqualTo("an empty tag");
        assertThat(only(good.replace(" v=1;", " v;")).reason())
                .isEqualTo("a tag without name or value");
        assertThat(only(good.replace("relaxed/relaxed", "relaxed/nofws")).reason())
                .isEqualTo("an unknown canonical form");
        assertThat(only(good.replace("d=a.test", "d=test")).reason())
                .isEqualTo("the tag d is no domain");
        assertThat(only(good.replace(" s=ed;", "")).reason()).isEqualTo("the tag s is missing");
        assertThat(only(good.replace(" v=1;", " v=1; q=dns/new;")).reason())
                .isEqualTo("no known way to the key");
        assertThat(only(good.replace("a=ed25519", "a=rot13")).reason())
                .isEqualTo("an unknown algorithm");
    }

    @Test
    void onlySoManySignaturesAreLookedAt() throws IOException {
        var key = ed();
        String message = MESSAGE;
        for (int i = 0; i < 15; i++) {
            message = signed(message, key);
        }
        assertThat(verify(message)).hasSize(10).allMatch(DkimResult::passed);
        assertThat(keys.asked()).hasSize(1);
    }

    @Test
    void internationalNamesAreAskedForAsALabels() throws IOException {
        var key = keys.publish("xn--h32bq4v.test", "xn--j6w193g", Algorithm.ED25519_SHA256);
        String own = "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=메일.test; s=香港; i=김@mx.메일.test";
        var whole = BodyWanted.whole(Form.RELAXED);
        var result = only(handmade(own, "From", MESSAGE, key, whole));
        assertThat(keys.asked()).containsExactly("xn--j6w193g._domainkey.xn--h32bq4v.test");
        assertThat(result.reason()).isEmpty();
        assertThat(result.signature().orElseThrow().identity()).isEqualTo("김@mx.xn--h32bq4v.test");
    }

    @Test
    void aLineFeedAloneEndsAFieldForEveryReader() throws IOException {
        String signed = signed(MESSAGE, ed());
        // Where "X" went on past the LF, the second From would be seen by readers and not here.
        assertThat(only("X: y\nFrom: eve@e.test\r\n" + signed).status()).isEqualTo(DkimStatus.FAIL);
        assertThat(verify("X: y\n\nFrom: eve@e.test\r\n" + signed)).isEmpty();
    }

    @Test
    void aHeaderSectionWithoutEndIsBounded() throws IOException {
        String endless = signed(MESSAGE, ed()).replace("\r\n\r\n", "\r\n" + "X: y\r\n".repeat(100));
        var small = new DkimLimits(10, 1000, 4, 1024, 8192, Duration.ofDays(1), false, false);
        assertThat(verify(endless, small).getFirst().reason())
                .isEqualTo("the header section is too large");
        assertThat(only(endless).status()).isEqualTo(DkimStatus.FAIL);
    }

    @Test
    void aMessageWithoutBodyIsSigned() throws IOException {
        String header = MESSAGE.substring(0, MESSAGE.indexOf("\r\n\r\n") + 2);
        assertThat(only(signed(header, ed())).passed()).isTrue();
        assertThat(only(signed(header, ed()) + "\r\n").passed()).isTrue();
    }

    @Test
    void fieldsWithoutNumberAreBounded() throws IOException {
        String many = "a:\r\n".repeat(20_000) + MESSAGE;
        assertThat(only(signed(MESSAGE, ed()).replace(MESSAGE, many)).reason())
                .isEqualTo("the header section is too large");
        var message = SignedMessage.of(content(many), 1 << 20);
        assertThat(message.complete()).isFalse();
        assertThat(message.fields()).hasSize(10_000);
        assertThat(signed(many, ed())).isEqualTo(many);
    }

    @Test
    void aKeyThatIsCostlyToUseIsNotUsed() throws Exception {
        var pair = Keys.pair(Algorithm.RSA_SHA256, 2048);
        var modulus = ((java.security.interfaces.RSAPublicKey) pair.getPublic()).getModulus();
        var exponent = modulus.subtract(java.math.BigInteger.TWO);
        var costly =
                java.security.KeyFactory.getInstance("RSA")
                        .generatePublic(new java.security.spec.RSAPublicKeySpec(modulus, exponent));
        String key = java.util.Base64.getEncoder().encodeToString(costly.getEncoded());
        keys.with("c._domainkey.a.test", "v=DKIM1; p=" + key);
        var signing = new SigningKey("a.test", "c", Algorithm.RSA_SHA256, pair.getPrivate());
        assertThat(only(signed(MESSAGE, signing)).reason())
                .isEqualTo("the key has an odd exponent");
    }
}
