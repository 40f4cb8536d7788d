package dev.jebi.useragent.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.jebi.useragent.account.Endpoint;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// Where the servers of an address are. The web is a server here, the DNS a map.
class DiscoveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String FILE =
            """
            <?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="a.test">
            <domain>a.test</domain>
            <incomingServer type="pop3"><hostname>pop.p.test</hostname><port>995</port>
             <socketType>SSL</socketType></incomingServer>
            <incomingServer type="imap"><hostname>plain.p.test</hostname><port>143</port>
             <socketType>plain</socketType></incomingServer>
            <incomingServer type="imap"><hostname>imap.p.test</hostname><port>993</port>
             <socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
            <outgoingServer type="smtp"><hostname>smtp.p.test</hostname><port>587</port>
             <socketType>STARTTLS</socketType></outgoingServer>
            </emailProvider></clientConfig>
            """;

    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final Map<String, List<Names.Place>> services = new ConcurrentHashMap<>();
    private final Map<String, String> listening = new ConcurrentHashMap<>();
    private List<String> exchangers = List.of();
    private HttpServer http;

    DiscoveryTest() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    }

    @BeforeEach
    void start() {
        http.createContext(
                "/",
                exchange -> {
                    String page = pages.get(exchange.getRequestURI().toString().substring(1));
                    byte[] octets = (page == null ? "none" : page).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(page == null ? 404 : 200, octets.length);
                    exchange.getResponseBody().write(octets);
                    exchange.close();
                });
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    private Optional<Found> find(String address) throws IOException {
        return find(address, new HttpWeb(this::toTheServer, PATIENCE)::page, PATIENCE);
    }

    private URI toTheServer(URI page) {
        assertThat(page.getScheme()).isEqualTo("https");
        return URI.create(
                "http://127.0.0.1:"
                        + http.getAddress().getPort()
                        + "/"
                        + page.toString().replace("https://", ""));
    }

    private Optional<Found> find(String address, Web web, Duration longest) throws IOException {
        var names = new Dns(name -> services.getOrDefault(name, List.of()), exchangers);
        return new Discovery(names, web, new Machines(listening), longest).of(address);
    }

    private record Dns(Function<String, List<Place>> all, List<String> hosts) implements Names {
        @Override
        public List<Place> services(String name) {
            return all.apply(name);
        }

        @Override
        public List<String> exchangers(String domain) {
            return hosts;
        }
    }

    private record Machines(Map<String, String> listening) implements Ports {
        @Override
        public Optional<String> knock(Endpoint server, boolean patient) {
            return Optional.ofNullable(listening.get(server.toString()));
        }

        @Override
        public boolean here(String host) {
            return host.equals("this.machine.test");
        }
    }

    @Test
    void theDomainsOwnFileWinsAndTlsComesFirst() throws IOException {
        pages.put("autoconfig.a.test/mail/config-v1.1.xml?emailaddress=al%40a.test", FILE);
        services.put("_imaps._tcp.a.test", List.of(new Names.Place(0, 0, 993, "srv.test")));
        assertThat(find("al@a.test"))
                .contains(
                        new Found(
                                "al",
                                "imap.p.test:993",
                                "smtp.p.test:587",
                                "",
                                "auto",
                                "told by autoconfig.a.test"));
    }

    @Test
    void theWellKnownPlaceIsAskedToo() throws IOException {
        pages.put(
                "a.test/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=al%40a.test",
                FILE);
        assertThat(find("al@a.test").map(Found::how)).contains("told by a.test");
    }

    @Test
    void srvRecordsAreTakenByPriorityAndTheRestComesFromTheUsualNames() throws IOException {
        services.put(
                "_imaps._tcp.a.test",
                List.of(
                        new Names.Place(20, 0, 993, "b.test"),
                        new Names.Place(10, 0, 993, "C.test")));
        services.put("_submissions._tcp.a.test", List.of(new Names.Place(0, 0, 0, ".")));
        listening.put("mail.a.test:587", "");
        listening.put("mail.a.test:465", "");
        assertThat(find("al@a.test"))
                .contains(
                        new Found(
                                "al@a.test",
                                "c.test:993",
                                "mail.a.test:465",
                                "",
                                "auto",
                                "told by the DNS of a.test"));
    }

    @Test
    void theDomainOfTheExchangerIsAskedUnlessItIsEverybodys() throws IOException {
        exchangers = List.of("mx.hoster.test");
        pages.put("autoconfig.hoster.test/mail/config-v1.1.xml?emailaddress=al%40a.test", FILE);
        assertThat(find("al@a.test").map(Found::how)).contains("told by autoconfig.hoster.test");
        exchangers = List.of("hoster.co.kr");
        pages.put("autoconfig.co.kr/mail/config-v1.1.xml?emailaddress=al%40a.test", FILE);
        assertThat(find("al@a.test")).isEmpty();
    }

    @Test
    void theJebiOfTheDomainOnThisMachineIsFoundFirst() throws IOException {
        pages.put("autoconfig.a.test/mail/config-v1.1.xml?emailaddress=al%40a.test", FILE);
        listening.put("localhost:10587", "220 mail.a.test ESMTP Jebi");
        listening.put("localhost:10143", "* OK mail.a.test Jebi IMAP ready");
        var own = find("al@a.test").orElseThrow();
        assertThat(own.imap()).isEqualTo("localhost:10143");
        assertThat(own.smtp()).isEqualTo("localhost:10587");
        assertThat(own.how()).isEqualTo("the Jebi on this machine");
        assertThat(find("al@b.test").map(Found::how)).contains("found on this machine");
        exchangers = List.of("this.machine.test");
        assertThat(find("al@b.test").map(Found::how)).contains("the Jebi on this machine");
    }

    @ParameterizedTest
    @CsvSource({
        "al, 220 a.test ESMTP Jebi, al@a.test",
        "al, 220 Mail.A.test ESMTP Jebi, al@a.test",
        "al, 220 mail.test ESMTP Jebi, al@mail.test",
        "al, 220 box ESMTP Jebi, al@box",
        "root, 220 a.test ESMTP Jebi,",
        "a b, 220 a.test ESMTP Jebi,",
        "al, 220 a.test ESMTP Postfix,",
        "al, 220 a;b ESMTP Jebi,",
        "al, 220 [127.0.0.1] ESMTP Jebi,",
    })
    void aNewcomerIsLikelyToHaveTheirLoginAtTheJebiOnThisMachine(
            String login, String greeting, @Nullable String address) {
        assertThat(newcomer(login)).isEmpty();
        listening.put("localhost:587", greeting);
        assertThat(newcomer(login)).isEqualTo(Optional.ofNullable(address));
    }

    private Optional<String> newcomer(String login) {
        var names = new Dns(_ -> List.of(), List.of());
        Web web = _ -> Optional.empty();
        return new Discovery(names, web, new Machines(listening), Duration.ZERO).newcomer(login);
    }

    @Test
    void filesOfStrangersDoNoHarm() {
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
        for (String file :
                List.of(
                        FILE.replace("<clientConfig", entity + "<clientConfig"),
                        FILE.replace("imap.p.test", "&e;"),
                        "<a>".repeat(10_000),
                        "<html>not <b>found</html>",
                        "")) {
            assertThat(Autoconfig.read(file.getBytes(StandardCharsets.UTF_8), "al@a.test", ""))
                    .isEmpty();
        }
        String odd = FILE.replace("imap.p.test", "-imap;rm").replace("pop.p.test", "x y");
        assertThat(Autoconfig.read(odd.getBytes(StandardCharsets.UTF_8), "al@a.test", ""))
                .isEmpty();
    }

    @Test
    void aFileThatIsTooLargeIsNoFile() throws IOException {
        pages.put(
                "autoconfig.a.test/mail/config-v1.1.xml?emailaddress=al%40a.test",
                FILE + " ".repeat(300_000));
        assertThat(find("al@a.test")).isEmpty();
    }

    @Test
    void whoeverNeverAnswersHoldsNobodyUp() throws IOException {
        listening.put("imap.a.test:993", "");
        var never = new CountDownLatch(1);
        Web silent =
                _ -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IOException(e);
                    }
                    return Optional.empty();
                };
        long begun = System.nanoTime();
        assertThat(find("al@a.test", silent, Duration.ofSeconds(3)).map(Found::imap))
                .contains("imap.a.test:993");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
    }

    /// As a resolver of the system: nothing interrupts it.
    private static void hang(CountDownLatch until) {
        boolean done = false;
        while (!done) {
            try {
                until.await();
                done = true;
            } catch (InterruptedException _) {
                done = false;
            }
        }
    }

    @Test
    void aHangingDnsHidesNothingThatIsOnThisMachine() throws IOException {
        listening.put("localhost:143", "* OK other.test ready");
        listening.put("localhost:587", "220 other.test ESMTP");
        var never = new CountDownLatch(1);
        var names =
                new Names() {
                    @Override
                    public List<Place> services(String name) {
                        hang(never);
                        return List.of();
                    }

                    @Override
                    public List<String> exchangers(String domain) {
                        hang(never);
                        return List.of();
                    }
                };
        Web web =
                _ -> {
                    hang(never);
                    return Optional.empty();
                };
        var ports =
                new Ports() {
                    @Override
                    public Optional<String> knock(Endpoint server, boolean patient) {
                        if (!server.host().equals("localhost")) {
                            hang(never);
                        }
                        return new Machines(listening).knock(server, patient);
                    }

                    @Override
                    public boolean here(String host) {
                        return false;
                    }
                };
        long begun = System.nanoTime();
        var found = new Discovery(names, web, ports, Duration.ofSeconds(3)).of("al@a.test");
        assertThat(found.map(Found::how)).contains("found on this machine");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
        never.countDown();
    }

    @Test
    void whatIsNoDomainIsNotAsked() throws IOException {
        assertThat(find("al@")).isEmpty();
        assertThat(find("al@a b/c.test")).isEmpty();
    }
}
