package dev.jebi.reporting;

import java.util.Locale;

/// What went wrong with TLS (RFC 8460 §4.3).
public enum TlsResultType {
    /// The peer does not offer STARTTLS.
    STARTTLS_NOT_SUPPORTED,
    /// The certificate is another host's.
    CERTIFICATE_HOST_MISMATCH,
    /// Its time is over.
    CERTIFICATE_EXPIRED,
    /// No authority that is trusted vouches for it.
    CERTIFICATE_NOT_TRUSTED,
    /// Anything else.
    VALIDATION_FAILURE,
    /// The TLSA records are of no use, or the certificate matches none.
    TLSA_INVALID,
    /// The DNS answer should be proven and is not.
    DNSSEC_INVALID,
    /// DANE was wanted, and there were no records.
    DANE_REQUIRED,
    /// The policy of MTA-STS cannot be fetched.
    STS_POLICY_FETCH_ERROR,
    /// It was fetched and is none.
    STS_POLICY_INVALID,
    /// The certificate of the host that has it proves nothing.
    STS_WEBPKI_INVALID;

    /// As reports have it.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
