package dev.jebi.mailstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.testkit.Corpus;
import dev.jebi.testkit.Randomly;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

final class SearchIndexTest {
    private static final SearchLimits LIMITS =
            new SearchLimits(true, 8, 1 << 20, 1 << 15, 100, Duration.ofHours(1), Duration.ZERO);
    private static final String[] WORDS = {
        "hello",
        "Straße",
        "회의록",
        "안녕하세요",
        "漢字",
        "会議",
        "カタカナ",
        "ｶﾞｲﾄﾞ",
        "ΟΔΟΣ",
        "привет",
        "é",
        "İstanbul",
        "ㅋㅋㅠㅠ",
        "\uD83D\uDE00\uD83D\uDE01",
        "e\u0301te\u0301",
        "ŉ",
        "a",
        "שלום",
        "مرحبا",
        "สวัสดี",
        "x\u0301\u0323"
    };
    private static final String[] CHARSETS = {
        "UTF-8", "EUC-KR", "ISO-2022-JP", "GB18030", "UTF-16"
    };

    @TempDir private Path directory;

    private SearchIndex open(Pile pile) {
        return SearchIndex.start(directory, "store", pile, LIMITS);
    }

    private static void awaitAll(SearchIndex index) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    index.wanted();
                    var state = index.state();
                    return state.ready() && state.behind() == 0;
                });
    }

    /// Whatever a scan finds, the index finds; and it is of use.
    private static int check(SearchIndex index, Pile pile, TextKind kind, String text)
            throws IOException {
        var needle = new Needle(text);
        try (var view = index.view().orElseThrow()) {
            var candidates = view.candidates(kind, needle, pile.ids());
            if (candidates.isEmpty()) {
                return pile.ids().length;
            }
            var told = Arrays.stream(candidates.get()).boxed().toList();
            assertThat(told).as("%s of '%s'", kind, text).containsAll(pile.scan(kind, needle));
            assertThat(told).isSorted();
            return told.size();
        }
    }

    @Test
    void itFindsWhateverReadingFindsInEveryScript() {
        Randomly.runs(
                4,
                "jebi.search.seed",
                random -> {
                    var pile = new Pile();
                    for (int i = 0; i < 60; i++) {
                        pile.add(Pile.message(mail(random)));
                    }
                    Path own = directory.resolve("r" + random.generator().nextLong());
                    try (var index = SearchIndex.start(own, "store", pile, LIMITS)) {
                        awaitAll(index);
                        for (int i = 0; i < 100; i++) {
                            check(
                                    index,
                                    pile,
                                    random.pick(TextKind.values()),
                                    needle(random, pile));
                        }
                    }
                });
    }

    private static String words(Randomly random, int most) {
        var text = new StringBuilder();
        for (int i = random.between(0, most); i > 0; i--) {
            text.append(random.oneIn(4) ? random.text(6) : random.pick(WORDS));
            text.append(random.pick("", " ", "  ", "-", "\t"));
        }
        return random.oneIn(3) ? Normalizer.normalize(text, Normalizer.Form.NFD) : text.toString();
    }

    private static byte[] mail(Randomly random) {
        var charset = Charset.forName(random.pick(CHARSETS));
        String subject = encoded(words(random, 5), StandardCharsets.UTF_8);
        var body = words(random, 60).getBytes(charset);
        String name = encoded(words(random, 2), StandardCharsets.UTF_8);
        return ("""
        From: =?UTF-8?B?%s?= <%s>
        Cc: %s
        Subject: =?UTF-8?B?%s?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/%s; charset=%s
        Content-Transfer-Encoding: base64

        %s
        --b
        Content-Type: application/pdf; name="=?UTF-8?B?%s?="

        --b--
        """
                        .formatted(
                                encoded(words(random, 2), StandardCharsets.UTF_8),
                                random.address(),
                                random.address(),
                                subject,
                                random.pick("plain", "html"),
                                charset,
                                Base64.getMimeEncoder().encodeToString(body),
                                name))
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String encoded(String text, Charset charset) {
        return Base64.getEncoder().encodeToString(text.getBytes(charset));
    }

    /// A piece of a text that is there, or of none.
    private static String needle(Randomly random, Pile pile) throws IOException {
        if (random.oneIn(10)) {
            return random.pick(WORDS);
        }
        long[] ids = pile.ids();
        var texts = pile.get(ids[random.between(0, ids.length - 1)]).texts();
        return cut(texts.get(random.between(0, texts.size() - 1)), random.generator());
    }

    private static String cut(String text, java.util.random.RandomGenerator random) {
        if (text.isEmpty()) {
            return "";
        }
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(random.nextInt(20) + 1));
        // what begins with a mark or half a character is no needle that anybody can write
        String piece =
                new String(
                        text.substring(from, to).getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8);
        return random.nextBoolean() ? piece : piece.toUpperCase(java.util.Locale.ROOT);
    }

    @Test
    void itFindsWhateverReadingFindsInRealMail() throws Exception {
        var corpus = Corpus.orSkip();
        var random = new SplittableRandom(20261122);
        var pile = new Pile();
        var rows = corpus.messages();
        for (int i = 0; i < 250; i++) {
            pile.add(Pile.message(corpus.wire(rows.get(random.nextInt(rows.size())))));
        }
        var texts = new java.util.ArrayList<String>();
        for (long id : pile.ids()) {
            texts.addAll(pile.get(id).texts());
        }
        try (var index = open(pile)) {
            awaitAll(index);
            for (int i = 0; i < 50; i++) {
                String needle = cut(texts.get(random.nextInt(texts.size())), random);
                check(index, pile, TextKind.BODY, needle);
                check(index, pile, TextKind.HEADER, needle);
            }
        }
    }

    @Test
    void shortNeedlesNarrowToo() throws Exception {
        var pile = new Pile();
        for (int i = 0; i < 50; i++) {
            pile.add(Pile.message("Subject: s\n\nplain text\n"));
        }
        pile.add(Pile.message("Subject: s\n\n모두 회의 漢\n"));
        pile.add(Pile.message("Subject: s\n\nqz\n"));
        try (var index = open(pile)) {
            awaitAll(index);
            for (String needle : List.of("회의", "의", "漢", "qz", "q", "z\r", "두 회")) {
                assertThat(check(index, pile, TextKind.BODY, needle)).as(needle).isEqualTo(1);
            }
            assertThat(check(index, pile, TextKind.BODY, "plain")).isEqualTo(50);
            assertThat(check(index, pile, TextKind.BODY, "nowhere")).isZero();
        }
    }

    @Test
    void whatIsTooMuchIsAlwaysLookedAt() throws Exception {
        var pile = new Pile();
        var random = new SplittableRandom(7);
        var many = new StringBuilder("Subject: small\n\n");
        for (int i = 0; i < 200_000; i++) {
            many.append((char) (0x4E00 + random.nextInt(20_000)));
        }
        pile.add(Pile.message(many.append(" needle").toString()));
        pile.add(Pile.message("Subject: long\n\n" + "word ".repeat(300_000) + "needle"));
        pile.add(Pile.message("Subject: other\n\nneedle\n"));
        pile.add(Pile.message("Subject: none\n\nnothing\n"));
        try (var index = open(pile)) {
            awaitAll(index);
            assertThat(check(index, pile, TextKind.BODY, "needle")).isEqualTo(3);
            assertThat(check(index, pile, TextKind.BODY, "nowhere")).isEqualTo(2);
            assertThat(check(index, pile, TextKind.SUBJECT, "small")).isEqualTo(1);
        }
    }

    @Test
    void itGoesOnWhereItWas() throws Exception {
        var pile = new Pile();
        for (int i = 0; i < 30; i++) {
            pile.add(Pile.message("Subject: first\n\nneedle " + i + "\n"));
        }
        try (var index = open(pile)) {
            awaitAll(index);
        }
        for (int i = 0; i < 30; i++) {
            pile.add(Pile.message("Subject: second\n\nneedle " + i + "\n"));
        }
        try (var index = open(pile)) {
            awaitAll(index);
            assertThat(index.state().messages()).isEqualTo(60);
            assertThat(check(index, pile, TextKind.BODY, "needle")).isEqualTo(60);
            assertThat(check(index, pile, TextKind.SUBJECT, "second")).isEqualTo(30);
        }
    }

    @Test
    void aDamagedIndexIsMadeAgain() throws Exception {
        var pile = new Pile();
        for (int i = 0; i < 200; i++) {
            pile.add(Pile.message("Subject: first\n\nneedle " + i + "\n"));
        }
        for (int round = 0; round < 6; round++) {
            try (var index = open(pile)) {
                awaitAll(index);
                assertThat(index.state().messages()).isEqualTo(200);
                assertThat(check(index, pile, TextKind.BODY, "needle 199")).isEqualTo(1);
                assertThat(check(index, pile, TextKind.BODY, "needle")).isEqualTo(200);
            }
            damage(round);
        }
    }

    /// Flips a bit, cuts a file, removes one, writes rubbish.
    private void damage(int round) throws IOException {
        try (var files = Files.list(directory)) {
            var all = files.filter(file -> !file.endsWith("write.lock")).sorted().toList();
            Path file = all.get(round % all.size());
            byte[] octets = Files.readAllBytes(file);
            switch (round % 4) {
                case 0 -> {
                    octets[octets.length / 2] ^= 0x10;
                    Files.write(file, octets);
                }
                case 1 -> Files.write(file, Arrays.copyOf(octets, octets.length / 2));
                case 2 -> Files.delete(file);
                default -> Files.writeString(file, "rubbish");
            }
        }
    }

    @Test
    void theIndexOfAnotherStoreIsNotUsed() throws Exception {
        var pile = new Pile();
        pile.add(Pile.message("Subject: first\n\nneedle\n"));
        try (var index = SearchIndex.start(directory, "other", pile, LIMITS)) {
            awaitAll(index);
        }
        var mine = new Pile();
        mine.add(Pile.message("Subject: mine\n\nmy own\n"));
        try (var index = open(mine)) {
            awaitAll(index);
            assertThat(check(index, mine, TextKind.BODY, "own")).isEqualTo(1);
            assertThat(check(index, mine, TextKind.BODY, "needle")).isZero();
        }
        var earlier = new Pile(); // an older state of the same store
        try (var index = open(earlier)) {
            earlier.add(Pile.message("Subject: else\n\nsomething else\n"));
            awaitAll(index);
            assertThat(check(index, earlier, TextKind.BODY, "something")).isEqualTo(1);
        }
    }

    @Test
    void itIsMadeAgainWhenAskedFor() throws Exception {
        var pile = new Pile();
        for (int i = 0; i < 20; i++) {
            pile.add(Pile.message("Subject: first\n\nneedle " + i + "\n"));
        }
        try (var index = open(pile)) {
            awaitAll(index);
            long before = pile.reads();
            index.rebuild();
            Awaitility.await().until(() -> pile.reads() >= before + 20);
            awaitAll(index);
            assertThat(check(index, pile, TextKind.BODY, "needle")).isEqualTo(20);
        }
    }
}
