package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.arc.ArcSealer;
import dev.jebi.arc.ArcVerifier;
import dev.jebi.content.Content;
import dev.jebi.dkim.Algorithm;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.DkimSigner;
import dev.jebi.dkim.KeySource;
import dev.jebi.dkim.SignedMessage;
import dev.jebi.dkim.SigningKey;
import dev.jebi.dkim.SigningRules;
import dev.jebi.mailstore.EmbeddedStore;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.StoreLimits;
import dev.jebi.mailstore.Uid;
import dev.jebi.smtp.Reply;
import dev.jebi.testkit.FakeDns;
import dev.jebi.transfer.verification.Disposition;
import dev.jebi.transfer.verification.DomainPolicies;
import dev.jebi.transfer.verification.DomainPolicy;
import dev.jebi.transfer.verification.Verification;
import dev.jebi.transfer.verification.VerificationSettings;
import dev.jebi.transfer.verification.Verified;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A reception that verifies, on a real store, with a DNS that knows what it was told.
final class VerifyingSite implements AutoCloseable {
    private static final StoreLimits STORE =
            new StoreLimits(4 << 20, 10_000, 16L << 20, 100, 1 << 20, 63, 16);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final FakeDns dns = new FakeDns();
    final MailStore store;
    final DomainPolicies policies;
    final List<Verified> seen = new ArrayList<>();
    final List<Disposition> done = new ArrayList<>();
    final Reception reception;
    private final KeyPair key;

    VerifyingSite(Path directory, VerificationSettings settings) throws Exception {
        store = EmbeddedStore.open(directory, STORE, () -> NOW);
        store.directory().addDomain(Domain.parse("here.test"));
        store.directory().addDomain(Domain.parse("mild.test"));
        store.directory().addAccount(Address.parse("bob@here.test"), "secret", 0, 0);
        store.directory().addAccount(Address.parse("mia@mild.test"), "secret", 0, 0);
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        policies = new DomainPolicies(store.register(), settings.standard());
        var verification =
                new Verification(
                        dns,
                        "mx.here.test",
                        settings,
                        policies,
                        (verified, disposition) -> {
                            seen.add(verified);
                            done.add(disposition);
                        },
                        () -> NOW);
        reception =
                new Reception(
                        Filing.standard(store, "mx.here.test", () -> NOW),
                        "mx.here.test",
                        (_, _, _) -> {},
                        ReceptionLimits.STANDARD,
                        Optional.of(verification),
                        () -> NOW);
    }

    static VerificationSettings settings(DomainPolicy policy, String... sealers) {
        var standard = VerificationSettings.STANDARD;
        return new VerificationSettings(
                policy,
                List.of(),
                Arrays.asList(sealers),
                standard.organizations(),
                Tests.PATIENCE);
    }

    Reply receive(String ip, String from, String content, String... to) throws IOException {
        return receive(client(ip, false), from, content, to);
    }

    static ClientIdentity client(String ip, boolean trusted) {
        return new ClientIdentity(
                "client.test",
                true,
                InetAddress.ofLiteral(ip),
                trusted,
                Optional.empty(),
                Optional.empty());
    }

    Reply receive(ClientIdentity client, String from, String content, String... to)
            throws IOException {
        var path = from.isEmpty() ? ReversePath.NULL : ReversePath.of(Address.parse(from));
        var recipients = new ArrayList<Recipient>();
        for (String address : to.length == 0 ? new String[] {"bob@here.test"} : to) {
            var parsed = Address.parse(address);
            var account = store.directory().recipient(parsed).orElseThrow().id();
            recipients.add(new Recipient.Local(parsed, account));
        }
        var octets = Content.of(content.getBytes(StandardCharsets.UTF_8));
        return reception.accept(
                client,
                new Envelope(path, recipients, false),
                new Arrived("id-1", octets, false, false, false, false));
    }

    /// The only message of a mailbox; empty when there is none.
    String only(String address, MailboxName mailbox) throws IOException {
        var account = store.directory().recipient(Address.parse(address)).orElseThrow();
        var opened = store.open(account.id(), mailbox);
        if (opened.isEmpty()) {
            return "";
        }
        try (var box = opened.get()) {
            var all = new StringBuilder();
            for (long uid : box.uids()) {
                all.append(
                        new String(
                                box.content(new Uid(uid)).orElseThrow().octets(),
                                StandardCharsets.UTF_8));
            }
            return all.toString();
        }
    }

    String inbox() throws IOException {
        return only("bob@here.test", MailboxName.INBOX);
    }

    /// Publishes the key of a domain under the selector `s`.
    void key(String domain) {
        dns.has("s._domainkey." + domain, "TXT v=DKIM1; k=ed25519; p=" + base64(key.getPublic()));
    }

    private static String base64(PublicKey key) {
        byte[] encoded = key.getEncoded(); // RFC 8410 §4: the last 32 octets
        return Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private SigningKey signingKey(String domain) {
        return new SigningKey(domain, "s", Algorithm.ED25519_SHA256, key.getPrivate());
    }

    /// A message with a signature of that domain.
    String signed(String domain, String content) throws IOException {
        var octets = Content.of(content.getBytes(StandardCharsets.UTF_8));
        return new DkimSigner(SigningRules.STANDARD).sign(octets, List.of(signingKey(domain)), NOW)
                + content;
    }

    /// A message with one more set of a chain, by a domain that saw these results.
    String sealed(String domain, String results, String content)
            throws IOException, GeneralSecurityException {
        KeySource keys = name -> new KeySource.Found(dns.txt(name).records());
        var octets = Content.of(content.getBytes(StandardCharsets.UTF_8));
        var message = SignedMessage.of(octets, 1 << 16);
        var chain = new ArcVerifier(keys, DkimLimits.STANDARD).verify(message);
        return new ArcSealer().seal(message, results, chain, signingKey(domain), NOW) + content;
    }

    @Override
    public void close() {
        store.close();
    }
}
