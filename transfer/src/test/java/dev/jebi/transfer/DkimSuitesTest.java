package dev.jebi.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.arc.ArcStatus;
import dev.jebi.arc.ArcVerifier;
import dev.jebi.content.Content;
import dev.jebi.dkim.DkimLimits;
import dev.jebi.dkim.DkimResult;
import dev.jebi.dkim.DkimStatus;
import dev.jebi.dkim.DkimVerifier;
import dev.jebi.dkim.KeySource;
import dev.jebi.testkit.Corpus;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The signed messages of the corpus whose keys are there too.
final class DkimSuitesTest {
    private static final Logger LOG = LoggerFactory.getLogger(DkimSuitesTest.class);
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2022-11-08T00:00:00Z"));

    /// As verifiers were before RFC 8301: SHA-1 and keys of 512 bits pass.
    private static final DkimLimits OF_2007 =
            new DkimLimits(10, 1 << 20, 4, 512, 8192, Duration.ofDays(1), true, true);

    /// Messages of the Mail-DKIM library that its own tests expect to pass and that do not, and
    /// why.
    private static final Map<String, String> LEFT =
            Map.ofEntries(
                    Map.entry("badkey_12.txt", "g= of RFC 4871 is no more in RFC 6376"),
                    Map.entry("badkey_13.txt", "g= of RFC 4871 is no more in RFC 6376"),
                    Map.entry("good_ietf00_2.txt", "no v and no bh: a draft of 2005"),
                    Map.entry("good_ietf00_3.txt", "no v and no bh: a draft of 2005"),
                    Map.entry("good_ietf00_4.txt", "no v and no bh: a draft of 2005"),
                    Map.entry("good_ietf00_5.txt", "no v and no bh: a draft of 2005"),
                    Map.entry("good_ietf01_1.txt", "no v: a draft of 2006"),
                    Map.entry("mine_ietf01_1.txt", "no v: a draft of 2006"),
                    Map.entry("mine_ietf01_2.txt", "no v: a draft of 2006"),
                    Map.entry("mine_ietf01_4.txt", "no v: a draft of 2006"),
                    Map.entry("mine_ietf05_1.txt", "v=0.5: a draft of 2006"),
                    Map.entry("no_body_1.txt", "v=0.5: a draft of 2006"),
                    Map.entry("no_body_2.txt", "v=0.5: a draft of 2006"),
                    Map.entry("no_body_3.txt", "v=0.5: a draft of 2006"),
                    Map.entry("multiple_1.txt", "no v: a draft of 2006"));

    private static Path folder(String source) {
        return Corpus.orSkip().folder().resolve(source);
    }

    private static KeySource keys(Map<String, String> records) {
        return name -> {
            String record = records.get(name);
            if (record == null || record.equals("NXDOMAIN")) {
                return new KeySource.Absent();
            }
            return record.startsWith("~~")
                    ? new KeySource.Unavailable(record)
                    : new KeySource.Found(List.of(record));
        };
    }

