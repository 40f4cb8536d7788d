package dev.jebi.transfer.abuse;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Trace;
import dev.jebi.mailstore.TraceEvent;
import dev.jebi.mailstore.TraceStep;
import dev.jebi.smtp.Reply;
import dev.jebi.transfer.abuse.ListRule.Action;
import dev.jebi.wire.Network;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What strangers go through, besides the question who stands behind their mail: lists in the DNS,
/// the greylist, and other programs that look at messages. Safe for use by several threads.
public final class Screening {
    private static final Logger LOG = LoggerFactory.getLogger(Screening.class);

    /// The field that says what was found out; who sends one is not believed.
    public static final String FIELD = "X-Jebi-Screening";

    /// Whoever is refused by mistake must have somebody to tell it (RFC 5321 §4.5.1, RFC 2142 §4,
    /// §5).
    private static final Set<String> ALWAYS_REACHED = Set.of("postmaster", "abuse");

    private final Parts parts;
    private final Trace trace;
    private final InstantSource clock;

    /// Who decides.
    ///
    /// @param except networks whose mail is taken as it is
    public record Parts(
            Optional<BlockLists> lists,
            Optional<Greylist> greylist,
            List<Inspector> inspectors,
            List<Network> except) {
        /// Nobody.
        public static final Parts NONE =
                new Parts(Optional.empty(), Optional.empty(), List.of(), List.of());

        /// Copies the lists.
        public Parts {
            inspectors = List.copyOf(inspectors);
            except = List.copyOf(except);
        }
    }

    /// A screening that writes down what it decides.
    public Screening(Parts parts, Trace trace, InstantSource clock) {
        this.parts = parts;
        this.trace = trace;
        this.clock = clock;
    }

    /// Whether a stranger from there goes through it.
    public boolean concerns(InetAddress client) {
        return parts.except().stream().noneMatch(network -> network.contains(client));
    }

    /// Whether a recipient is refused to a stranger.
    public Optional<Reply> recipient(Caller caller, Address to) throws IOException {
        if (ALWAYS_REACHED.contains(to.localPart().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        var findings = findings(caller);
        if (has(findings, Action.ALLOW)) {
            return Optional.empty();
        }
        for (ListFinding finding : findings) {
            switch (finding.rule().action()) {
                case REJECT -> {
                    return Optional.of(Reply.of(550, "5.7.1", "Not taken: " + finding.words()));
                }
                case DEFER -> {
                    return Optional.of(
                            Reply.of(451, "4.7.1", "Not taken for now: " + finding.words()));
                }
                case ALLOW, JUNK, NOTE -> {}
            }
        }
        return parts.greylist().isPresent()
                ? parts.greylist().get().puts(caller, to)
                : Optional.empty();
    }

    private List<ListFinding> findings(Caller caller) {
        return parts.lists().map(lists -> lists.of(caller)).orElse(List.of());
    }

    private static boolean has(List<ListFinding> findings, Action action) {
        return findings.stream().anyMatch(finding -> finding.rule().action() == action);
    }

    /// Looks at a message before it is taken.
    public Screened inspect(Offered offered) {
        var facts = new ArrayList<String>();
        var reasons = new ArrayList<String>();
        var findings = findings(offered.caller());
        boolean allowed = has(findings, Action.ALLOW);
        for (ListFinding finding : findings) {
            facts.add(finding.fact());
            if (finding.rule().action() == Action.JUNK && !allowed) {
                reasons.add(finding.words());
            }
        }
        var now = offered;
        Optional<Content> edited = Optional.empty();
        for (Inspector inspector : parts.inspectors()) {
            switch (inspector.inspect(now)) {
                case Inspected.Passed(var content, var fact, var junk) -> {
                    edited = content.isPresent() ? content : edited;
                    now = content.isPresent() ? now.with(content.get()) : now;
                    facts.add(fact);
                    junk.ifPresent(reasons::add);
                }
                case Inspected.Refused(var reply, var why) -> {
                    note(offered, "refused", "It was not taken: " + why + ".", facts);
                    return new Screened(Optional.of(reply), false, edited, "", false);
                }
                case Inspected.Discarded(var why) -> {
                    note(offered, "discarded", "It was thrown away: " + why + ".", facts);
                    return new Screened(Optional.empty(), true, edited, "", false);
                }
            }
        }
        facts.removeIf(String::isEmpty);
        conclude(offered, facts, reasons);
        return new Screened(Optional.empty(), false, edited, field(facts), !reasons.isEmpty());
    }

    private void conclude(Offered offered, List<String> facts, List<String> reasons) {
        if (!reasons.isEmpty()) {
            String why = String.join("; ", reasons);
            note(offered, "junk", "It belongs among the junk: " + why + ".", facts);
        } else if (!facts.isEmpty()) {
            note(offered, "accepted", "Nothing speaks against it that counts.", facts);
        }
    }

    private void note(Offered offered, String done, String sentence, List<String> facts) {
        var arrival = offered.arrival();
        String found = String.join("; ", facts);
        LOG.info(
                "event=screened id={} client={} done={} found=\"{}\"",
                arrival.id(),
                arrival.client().getHostAddress(),
                done,
                found);
        trace.record(
                new TraceEvent(
                        clock.instant(),
                        arrival.id(),
                        TraceStep.CHECKED,
                        sentence,
                        Map.of(
                                "found",
                                found,
                                TraceEvent.PEER,
                                arrival.helo() + "[" + arrival.client().getHostAddress() + "]",
                                TraceEvent.SENDER,
                                arrival.from().address().map(Address::toString).orElse(""))));
    }

    private static String field(List<String> facts) {
        return facts.isEmpty()
                ? ""
                : FIELD
                        + ": "
                        + facts.stream()
                                .map(fact -> fact.replaceAll("[^ -~]", "?"))
                                .collect(Collectors.joining(";\r\n\t"))
                        + "\r\n";
    }
}
