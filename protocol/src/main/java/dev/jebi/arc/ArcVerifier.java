package dev.jebi.arc;

import dev.jebi.content.Content;
import dev.jebi.dkim.BodyWanted;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.DkimStatus;
import dev.jebi.dkim.Form;
import dev.jebi.dkim.Hash;
import dev.jebi.dkim.KeyCheck;
import dev.jebi.dkim.KeyLookup;
import dev.jebi.dkim.KeySource;
import dev.jebi.dkim.OctetBuffer;
import dev.jebi.dkim.SignedMessage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The validator of chains (RFC 8617 §5.2). Safe for use by several threads.
public final class ArcVerifier {
    private final KeySource keys;
    private final DkimLimits limits;

    /// A validator that takes keys from there.
    public ArcVerifier(KeySource keys, DkimLimits limits) {
        this.keys = keys;
        this.limits = limits;
    }

    /// Validates the chain of a message, as it came from the wire.
    public ArcResult verify(Content content) throws IOException {
        return verify(SignedMessage.of(content, limits.headerOctets()));
    }

    /// Validates the chain of a message.
    public ArcResult verify(SignedMessage message) throws IOException {
        return switch (ArcChain.of(message)) {
            case ArcChain.None _ -> ArcResult.NONE;
            case ArcChain.Broken(var why, _, _) -> ArcResult.fail(why, List.of());
            case ArcChain.Whole chain -> verify(message, chain.sets());
        };
    }

    private ArcResult verify(SignedMessage message, List<ArcSet> sets) throws IOException {
        var hops = sets.stream().map(ArcSet::hop).toList();
        if (!message.complete()) {
            return ArcResult.fail("the header section is too large", hops);
        }
        var states = states(sets);
        if (states.isPresent()) {
            return ArcResult.fail(states.get(), hops);
        }
        var answers = KeyLookup.of(keyNames(sets), keys);
        var newest = signature(message, sets.getLast(), answers);
        if (newest.isPresent()) {
            return failed(newest.get(), hops);
        }
        for (var set : sets.reversed()) {
            var seal = seal(sets, set, answers);
            if (seal.isPresent()) {
                return failed(seal.get(), hops);
            }
        }
        return new ArcResult(ArcStatus.PASS, "", false, hops, oldestPass(message, sets, answers));
    }

    /// What broke a chain.
    private record Break(String why, boolean temporary) {}

    private static ArcResult failed(Break broken, List<ArcHop> hops) {
        return new ArcResult(ArcStatus.FAIL, broken.why(), broken.temporary(), hops, 0);
    }

    /// RFC 8617 §5.2, steps 2 and 3.
    private static Optional<String> states(List<ArcSet> sets) {
        if (sets.getLast().state().equals("fail")) {
            return Optional.of("it failed at an earlier hop");
        }
        for (var set : sets) {
            if (!set.state().equals(set.instance() == 1 ? "none" : "pass")) {
                return Optional.of("the state of instance " + set.instance() + " cannot be");
            }
        }
        return Optional.empty();
    }

    private static List<String> keyNames(List<ArcSet> sets) {
        var names = new ArrayList<String>();
        for (var set : sets) {
            names.add(set.sealed().keyName());
            names.add(set.signature().keyName());
        }
        return names;
    }

    /// RFC 8617 §5.2, step 5: since when the message is as it is.
    private int oldestPass(
            SignedMessage message, List<ArcSet> sets, Map<String, KeySource.Answer> answers)
            throws IOException {
        for (var set : sets.subList(0, sets.size() - 1).reversed()) {
            if (signature(message, set, answers).isPresent()) {
                return set.instance() + 1;
            }
        }
        return 0;
    }

    /// What breaks a set's signature over the message.
    private Optional<Break> signature(
            SignedMessage message, ArcSet set, Map<String, KeySource.Answer> answers)
            throws IOException {
        var said = set.signature();
        byte[] octets =
                message.headerOctets(
                        said.names(),
                        said.header(),
                        set.message().withoutSignature(),
                        set.message());
        var broken =
                check(said.algorithm(), said.signature(), said.keyName(), octets, answers)
                        .map(b -> named(b, "the signature", set));
        if (broken.isPresent()) {
            return broken;
        }
        var wanted = new BodyWanted(said.body(), Hash.SHA256, said.length().orElse(Long.MAX_VALUE));
        var hash = message.bodyHash(wanted);
        boolean whole =
                said.length().isEmpty() || said.length().getAsLong() == hash.canonicalOctets();
        return hash.is(said.bodyHash()) && (whole || limits.partialBody())
                ? Optional.empty()
                : Optional.of(
                        new Break(
                                "the body hash of instance " + set.instance() + " did not verify",
                                false));
    }

    private static Break named(Break broken, String what, ArcSet set) {
        return new Break(
                what + " of instance " + set.instance() + ": " + broken.why(), broken.temporary());
    }

    /// What breaks a set's seal.
    private Optional<Break> seal(
            List<ArcSet> sets, ArcSet set, Map<String, KeySource.Answer> answers) {
        byte[] octets = sealed(sets.subList(0, set.instance() - 1), set);
        var seal = set.sealed();
        return check(seal.algorithm(), seal.signature(), seal.keyName(), octets, answers)
                .map(b -> named(b, "the seal", set));
    }

    /// What a seal is taken of (RFC 8617 §5.1.1): the sets before in their order, then its own.
    private static byte[] sealed(List<ArcSet> before, ArcSet set) {
        var octets = new OctetBuffer();
        for (var earlier : before) {
            earlier.results().canonical(Form.RELAXED, true, octets);
            earlier.message().canonical(Form.RELAXED, true, octets);
            earlier.seal().canonical(Form.RELAXED, true, octets);
        }
        set.results().canonical(Form.RELAXED, true, octets);
        set.message().canonical(Form.RELAXED, true, octets);
        set.seal().withoutSignature().canonical(Form.RELAXED, false, octets);
        return octets.toArray();
    }

    private Optional<Break> check(
            String algorithm,
            byte[] signature,
            String keyName,
            byte[] octets,
            Map<String, KeySource.Answer> answers) {
        if (!ArcSet.known(algorithm)) {
            return Optional.of(new Break("an unknown algorithm", false));
        }
        var answer = answers.getOrDefault(keyName, new KeySource.Absent());
        return switch (KeyCheck.of(algorithm, signature, answer, octets, false, limits)) {
            case KeyCheck.Good _ -> Optional.empty();
            case KeyCheck.Bad bad ->
                    Optional.of(new Break(bad.reason(), bad.status() == DkimStatus.TEMPERROR));
        };
    }
}
