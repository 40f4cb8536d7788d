package dev.jebi.trust;

import dev.jebi.dns.Tlsa;
import dev.jebi.wire.PeerProof;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The proof by TLSA records (RFC 7671, RFC 7672 §3): the certificate is the one that the records
/// name (DANE-EE), or one that it vouches for (DANE-TA).
public final class DaneProof implements PeerProof {
    private static final int DANE_TA = 2;
    private static final int DANE_EE = 3;
    private static final int WHOLE = 0;
    private static final int KEY = 1;
    private static final int AS_IT_IS = 0;
    private static final int SHA256 = 1;
    private static final int SHA512 = 2;
    private static final int SHA256_OCTETS = 32;
    private static final int SHA512_OCTETS = 64;

    /// Of certificates that are shown; more is no chain.
    private static final int LONGEST_CHAIN = 10;

    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final List<Tlsa> records;
    private final Set<String> names;
    private final InstantSource clock;

    /// A proof by these records.
    ///
    /// @param names the host may be called by one of these; DANE-EE does not look at them
    public DaneProof(List<Tlsa> records, Set<String> names, InstantSource clock) {
        this.records = usable(records);
        this.names = Set.copyOf(names);
        this.clock = clock;
    }

    /// The records that a client of SMTP can use: not those that name public authorities (RFC 7672
    /// §3.1.3), nor what it does not know or what is broken; and of the digests of one usage and
    /// selector the strongest (RFC 7671 §9).
    public static List<Tlsa> usable(List<Tlsa> records) {
        var known = records.stream().filter(DaneProof::known).toList();
        return known.stream()
                .filter(record ->
                        record.matching() != SHA256
                                || known.stream()
                                        .noneMatch(other ->
                                                other.matching() == SHA512
                                                        && other.usage() == record.usage()
                                                        && other.selector() == record.selector()))
                .toList();
    }

    private static boolean known(Tlsa record) {
        boolean fits =
                switch (record.matching()) {
                    case AS_IT_IS -> readable(record);
                    case SHA256 -> record.association().length == SHA256_OCTETS;
                    case SHA512 -> record.association().length == SHA512_OCTETS;
                    default -> false;
                };
        return fits
                && (record.usage() == DANE_TA || record.usage() == DANE_EE)
                && (record.selector() == WHOLE || record.selector() == KEY);
    }

    /// RFC 7671 §10.1.2 advises against octets as they are; some publish them all the same.
    private static boolean readable(Tlsa record) {
        return record.selector() == WHOLE
                ? certificate(record).isPresent()
                : record.selector() == KEY && record.association().length > 0;
    }

    @Override
    public void check(List<X509Certificate> chain) throws CertificateException {
        var leaf = chain.getFirst();
        for (var record : records) { // RFC 7671 §5.1: neither names nor dates count
            if (record.usage() == DANE_EE && matches(leaf, record)) {
                return;
            }
        }
        Optional<NotProven> worst = Optional.empty();
        var shown = chain.subList(0, Math.min(chain.size(), LONGEST_CHAIN));
        for (var record : records) {
            if (record.usage() == DANE_TA) {
                try {
                    vouched(shown, record);
                    return;
                } catch (NotProven e) {
                    worst =
                            worst.filter(w -> w.reason() != NotProven.Reason.TLSA)
                                    .or(() -> Optional.of(e));
                }
            }
        }
        throw worst.orElseGet(DaneProof::noMatch);
    }

    private static NotProven noMatch() {
        return new NotProven(
                NotProven.Reason.TLSA, "the certificate matches none of the TLSA records");
    }

