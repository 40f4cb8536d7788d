package dev.jebi.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a peer got what nodes took for it, and twice only what SMTP cannot avoid: the peer had
/// the final dot, and its 250 was lost with the node, which was killed before it could remember it.
record SinkCheck(List<Sink.Taken> taken, Ledger ledger, List<Node> nodes) {
    private static final Logger LOG = LoggerFactory.getLogger(SinkCheck.class);

    void run() {
        Map<String, List<Sink.Taken>> byMark =
                taken.stream().collect(Collectors.groupingBy(Sink.Taken::mark));
        Set<String> promised = ledger.marks(NodesLoad.PEER, Ledger.Answer.TAKEN);
        Set<String> unanswered = ledger.marks(NodesLoad.PEER, Ledger.Answer.NONE);
        var lost = promised.stream().filter(mark -> !byMark.containsKey(mark)).toList();
        long doubled = byMark.values().stream().filter(times -> times.size() > 1).count();
        LOG.info(
                "peer: promised={} reached={} lost={} doubled={} by-two-tries={}",
                promised.size(),
                byMark.size(),
                lost.size(),
                doubled,
                ledger.sentAgain(byMark.keySet()));
        assertThat(lost).as("lost").isEmpty();
        assertThat(byMark.keySet())
                .as("refused, or never sent")
                .allMatch(mark -> promised.contains(mark) || unanswered.contains(mark));
        assertThat(taken).as("octets").allMatch(Sink.Taken::whole);
        byMark.values().forEach(this::checkDoubled);
    }

    private void checkDoubled(List<Sink.Taken> times) {
        var inOrder = times.stream().sorted(Comparator.comparingLong(Sink.Taken::nanos)).toList();
        for (int i = 0; i + 1 < inOrder.size(); i++) {
            var first = inOrder.get(i);
            var killed = killedAfter(first);
            LOG.info(
                    "doubled mark={} node={} milliseconds-to-kill={} to-second={}",
                    first.mark(),
                    first.node(),
                    killed.isPresent() ? millis(killed.getAsLong() - first.nanos()) : "none",
                    millis(inOrder.get(i + 1).nanos() - first.nanos()));
            assertThat(first.followed())
                    .as("%s: the node went on after it, so it had settled it", first)
                    .isFalse();
            assertThat(killed.orElse(Long.MAX_VALUE))
                    .as("%s: when its node was killed", first)
                    .isLessThan(inOrder.get(i + 1).nanos());
        }
    }

    /// The octets may be read a little after the process is gone.
    private OptionalLong killedAfter(Sink.Taken first) {
        return nodes.stream()
                .filter(node -> first.node().equals(node.name() + ".test"))
                .flatMap(node -> node.kills().stream())
                .mapToLong(Long::longValue)
                .filter(kill -> kill > first.nanos() - Duration.ofSeconds(1).toNanos())
                .min();
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
