package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.arc.ArcStatus;
import dev.jebi.arc.ArcVerifier;
import dev.jebi.content.Content;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.DkimResult;
import dev.jebi.dkim.DkimVerifier;
import dev.jebi.dkim.KeySource;
import dev.jebi.dkim.SigningRules;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.testkit.FakeDns;
import dev.jebi.transfer.addresses.AddressSettings;
import dev.jebi.transfer.signing.DkimKey;
import dev.jebi.transfer.signing.DkimKeys;
import dev.jebi.transfer.signing.KeyRotation;
import dev.jebi.transfer.signing.Signatures;
import dev.jebi.wire.WireConnector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What leaves is signed, and the octets that a peer gets are the octets that were signed.
final class SignedMailTest {
    private static final StoreLimits STORE =
            new StoreLimits(4 << 20, 10_000, 16L << 20, 100, 1 << 20, 63, 16);
    private static final Domain DOMAIN = Domain.parse("us.test");
    private static final Address BOB = Address.parse("bob@b.test");

    @TempDir private Path directory = Path.of("");

    private final SettableClock clock = new SettableClock();
    private final WireConnector wires = new WireConnector();
    private MailStore store;
    private DkimKeys keys;
    private KeySource dns;
    private Filing filing;
    private Bounce bounce;

    @BeforeEach
    void open() throws IOException {
        store = EmbeddedStore.open(directory, STORE, clock);
        store.directory().addDomain(DOMAIN);
        store.directory().addAccount(Address.parse("al@us.test"), "secret", 0, 0);
        keys = new DkimKeys(store.register());
        dns = name -> keys(name);
        var rotation = new KeyRotation(keys, dns, Duration.ofDays(7), clock);
        rotation.next(DOMAIN);
        rotation.switchOver(DOMAIN);
        var settings = new Signatures.Settings("mx.us.test", true, true, SigningRules.STANDARD);
        var signatures = new Signatures(keys, dns, settings, clock);
        filing = Filing.of(store, "mx.us.test", AddressSettings.STANDARD, signatures, clock);
        bounce = new Bounce(store.directory(), "mx.us.test", clock, signatures);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        wires.close();
    }

    private KeySource.Answer keys(String name) {
        try {
            var texts =
                    keys.of(DOMAIN).stream()
                            .filter(key -> key.recordName().equals(name))
                            .map(DkimKey::record)
                            .toList();
            return texts.isEmpty() ? new KeySource.Absent() : new KeySource.Found(texts);
        } catch (IOException e) {
            return new KeySource.Unavailable(e.toString());
        }
    }

    private static ClientIdentity client(boolean trusted) {
        return new ClientIdentity(
                "host.test",
                true,
                InetAddress.ofLiteral("192.0.2.1"),
                trusted,
                Optional.empty(),
                trusted ? Optional.empty() : Optional.of("al@us.test"));
    }

    private static Arrived arrived(String text) {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new Arrived("id1", Content.of(octets), false, false, false, true);
    }

    private static Envelope envelope(String from, Recipient to) {
        return new Envelope(ReversePath.of(Address.parse(from)), List.of(to), false);
    }

    /// What a peer gets of all that is queued.
    private String sent(String... extensions) throws IOException {
        var limits = Tests.limits(25, Tests.patient());
        try (var peer = new FakeMta().offering(extensions)) {
            var routes = Routes.of(Map.of("*", peer.address()));
            var relay = new Relay(new FakeDns(), routes, wires, "us.test", List::of, limits);
            try (var runner = new QueueRunner(store.queue(), relay, bounce, limits, clock)) {
                runner.start();
                await().atMost(Tests.PATIENCE).until(() -> peer.received().size() == 1);
            }
            return peer.received().getFirst().content();
        }
    }

    private List<DkimResult> verify(String sent) throws IOException {
        var content = Content.of(sent.getBytes(StandardCharsets.UTF_8));
        return new DkimVerifier(dns, DkimLimits.STANDARD, clock).verify(content);
    }

    private void submit(String text) throws IOException {
        var submission =
                new Submission(
                        filing, "mx.us.test", (_, _, _) -> {}, ReceptionLimits.STANDARD, clock);
        var to = new Recipient.Remote(BOB);
        var reply = submission.accept(client(false), envelope("al@us.test", to), arrived(text));
        assertThat(reply.code()).isEqualTo(250);
    }

