package dev.jebi.transfer.verification;

import dev.jebi.arc.ArcHop;
import dev.jebi.arc.ArcResult;
import dev.jebi.arc.ArcStatus;
import dev.jebi.authres.AuthenticationResults;
import dev.jebi.authres.MethodResult;
import dev.jebi.dmarc.Authors;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Chains that only trusted sealers had a hand in (RFC 8617 §7.2): what the first of them saw is
/// believed, for nobody else touched the message after.
///
/// @param domains that are trusted, with those below them
record TrustedChain(List<String> domains) {
    /// The last sealer, when the first one saw DMARC pass for these authors.
    Optional<String> word(ArcResult arc, Authors authors) {
        if (arc.status() != ArcStatus.PASS
                || authors.domains().isEmpty()
                || !arc.hops().stream().allMatch(hop -> trusted(hop.domain()))) {
            return Optional.empty();
        }
        var first = AuthenticationResults.parse(arc.hops().getFirst().results());
        boolean all =
                authors.domains().stream()
                        .allMatch(author -> first.results().stream().anyMatch(r -> is(r, author)));
        return all ? Optional.of(arc.hops().getLast()).map(ArcHop::domain) : Optional.empty();
    }

    private static boolean is(MethodResult result, String author) {
        return result.method().equals("dmarc")
                && result.result().equals("pass")
                && result.properties().stream()
                        .anyMatch(p ->
                                p.name().equals("header.from")
                                        && p.value().equalsIgnoreCase(author));
    }

    private boolean trusted(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        return domains.stream()
                .map(d -> d.toLowerCase(Locale.ROOT))
                .anyMatch(d -> name.equals(d) || name.endsWith("." + d));
    }
}
