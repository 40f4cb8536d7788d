package dev.jebi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

class CorpusTest {
    @Test
    void everyWireFormHasTheDigestOfTheIndex() throws IOException, NoSuchAlgorithmException {
        Corpus corpus = Corpus.orSkip();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        assertThat(corpus.messages()).hasSizeGreaterThan(4900);
        for (Corpus.Row row : corpus.messages()) {
            byte[] wire = corpus.wire(row);
            assertThat((long) wire.length).as(row.path()).isEqualTo(row.wireBytes());
            assertThat(HexFormat.of().formatHex(sha256.digest(wire)))
                    .as(row.path())
                    .isEqualTo(row.wireSha256());
        }
    }

    @Test
    void mailboxFilesAreCutIntoTheirMessages() throws IOException {
        Corpus corpus = Corpus.orSkip();
        var counts = new HashMap<String, Integer>();
        for (Corpus.Row row : corpus.kind("mbox")) {
            counts.put(
                    row.path().substring(row.path().lastIndexOf('/') + 1), corpus.mbox(row).size());
        }
        assertThat(counts)
                .containsAllEntriesOf(
                        Map.of(
                                "asterix-dev-201709-mailarchivesao.mbox", 53,
                                "httpd-users-200606-part.mbox", 12,
                                "nexus-html-only.mbox", 3,
                                "imaptest.mbox", 48,
                                "importtest.mbox", 2,
                                "content-length.mbox.txt", 29,
                                "mbox.rlug", 5,
                                "default.mbox", 6,
                                "search-date.mbox", 16,
                                "sort-size.mbox", 8));
    }
}
