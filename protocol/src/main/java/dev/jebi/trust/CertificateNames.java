package dev.jebi.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// The host names of a certificate (RFC 6125 §6.4).
final class CertificateNames {
    /// dNSName in GeneralName (RFC 5280 §4.2.1.6).
    private static final int DNS = 2;

    private CertificateNames() {}

    /// Throws unless the certificate is for one of these hosts.
    ///
    /// @param commonName whether the subject's common name counts where there is no DNS name (RFC
    ///   7672 §3.2.3), which RFC 8461 §4.1 does not allow
    static void check(X509Certificate certificate, Collection<String> hosts, boolean commonName)
            throws NotProven {
        var names = names(certificate);
        if (names.isEmpty() && commonName) {
            names = commonNames(certificate);
        }
        for (String host : hosts) {
            for (String name : names) {
                if (matches(name, host)) {
                    return;
                }
            }
        }
        throw new NotProven(
                NotProven.Reason.NAME, "the certificate is for " + names + ", not for " + hosts);
    }

    /// Whether a name of a certificate is this host's. A wildcard is a whole label, the first one,
    /// and stands for one label (RFC 6125 §6.4.3).
    static boolean matches(String pattern, String host) {
        String name = plain(pattern);
        String wanted = plain(host);
        if (!name.startsWith("*.")) {
            return name.equals(wanted);
        }
        int dot = wanted.indexOf('.');
        return dot > 0
                && wanted.substring(dot).equals(name.substring(1))
                && name.indexOf('.', 2) > 0; // not for a whole top-level domain
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static List<String> names(X509Certificate certificate) throws NotProven {
        var names = new ArrayList<String>();
        try {
            var all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (var name : all) {
                    if (name.size() == 2 && name.get(0).equals(DNS)) {
                        names.add(String.valueOf(name.get(1)));
                    }
                }
            }
            return names;
        } catch (CertificateParsingException e) {
            throw new NotProven(NotProven.Reason.NAME, "names that cannot be read", e);
        }
    }

    private static List<String> commonNames(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            for (var part :
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()));
                }
            }
        } catch (InvalidNameException _) {
            return List.of(); // a subject that is no name has no common name
        }
        return names;
    }
}
