package dev.jebi.dkim;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// A signature on its way through the verification: at first only read, then looked at with its
/// key.
///
/// @param signature empty once its result is there
/// @param good empty until its key was found and the header section verified
/// @param early the result, where it is there before the body is looked at
record Claim(
        MessageField field,
        Optional<Signature> signature,
        Optional<KeyCheck.Good> good,
        Optional<DkimResult> early) {
    Claim(MessageField field, Signature signature) {
        this(field, Optional.of(signature), Optional.empty(), Optional.empty());
    }

    Claim(MessageField field, DkimResult result) {
        this(field, Optional.empty(), Optional.empty(), Optional.of(result));
    }

    Claim check(SignedMessage message, Map<String, KeySource.Answer> answers, DkimLimits limits) {
        var said = signature.orElseThrow();
        byte[] octets =
                message.headerOctets(said.names(), said.header(), field.withoutSignature(), field);
        var answer = answers.getOrDefault(said.keyName(), new KeySource.Absent());
        boolean subdomain = !said.identityDomain().equals(said.domain());
        var check =
                KeyCheck.of(said.algorithm(), said.signature(), answer, octets, subdomain, limits);
        return switch (check) {
            case KeyCheck.Good found ->
                    new Claim(field, signature, Optional.of(found), Optional.empty());
            case KeyCheck.Bad bad ->
                    new Claim(
                            field,
                            new DkimResult(
                                    bad.status(),
                                    bad.reason(),
                                    signature,
                                    bad.bits(),
                                    bad.testing(),
                                    0));
        };
    }

    /// The body hash that is needed.
    Optional<BodyWanted> body() {
        return good.map(g -> wanted(signature.orElseThrow(), g.algorithm()));
    }

    private static BodyWanted wanted(Signature said, Algorithm algorithm) {
        return new BodyWanted(said.body(), algorithm.hash(), said.length().orElse(Long.MAX_VALUE));
    }

    DkimResult result(SignedMessage message, DkimLimits limits) throws IOException {
        if (early.isPresent()) {
            return early.get();
        }
        var said = signature.orElseThrow();
        var key = good.orElseThrow();
        var hash = message.bodyHash(wanted(said, key.algorithm()));
        long signed = said.length().orElse(hash.canonicalOctets());
        long unsigned = Math.max(0, hash.canonicalOctets() - signed);
        var status = DkimStatus.PASS;
        String reason = "";
        if (signed > hash.canonicalOctets()) { // RFC 6376 §3.5: not more than there is
            status = DkimStatus.FAIL;
            reason = "the body is shorter than what was signed";
        } else if (!hash.is(said.bodyHash())) {
            status = DkimStatus.FAIL;
            reason = "the body hash did not verify";
        } else if (unsigned > 0 && !limits.partialBody()) {
            status = DkimStatus.POLICY;
            reason = unsigned + " octets of the body are not signed";
        }
        return new DkimResult(status, reason, signature, key.bits(), key.testing(), unsigned);
    }
}