    @Test
    void aSubmissionIsSignedTwiceAndVerifiesAtThePeer() throws IOException {
        submit(
                "Bcc: eve@e.test\n"
                        + "From: Al <al@us.test>\n"
                        + "Subject:  hi \n"
                        + " there\n\n"
                        + ".dot\n\n"
                        + "hé  y\n\n\n");
        String sent = sent("8BITMIME", "PIPELINING");
        assertThat(sent).startsWith("DKIM-Signature: v=1; a=rsa-sha256;").doesNotContain("eve@");
        var results = verify(sent);
        assertThat(results).hasSize(2).allMatch(DkimResult::passed);
        var names = results.getFirst().signature().orElseThrow().names();
        assertThat(names.stream().filter("From"::equals)).hasSize(2);
        assertThat(names.stream().filter("Date"::equals)).hasSize(2);
        assertThat(names.stream().filter("Cc"::equals)).hasSize(1);
    }

    @Test
    void aPeerWithout8BitMimeGetsTheSignedOctets() throws IOException {
        submit("From: al@us.test\nSubject: hi\n\nhé\n");
        String sent = sent();
        assertThat(sent).endsWith("\r\n\r\nhé\r\n");
        assertThat(verify(sent)).hasSize(2).allMatch(DkimResult::passed);
    }

    @Test
    void whatAHostOfOursSendsThroughPort25IsSigned() throws IOException {
        receive(
                client(true),
                "cron@us.test",
                new Recipient.Remote(BOB),
                "From: cron@us.test\n\nx\n");
        assertThat(verify(sent())).hasSize(2).allMatch(DkimResult::passed);
    }

    @Test
    void mailOfAnotherDomainIsNotSigned() throws IOException {
        receive(
                client(true),
                "x@other.test",
                new Recipient.Remote(BOB),
                "From: x@other.test\n\nx\n");
        assertThat(verify(sent())).isEmpty();
    }

    private void receive(ClientIdentity client, String from, Recipient to, String text)
            throws IOException {
        var reception =
                new Reception(
                        filing, "mx.us.test", (_, _, _) -> {}, ReceptionLimits.STANDARD, clock);
        assertThat(reception.accept(client, envelope(from, to), arrived(text)).code())
                .isEqualTo(250);
    }

    @Test
    void aReportToAnotherSystemIsSigned() throws IOException {
        var original =
                new Bounce.Original(
                        Content.of(
                                "From: bob@b.test\r\n\r\nx\r\n".getBytes(StandardCharsets.UTF_8)),
                        ReversePath.of(BOB),
                        clock.instant(),
                        false,
                        Optional.empty());
        var fate =
                new Bounce.Fate(
                        Address.parse("al@us.test"),
                        Diagnosis.of("5.2.2", "full"),
                        Optional.empty());
        store.accept(bounce.report(original, List.of(fate)).orElseThrow());
        assertThat(verify(sent())).hasSize(2).allMatch(DkimResult::passed);
    }

    @Test
    void whatIsPassedOnIsSealed() throws IOException {
        var content =
                Content.of(
                        ("Authentication-Results: mx.us.test; spf=pass\r\n"
                                        + "From: bob@b.test\r\n\r\nx\r\n")
                                .getBytes(StandardCharsets.UTF_8));
        String seal = filing.sealer().above(content, DOMAIN);
        var sealed = Content.concat(Content.of(seal.getBytes(StandardCharsets.UTF_8)), content);
        var result = new ArcVerifier(dns, DkimLimits.STANDARD).verify(sealed);
        assertThat(result.status()).isEqualTo(ArcStatus.PASS);
        assertThat(result.hops().getFirst().results()).isEqualTo("mx.us.test; spf=pass");
        assertThat(filing.sealer().above(content, Domain.parse("none.test"))).isEmpty();
    }

    @Test
    void theChainIsTakenFromWhatWasFoundAtReceptionAndFromNothingElse() throws IOException {
        String text = "From: bob@b.test\r\n\r\nx\r\n";
        String first = above("mx.us.test; arc=none", text);
        String changed = first + text.replace("x", "changed by a list");
        assertThat(above("mx.us.test; spf=pass; arc=pass", changed)).contains("i=2; a=", "cv=pass");
        // its signature is broken, and only these words would say otherwise
        assertThat(above("mx.us.test; spf=pass smtp.mailfrom=\"a; arc=pass\"@e.test", changed))
                .contains("cv=fail");
        assertThat(above("mx.us.test; spf=pass (x; arc=pass)", changed)).contains("cv=fail");
        assertThat(above("mx.us.test; arc=fail (later)", first + text)).contains("cv=pass");
    }

    private String above(String results, String message) throws IOException {
        String whole = "Authentication-Results: " + results + "\r\n" + message;
        return filing.sealer().above(Content.of(whole.getBytes(StandardCharsets.UTF_8)), DOMAIN);
    }
}
