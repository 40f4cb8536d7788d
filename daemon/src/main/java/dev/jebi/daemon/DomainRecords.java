package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mtasts.StsPolicy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The records that a domain is to publish so that its mail arrives, as lines of a zone file.
///
/// @param hostname the mail exchanger: this host
/// @param reports where reports are wanted
/// @param certificate what this host shows, as a PEM file
record DomainRecords(Domain hostname, Address reports, Path certificate) {
    private static final Duration AGE = Duration.ofDays(7);
    private static final int ID_OCTETS = 10;

    /// The lines.
    ///
    /// @param dkim those of the domain's keys
    List<String> lines(Domain domain, List<String> dkim) throws IOException {
        var lines = new ArrayList<String>();
        var policy = policy();
        lines.add("; mail for " + domain + " comes to this host");
        lines.add(domain + ". IN MX 10 " + hostname + ".");
        lines.add("; who sends mail in its name (SPF)");
        lines.add(text(domain.name(), "v=spf1 mx -all"));
        lines.add(text(hostname.name(), "v=spf1 a -all"));
        lines.add("; keys of its signatures (DKIM)");
        lines.addAll(dkim.isEmpty() ? List.of("; none yet: jebi dkim add " + domain) : dkim);
        lines.add("; what others do with mail that it does not stand behind (DMARC)");
        lines.add("; begin with p=none, read the reports, then say quarantine or reject");
        lines.add(text("_dmarc." + domain, "v=DMARC1; p=none; rua=mailto:" + reports));
        if (!reports.domain().equals(domain)) { // RFC 7489 §7.1
            lines.add(text(domain + "._report._dmarc." + reports.domain(), "v=DMARC1"));
        }
        lines.add("; what TLS others must find here (MTA-STS)");
        lines.add(text("_mta-sts." + domain, "v=STSv1; id=" + id(policy)));
        lines.add("; " + StsPolicy.address(domain.name()) + " must have:");
        policy.lines().forEach(line -> lines.add(";   " + line));
        lines.add("; where they tell how it went (TLSRPT)");
        lines.add(text("_smtp._tls." + domain, "v=TLSRPTv1; rua=mailto:" + reports));
        lines.add("; this host's key, if the zone of " + hostname + " is signed (DANE)");
        lines.add("_25._tcp." + hostname + ". IN TLSA 3 1 1 " + key());
        return lines;
    }

    private StsPolicy policy() {
        return new StsPolicy(StsPolicy.Mode.TESTING, List.of(hostname.name()), AGE);
    }

    private static String text(String name, String value) {
        return name + ". IN TXT \"" + value + "\"";
    }

    /// Changes with the policy (RFC 8461 §3.1).
    private static String id(StsPolicy policy) throws IOException {
        return HexFormat.of()
                .formatHex(sha256(policy.text().getBytes(StandardCharsets.UTF_8)), 0, ID_OCTETS);
    }

    private String key() throws IOException {
        try {
            var leaf =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(Files.readAllBytes(certificate)))
                            .iterator()
                            .next();
            return HexFormat.of().formatHex(sha256(leaf.getPublicKey().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read " + certificate, e);
        }
    }

    private static byte[] sha256(byte[] octets) throws IOException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IOException("no SHA-256", e);
        }
    }
}
