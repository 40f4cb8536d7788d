package dev.jebi.dkim;

import java.util.Optional;

/// How a signature of a message ends.
///
/// @param reason why it does not pass, in words that may stand in an Authentication-Results field;
///   empty when it passes
/// @param signature empty when it was too malformed to be read
/// @param keyBits the size of the key; 0 when it was not found
/// @param testing whether the domain only tries DKIM: nobody is to treat such mail differently from
///   mail without a signature (RFC 6376 §3.6.1, flag `y`)
/// @param unsignedOctets octets of the canonical body that the signature leaves out
public record DkimResult(
        DkimStatus status,
        String reason,
        Optional<Signature> signature,
        int keyBits,
        boolean testing,
        long unsignedOctets) {
    static DkimResult malformed(String why) {
        return new DkimResult(DkimStatus.PERMERROR, why, Optional.empty(), 0, false, 0);
    }

    static DkimResult of(DkimStatus status, String reason, Signature signature) {
        return new DkimResult(status, reason, Optional.of(signature), 0, false, 0);
    }

    /// Whether the signature is good.
    public boolean passed() {
        return status == DkimStatus.PASS;
    }

    /// The domain that signed, as A-labels; empty when the signature could not be read.
    public Optional<String> domain() {
        return signature.map(Signature::domain);
    }
}
