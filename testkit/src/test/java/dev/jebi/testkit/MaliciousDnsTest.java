package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.dns.DnsAnswer;
import dev.jebi.dns.DnsLimits;
import dev.jebi.dns.DnsResolver;
import dev.jebi.dns.Resolver;
import dev.jebi.spf.Spf;
import dev.jebi.spf.SpfLimits;
import dev.jebi.spf.SpfOutcome;
import dev.jebi.spf.SpfQuestion;
import dev.jebi.spf.SpfResult;
import dev.jebi.testkit.HostileDns.Trick;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Name servers that mean ill: what they cost is bounded, and what they say decides nothing wrong.
@Timeout(120)
final class MaliciousDnsTest {
    private static final DnsLimits LIMITS = limits(Duration.ofSeconds(20), Duration.ofSeconds(60));

    /// For servers of which nothing comes.
    private static final DnsLimits IMPATIENT =
            limits(Duration.ofMillis(300), Duration.ofMillis(1_500));

    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

    private HostileDns server;
    private Resolver resolver;

    @BeforeEach
    void open() throws IOException {
        server = HostileDns.start();
        resolver = DnsResolver.of(List.of(server.address()), LIMITS);
    }

    private static DnsLimits limits(Duration question, Duration answer) {
        return new DnsLimits(question, answer, 50, 16, 100, 4096, 8);
    }

    private void beImpatient() {
        resolver = DnsResolver.of(List.of(server.address()), IMPATIENT);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private SpfOutcome spf(String domain) {
        return spf(domain, SpfLimits.STANDARD);
    }

    private SpfOutcome spf(String domain, SpfLimits limits) {
        var question = new SpfQuestion(CLIENT, "c.test", "a", domain, "mx.test");
        return new Spf(resolver, limits, () -> Instant.EPOCH).check(question);
    }

    private void record(String domain, String... texts) {
        server.on(domain, new Trick.Texts(List.of(texts)));
    }

    @Test
    void whatCannotBeReadIsNoAnswer() {
        beImpatient();
        server.on("garbage.test", new Trick.Garbage());
        server.on("pointer.test", new Trick.PointerLoop());
        server.on("other.test", new Trick.OtherQuestion());
        server.on("silent.test", new Trick.Silence());
        server.on("refused.test", new Trick.Code(5));
        for (String name : List.of("garbage", "pointer", "other", "silent", "refused")) {
            assertThat(resolver.txt(name + ".test"))
                    .describedAs(name)
                    .isInstanceOf(DnsAnswer.Failed.class);
            assertThat(spf(name + ".test").result())
                    .describedAs(name)
                    .isEqualTo(SpfResult.TEMPERROR);
        }
    }

    @Test
    void aServerThatSaysNothingByTcpIsGivenUp() {
        beImpatient();
        server.on("tcp.test", new Trick.EndlessTcp());
        long begun = System.nanoTime();
        assertThat(resolver.txt("tcp.test")).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aHugeAnswerIsReadAndNotKept() {
        var many = IntStream.range(0, 60).mapToObj(i -> "x".repeat(900) + i).toList();
        server.on("huge.test", new Trick.Texts(many));
        assertThat(resolver.txt("huge.test").records()).hasSize(60);
        int asked = server.questions();
        assertThat(spf("huge.test").result()).isEqualTo(SpfResult.NONE);
        assertThat(server.questions()).isGreaterThan(asked);
    }

    @Test
    void aHugeRecordIsRefused() {
        record("long.test", "v=spf1 " + "ip4:192.0.2.9 ".repeat(2_000) + "-all");
        assertThat(spf("long.test").result()).isEqualTo(SpfResult.PERMERROR);
        record("fits.test", "v=spf1 " + "ip4:192.0.2.9 ".repeat(900) + "-all");
        assertThat(spf("fits.test").result()).isEqualTo(SpfResult.FAIL);
    }

    @Test
    void aliasesThatGoRoundAndLongChainsEnd() {
        server.on("one.test", new Trick.Alias("two.test"));
        server.on("two.test", new Trick.Alias("one.test"));
        assertThat(spf("one.test").result()).isEqualTo(SpfResult.TEMPERROR);
        for (int i = 0; i < 100; i++) {
            server.on("c" + i + ".test", new Trick.Alias("c" + (i + 1) + ".test"));
        }
        int before = server.questions();
        assertThat(spf("c0.test").result()).isEqualTo(SpfResult.TEMPERROR);
        assertThat(server.questions() - before).isLessThan(40);
        record("end.test", "v=spf1 +all");
        server.on("alias.test", new Trick.Alias("end.test"));
        assertThat(spf("alias.test").result()).isEqualTo(SpfResult.PASS);
    }

    @Test
    void aTreeOfIncludesCostsTenQuestions() {
        for (int i = 0; i < 40; i++) {
            record(
                    "t" + i + ".test",
                    "v=spf1 include:t"
                            + (2 * i + 1)
                            + ".test include:t"
                            + (2 * i + 2)
                            + ".test -all");
        }
        assertThat(spf("t0.test").result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(server.questions()).isLessThanOrEqualTo(11);
    }

    @Test
    void questionsWithoutRecordsAreFew() {
        record("void.test", "v=spf1 exists:a.test exists:b.test exists:c.test exists:d.test +all");
        assertThat(spf("void.test").result()).isEqualTo(SpfResult.PERMERROR);
        assertThat(server.questions()).isEqualTo(4);
    }

    @Test
    void slowAnswersEndWithTheTime() {
        beImpatient();
        record("slow.test", "v=spf1 mx:silent.test +all");
        server.on("silent.test", new Trick.Silence());
        assertThat(spf("slow.test").result()).isEqualTo(SpfResult.TEMPERROR);
        var standard = SpfLimits.STANDARD;
        var none =
                new SpfLimits(
                        standard.lookups(),
                        standard.voids(),
                        standard.names(),
                        standard.terms(),
                        standard.recordOctets(),
                        standard.explanationOctets(),
                        Duration.ofNanos(1));
        assertThat(spf("slow.test", none).reason()).startsWith("took longer than");
    }

    @Test
    void macrosThatGrowAreStopped() {
        record("grow.test", "v=spf1 exists:" + "%{s}".repeat(3_000) + ".x.test -all");
        assertThat(spf("grow.test").result()).isIn(SpfResult.PERMERROR, SpfResult.FAIL);
    }
}