    /// RFC 7671 §5.2: a chain up to the authority that the record names, in which dates and names
    /// count.
    private void vouched(List<X509Certificate> chain, Tlsa record) throws NotProven {
        var leaf = chain.getFirst();
        if (matches(leaf, record)) { // it vouches for itself
            valid(leaf);
            CertificateNames.check(leaf, names, true);
            return;
        }
        var anchors = anchors(chain, record);
        if (anchors.isEmpty()) {
            throw noMatch();
        }
        try {
            var wanted = new X509CertSelector();
            wanted.setCertificate(leaf);
            var path = new PKIXBuilderParameters(Set.copyOf(anchors), wanted);
            path.setRevocationEnabled(false);
            path.setDate(Date.from(clock.instant()));
            path.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(path);
        } catch (CertPathBuilderException e) {
            valid(leaf);
            throw new NotProven(
                    NotProven.Reason.UNTRUSTED,
                    "the authority of the TLSA record does not vouch for the certificate: "
                            + e.getMessage(),
                    e);
        } catch (GeneralSecurityException e) {
            throw new NotProven(NotProven.Reason.UNTRUSTED, "a chain of no use", e);
        }
        purpose(leaf);
        CertificateNames.check(leaf, names, true);
    }

    private void valid(X509Certificate certificate) throws NotProven {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            throw new NotProven(
                    NotProven.Reason.EXPIRED, "the certificate has expired: " + e.getMessage(), e);
        }
    }

    private static void purpose(X509Certificate leaf) throws NotProven {
        try {
            var purposes = leaf.getExtendedKeyUsage();
            if (purposes != null
                    && !purposes.contains(SERVER_AUTHENTICATION)
                    && !purposes.contains(ANY_PURPOSE)) {
                throw new NotProven(
                        NotProven.Reason.UNTRUSTED, "the certificate is not for servers");
            }
        } catch (java.security.cert.CertificateParsingException e) {
            throw new NotProven(NotProven.Reason.UNTRUSTED, "purposes that cannot be read", e);
        }
    }

    /// RFC 7671 §5.2.1, §5.2.2: among the certificates that are shown, or in the record itself.
    private static List<TrustAnchor> anchors(List<X509Certificate> chain, Tlsa record) {
        var anchors = new ArrayList<TrustAnchor>();
        for (var certificate : chain.subList(1, chain.size())) {
            if (matches(certificate, record)) {
                anchors.add(new TrustAnchor(certificate, null));
            }
        }
        if (record.matching() == AS_IT_IS && record.selector() == WHOLE) {
            certificate(record).ifPresent(found -> anchors.add(new TrustAnchor(found, null)));
        }
        if (record.matching() == AS_IT_IS && record.selector() == KEY) {
            for (var certificate : chain) {
                key(record, certificate)
                        .ifPresent(key ->
                                anchors.add(
                                        new TrustAnchor(
                                                certificate.getIssuerX500Principal(), key, null)));
            }
        }
        return anchors;
    }

    private static Optional<PublicKey> key(Tlsa record, X509Certificate signed) {
        String algorithm =
                switch (signed.getSigAlgName()) {
                    case String name when name.endsWith("withECDSA") -> "EC";
                    case String name when name.startsWith("Ed") -> "EdDSA";
                    case String _ -> "RSA";
                };
        try {
            return Optional.of(
                    KeyFactory.getInstance(algorithm)
                            .generatePublic(new X509EncodedKeySpec(record.association())));
        } catch (GeneralSecurityException _) {
            return Optional.empty(); // another kind of key: it has not signed this one
        }
    }

    private static Optional<X509Certificate> certificate(Tlsa record) {
        try {
            return Optional.of(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(record.association())));
        } catch (CertificateException _) {
            return Optional.empty(); // a record that is broken is of no use, RFC 7671 §4
        }
    }

    private static boolean matches(X509Certificate certificate, Tlsa record) {
        try {
            byte[] selected =
                    record.selector() == WHOLE
                            ? certificate.getEncoded()
                            : certificate.getPublicKey().getEncoded();
            byte[] octets =
                    switch (record.matching()) {
                        case SHA256 -> MessageDigest.getInstance("SHA-256").digest(selected);
                        case SHA512 -> MessageDigest.getInstance("SHA-512").digest(selected);
                        default -> selected;
                    };
            return Arrays.equals(octets, record.association());
        } catch (CertificateException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