    private static Map<String, String> records(List<String> lines) {
        var records = new HashMap<String, String>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (space > 0 && !line.startsWith("#")) {
                records.put(line.substring(0, space), line.substring(space).strip());
            }
        }
        return records;
    }

    private static String outcome(List<DkimResult> results) {
        return results.stream().anyMatch(DkimResult::passed)
                ? "pass"
                : results.isEmpty() ? "none" : results.getFirst().status().word();
    }

    @Test
    void mailDkimOf2007() throws IOException {
        var folder = folder("jdkim");
        var records =
                records(
                        Files.readAllLines(
                                folder.resolve("data/Mail-DKIM/FAKE_DNS.dat"),
                                StandardCharsets.ISO_8859_1));
        var then = new DkimVerifier(keys(records), OF_2007, CLOCK);
        var now = new DkimVerifier(keys(records), DkimLimits.STANDARD, CLOCK);
        int all = 0;
        int right = 0;
        var left = new TreeSet<String>();
        var wrong = new TreeMap<String, String>();
        var passNow = new TreeSet<String>();
        for (var file : files(folder.resolve("msg/Mail-DKIM/corpus"))) {
            String name = String.valueOf(file.getFileName());
            var content = Content.of(Corpus.wire(Files.readAllBytes(file)));
            var results = then.verify(content);
            boolean good = name.matches("(good|mine|no_body|multiple).*") && !name.contains("dk_");
            boolean passed = outcome(results).equals("pass");
            all++;
            if (now.verify(content).stream().anyMatch(DkimResult::passed)) {
                passNow.add(name);
            }
            if (good == passed) {
                right++;
            } else if (LEFT.containsKey(name)) {
                left.add(name);
            } else {
                wrong.put(name, results.toString());
            }
        }
        LOG.info("event=suite name=mail-dkim passed={} all={} left={}", right, all, left);
        assertThat(wrong).isEmpty();
        assertThat(left).isEqualTo(LEFT.keySet());
        assertThat(passNow).isEmpty(); // RFC 8301: each has SHA-1 or a key under 1024 bits
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void mailAuth() throws IOException {
        int all = 0;
        int right = 0;
        for (var file : files(folder("mail-auth/data/dkim"))) {
            if (!String.valueOf(file.getFileName()).endsWith(".txt")) {
                continue;
            }
            var split = split(file);
            var results =
                    new DkimVerifier(split.keys(), DkimLimits.STANDARD, CLOCK)
                            .verify(split.message());
            all++;
            right += outcome(results).equals("pass") ? 1 : 0;
        }
        for (var file : files(folder("mail-auth/data/arc"))) {
            var split = split(file);
            var result = new ArcVerifier(split.keys(), DkimLimits.STANDARD).verify(split.message());
            all++;
            right += result.status() == ArcStatus.PASS ? 1 : 0;
        }
        LOG.info("event=suite name=mail-auth passed={} all={}", right, all);
        assertThat(right).isEqualTo(all);
    }

    /// A message with its key records above it.
    private record Split(KeySource keys, Content message) {}

    private static Split split(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        int empty = text.indexOf("\n\n");
        byte[] message = text.substring(empty + 2).getBytes(StandardCharsets.ISO_8859_1);
        return new Split(
                keys(records(text.substring(0, empty).lines().toList())),
                Content.of(Corpus.wire(message)));
    }

    @Test
    void mimekit() throws IOException {
        var folder = folder("mimekit");
        String pem = Files.readString(folder.resolve("data/dkim/gmail.pub"));
        String key = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        var records = Map.of("20120113._domainkey.gmail.com", "v=DKIM1; k=rsa; p=" + key);
        var verifier = new DkimVerifier(keys(records), DkimLimits.STANDARD, CLOCK);
        int all = 0;
        int right = 0;
        for (var file : files(folder.resolve("msg/dkim"))) {
            var results = verifier.verify(Content.of(Corpus.wire(Files.readAllBytes(file))));
            all++;
            right += outcome(results).equals("pass") ? 1 : 0;
        }
        LOG.info("event=suite name=mimekit passed={} all={}", right, all);
        assertThat(right).isEqualTo(all);
    }

    /// Without a key only the body hash of a signature can be checked.
    @Test
    void everySignatureOfTheCorpusIsRead() throws IOException {
        var corpus = Corpus.orSkip();
        var reasons = new TreeMap<String, Integer>();
        for (var row : corpus.messages()) {
            var verifier =
                    new DkimVerifier(_ -> new KeySource.Absent(), DkimLimits.STANDARD, CLOCK);
            for (var result : verifier.verify(Content.of(corpus.wire(row)))) {
                reasons.merge(result.reason(), 1, Integer::sum);
                assertThat(result.status()).isEqualTo(DkimStatus.PERMERROR);
            }
        }
        LOG.info("event=suite name=corpus reasons={}", reasons);
        assertThat(reasons.getOrDefault("there is no key", 0)).isGreaterThan(0);
        assertThat(reasons).doesNotContainKey("");
    }
}
